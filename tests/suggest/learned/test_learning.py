"""Learning from the gold of the sample corpus, and proposing with what was learned."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.extents import iou
from annotator.model import Article, Origin, Region, RegionKind
from annotator.suggest.checking import checked
from annotator.suggest.learned import span_training
from annotator.suggest.learned.labels import cue_of
from annotator.suggest.learned.queue import queue
from annotator.suggest.learned.ruled import ruled
from annotator.suggest.learned.suggester import Learned
from annotator.suggest.learned.tasks import TASKS
from annotator.suggest.learned.training import Plan, train
from annotator.suggest.learned.view import View
from annotator.suggest.learned.weights import Weights
from annotator.suggest.suggester import Given, Unusable, layer_of
from annotator.text.marks import quotations
from annotator.text.sentences import sentences
from annotator.text.words import Words
from tests import gold
from tests.suggest.learned.taught import UNLABELLED, examples, incoming, needs_extra, trained
from tests.suggest.made import SCHEME, article

pytestmark = needs_extra

EVERY = frozenset({"spans", "speaker", "stance", "target", "topic"})


def weights(*serves: str) -> Weights:
    made = trained()
    return Weights("0001", frozenset(serves), frozenset(), made.spans, made.others)


def of(path: str = UNLABELLED) -> Given:
    taken = incoming(path)
    return Given(taken.article, taken.sentences, taken.regions)


def test_the_table_has_a_line_for_all_that_is_learned() -> None:
    rows = {row.name: row for row in trained().rows}
    assert list(rows) == ["spans", "marks", "speaker", "stance", "target", "topic"]
    assert rows["spans"].questions == sum(len(e.quotes) for e in examples())
    assert rows["spans"].comparison is not None
    assert rows["spans"].comparison.learned.wanted == rows["spans"].questions
    for row in rows.values():
        assert (row.comparison is None) == (row.questions < row.needs)
        assert row.why == ("" if row.comparison else "too little: 100 in 8 articles are needed")


def test_models_learned_something() -> None:
    both = next(row.comparison for row in trained().rows if row.name == "spans")
    assert both is not None
    assert both.learned.precision is not None
    assert both.learned.precision > 0.6


def test_learning_twice_gives_the_same_weights() -> None:
    some = examples()[:2]
    once, again = (span_training.learn(some, ruled, {"said": "1"}, parts=2, seed=3) for _ in range(2))
    assert once.model == again.model
    assert once.held_out == again.held_out


def test_two_processes_learn_what_one_does() -> None:
    some = examples()[:2]
    alone = span_training.learn(some, ruled, {}, parts=2, seed=3)
    assert span_training.learn(some, ruled, {}, parts=2, seed=3, jobs=2).model == alone.model


def test_too_little_is_said_and_nothing_is_learned() -> None:
    made = train(examples()[:2], (), Plan(parts=2))
    assert made.spans is None
    assert made.others == {}
    assert {row.why for row in made.rows} == {"too little: 100 in 8 articles are needed"}


def test_articles_of_one_story_cannot_tell_how_good_it_is() -> None:
    same = [
        replace(e, article=replace(e.article, sources=(replace(e.article.sources[0], story="one"),)))
        for e in examples()
    ]
    made = train(same, (), Plan(parts=3))
    assert {row.why for row in made.rows if row.questions >= row.needs} == {"all articles are of one story"}


def test_unreviewed_sentences_are_no_evidence() -> None:
    one = examples()[0]
    silent = replace(one, quotes=(), reviewed=frozenset())
    marks = TASKS[0]
    assert marks.questions(silent) == []
    assert len(marks.questions(one)) > 0
    assert {q.answer for q in marks.questions(replace(one, reviewed=frozenset()))} == {True}


def test_what_does_not_serve_is_the_rules() -> None:
    given_ = of()
    words = Words(given_.article.text, given_.sentences)
    body = [s for s in given_.sentences if not any(r.span.overlaps(s) for r in given_.regions)]
    said_by_rule = (a.content for a in ruled(words, given_.quotations))
    by_rule = [content for content in said_by_rule if any(s.overlaps(content[0]) for s in body)]
    said = Learned(weights("speaker"), SCHEME).suggest(given_)
    assert [q.content for q in said.quotes] == by_rule


def test_what_serves_proposes_and_every_proposal_holds() -> None:
    given_ = of()
    suggester = Learned(weights(*EVERY), SCHEME)
    said = suggester.suggest(given_)
    assert said.quotes
    found = checked(said, given_, layer_of(suggester), SCHEME)
    assert found.refused == ()
    assert len(found.quotes) == len(said.quotes)
    for quote in found.quotes:
        assert quote.rule
        assert quote.score is not None
        assert quote.score >= 0.5
        assert {label.origin for label in quote.labels} <= {Origin.RULE}
    assert any(quote.labels for quote in found.quotes)


def test_the_models_find_what_the_gold_has() -> None:
    """They have learned from it, so this says that they are put to use, not how good they are."""
    path = gold.paths()[0]
    said = Learned(weights("spans"), SCHEME).suggest(of(path))
    wanted = {tuple(gold.spans(r["content"])) for r in gold.gold()[path]}
    assert len(wanted & {q.content for q in said.quotes}) >= 0.6 * len(wanted)


def test_nothing_is_proposed_outside_the_body() -> None:
    given_ = of()
    whole = Region(given_.article.digest, given_.sentences[0], RegionKind.BOILERPLATE)
    head = given_.sentences[len(given_.sentences) // 2]
    out = [replace(whole, span=span) for span in given_.sentences if span.start < head.start]
    said = Learned(weights("spans"), SCHEME).suggest(replace(given_, regions=tuple(out)))
    assert said.quotes
    assert all(q.start >= head.start for q in said.quotes)


def test_weights_of_which_nothing_serves_are_no_suggester() -> None:
    with pytest.raises(Unusable, match="beats the rules"):
        Learned(weights(), SCHEME)


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            ["“", "”", '"', "'", "said ", "She said ", "that ", "he is late", ", ", ". ", "\n\n", "Ana Ruiz ",
             "e\u0301", "🎉", "according to ", " ", "\r\n", "‘", "’", "—", "\u200d"]
        ),
        max_size=40,
    ).map("".join)
)  # fmt: skip
def test_no_text_raises_or_gets_an_offset_beyond_it(text: str) -> None:
    one = article(text)
    given_ = Given(one, sentences(text))
    suggester = Learned(weights("spans", "speaker"), SCHEME)
    assert checked(suggester.suggest(given_), given_, layer_of(suggester), SCHEME).refused == ()


def test_the_queue_begins_with_what_is_least_certain() -> None:
    spans = trained().spans
    assert spans is not None
    plain = Article("plain", "Rain fell. It was cold. Nobody came.")
    hard = incoming(UNLABELLED)
    bodies = [
        (plain, sentences(plain.text), ()),
        (hard.article, hard.sentences, hard.regions),
    ]
    found = queue(spans, bodies)
    assert [doubt.article for doubt in found] == [hard.article.digest, "plain"]
    assert found[0].bits > found[1].bits
    assert found[0].hardest is not None
    assert 0 < found[0].chance < 1
    assert all(span.of(hard.article.text).strip() for span in found[0].hardest)


def test_given_a_cue_the_models_say_what_stands_around_it() -> None:
    spans = trained().spans
    assert spans is not None
    one = examples()[0]
    quote = next(q for q in one.quotes if len(q.content) == 1 and q.cue)
    found = quotations(one.article.text)
    view = View(Words(one.article.text, one.sentences), found, spans.groups)
    cue = cue_of(view, quote)
    assert cue is not None
    given_ = spans.finder.given(view, cue)
    assert given_ is not None
    assert iou([view.span(run) for run in given_.content], quote.content) >= 0.5
