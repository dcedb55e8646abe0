"""What makes no sense now: each verb out of place is one sentence, and nothing is written."""

from collections.abc import Callable

import pytest

from annotator.errors import AnnotatorError
from annotator.model import Span, Speaker, SpeakerKind
from annotator.store import Store
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist
from tests.work.desks import COUNCIL, SHARE, TEXT, assert_kept, at_work, filled, mark, span

LONG = "“We will build it. It will hold. Nobody will pay twice,”"


def with_quote(work: Worklist) -> None:
    mark(work, LONG)


def with_agency(work: Worklist) -> None:
    mark(work, LONG)
    work.set_via(work.new_speaker("Varr News", SpeakerKind.ORGANISATION))


def with_brenn(work: Worklist) -> None:
    mark(work, LONG)
    work.set_speaker(Speaker("00000000-0000-4000-8000-0000000000aa", "Ida Brenn", aliases=("Brenn",)))


def marked_from_afar(work: Worklist) -> None:
    work.go(COUNCIL)
    work.mark([span(TEXT, LONG)])


def on_share(work: Worklist) -> None:
    work.go(SHARE)


def all_done(work: Worklist) -> None:
    for _ in range(2):
        while not work.finished:
            work.finish()
        if work.position == (1, 2):
            work.move_article(1)


def three_topics(work: Worklist) -> None:
    mark(work, LONG)
    for code in ("21", "10", "8"):
        work.say_topic(code, more=True)
        work.say_article_topic(code, more=True)


def at_the_end(work: Worklist) -> None:
    work.move_article(1)


def nowhere(_work: Worklist) -> None:
    pass


_CASES: dict[str, tuple[Callable[[Worklist], object], Callable[[Worklist], object], str]] = {
    "no quote": (nowhere, lambda w: w.delete(), "no quote is selected; mark one first"),
    "no quote to cycle": (nowhere, lambda w: w.cycle(1), "this sentence has no quote; mark one first"),
    "no spans without a quote": (nowhere, lambda w: w.spans_of("cue"), "no quote is selected"),
    "same words": (with_quote, lambda w: mark(w, LONG), "quote 1 has just these words already"),
    "same words from afar": (
        with_quote,
        marked_from_afar,
        "quote 1 has just these words already",
    ),
    "no marks": (
        nowhere,
        lambda w: w.next_quotation(),
        "no quotation marks here that are not marked yet; m marks",
    ),
    "marks are marked": (
        with_quote,
        lambda w: w.next_quotation(),
        "no quotation marks here that are not marked",
    ),
    "no content": (
        with_quote,
        lambda w: w.set_spans("content", []),
        "a quote needs content; delete the quote instead",
    ),
    "no agency to look for": (
        with_quote,
        lambda w: w.spans_of("via"),
        "say first which agency it came through",
    ),
    "no agency to mark": (
        with_quote,
        lambda w: w.set_spans("via", [Span(0, 5)]),
        "say first which agency it came through",
    ),
    "an agency in two places": (
        with_agency,
        lambda w: w.set_spans("via", [Span(0, 5), Span(6, 9)]),
        "an agency stands in one place; mark one span",
    ),
    "judging itself": (
        with_quote,
        lambda w: w.set_about(w.selected),
        "a quote cannot judge itself; choose another quote",
    ),
    "known by name": (
        with_brenn,
        lambda w: w.new_speaker("IDA BRENN", SpeakerKind.GROUP),
        "Ida Brenn is in the registry already; choose the entry",
    ),
    "known by alias": (
        with_brenn,
        lambda w: w.new_speaker("brenn", SpeakerKind.GROUP),
        "Ida Brenn is in the registry already",
    ),
    "empty name": (
        nowhere,
        lambda w: w.new_speaker("  ", SpeakerKind.GROUP),
        "empty or holds control characters",
    ),
    "control characters": (
        with_quote,
        lambda w: w.flag("a\x1b]0;x\x07b"),
        "empty or holds control characters",
    ),
    "a C1 byte": (
        with_brenn,
        lambda w: w.add_alias(w.registry.live()[0], "a\x9bb"),
        "control characters; type it again",
    ),
    "half a character": (nowhere, lambda w: w.flag("\ud800"), "control characters; type it again"),
    "no target": (with_quote, lambda w: w.say_stance("1"), "“stance” 1 needs a target: towards what?"),
    "no such target": (with_quote, lambda w: w.say_stance("1", "moon"), "“moon” is no target of the scheme"),
    "no such step": (with_quote, lambda w: w.say_stance("3", "talks"), "“3” is no label of “stance”"),
    "no such topic": (with_quote, lambda w: w.say_topic("7777"), "“7777” is no label of “topic”"),
    "no such topic of the article": (
        nowhere,
        lambda w: w.say_article_topic("7777"),
        "“7777” is no label of “topic”",
    ),
    "no such field": (with_quote, lambda w: w.say("mood", "grim"), "The scheme has no field “mood”"),
    "no such type": (with_quote, lambda w: w.say("type", "loud"), "“loud” is no label of “type”"),
    "a flag is said or not": (with_quote, lambda w: w.toggle("denies", "no"), "“denies” is a flag"),
    "four topics": (
        three_topics,
        lambda w: w.say_topic("5", more=True),
        "at most 3 values of topic; take one away first",
    ),
    "four topics of the article": (
        three_topics,
        lambda w: w.say_article_topic("5", more=True),
        "at most 3 values of topic; take one away first",
    ),
    "nothing in a quote": (
        with_quote,
        lambda w: w.nothing(),
        "this sentence has a quote; delete it first, or say the sentence is done",
    ),
    "done with boilerplate": (
        on_share,
        lambda w: w.finish(),
        "marked as boilerplate or headline; correct the mark",
    ),
    "skipping boilerplate": (
        on_share,
        lambda w: w.skip(),
        "marked as boilerplate or headline; correct the mark",
    ),
    "first article": (nowhere, lambda w: w.move_article(-1), "this is the first article"),
    "last article": (at_the_end, lambda w: w.move_article(1), "this is the last article"),
    "all is done": (
        all_done,
        lambda w: w.next_unfinished(),
        "every article is finished; annotator export OUT.jsonl",
    ),
}


@pytest.mark.parametrize("case", _CASES)
def test_why_not_now(work: Worklist, case: str) -> None:
    before, verb, says = _CASES[case]
    before(work)
    events = len(work.store.history("ana", 99))
    with pytest.raises(NotNow) as why:
        verb(work)
    assert says in str(why.value)
    assert "\n" not in str(why.value)
    assert len(work.store.history("ana", 99)) == events
    assert_kept(work)


def test_an_empty_corpus_is_a_sentence() -> None:
    with filled(texts=[]) as store, pytest.raises(NotNow, match="the corpus is empty; take in articles with"):
        at_work(store)


def test_somebody_whom_nobody_added_is_a_sentence(store: Store) -> None:
    with pytest.raises(AnnotatorError, match="nobody is called eve here"):
        at_work(store, "eve").skip()
