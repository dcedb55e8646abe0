"""scripts/bench keystrokes: the moments hold on the real screen, the cheapest way leads to the gold."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from annotator.model import Layer, LayerKind, Quote, Span, Speaker, SpeakerKind, Voice
from annotator.work.worklist import Worklist
from scripts.benches import keystrokes
from scripts.benches.keying import moments, peers
from scripts.benches.keying.cast import Cast
from scripts.benches.keying.count import Quoted, per_field, per_phenomenon, per_quote
from scripts.benches.keying.dry import Dry
from scripts.benches.keying.hand import Hand, Stroke
from scripts.benches.keying.moments import MOMENTS, Moment
from scripts.benches.keying.peers import Counting
from scripts.benches.keying.run import NotGoldError, check
from scripts.benches.keying.spans import Marker, NoWayError
from scripts.benches.keying.wanted import Person, Story, Wanted, read
from tests.tui.played import played
from tests.work.desks import QUAY, TEXT, at_work, filled, span, uid
from tests.work.proposed import BRENN, VARR, propose

each_moment = pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.name)


@each_moment
async def test_a_moment_takes_the_keys_that_it_may(moment: Moment) -> None:
    assert len(moment.keys) <= moment.most
    work = moments.at_work(moment)
    async with played(work) as play:
        await play.press(*moment.keys)
    assert moments.outcome(work) == (list(moment.then), moment.done)


@each_moment
def test_the_screen_without_a_terminal_does_the_same(moment: Moment) -> None:
    work = moments.at_work(moment)
    Dry(work).press(*moment.keys)
    assert moments.outcome(work) == (list(moment.then), moment.done)


# --- the scripted annotator

MAYOR, OLLE = Person("Ida Brenn", "person", ("Brenn",)), Person("Olle Varr", "person")
CRITICS = Person("critics of the quay", "group")
LONG = "“We will build it. It will hold. Nobody will pay twice,”"


def wanted(key: str, content: Sequence[str], cue: str, source: str, person: Person, **more: object) -> Wanted:
    spans = tuple(span(TEXT, words) for words in content)
    return Wanted(
        key,
        "a.txt",
        spans,
        (at(cue),),
        (at(source),),
        (person,),
        nested=True,
        **more,  # type: ignore[arg-type]
    )


def at(words: str) -> Span:
    """Where the words in square brackets stand."""
    around = span(TEXT, words.replace("[", "").replace("]", ""))
    start = around.start + words.index("[")
    return Span(start, start + words.index("]") - words.index("[") - 1)


def story() -> Story:
    """Three quotes of the article: over sentences, judging, and with two stances, a flag and a comment."""
    none = (("none", None),)
    return Story("a.txt", ("21",), [
        wanted("one", [LONG], "she [said]. Critics", "[she] said. Critics", MAYOR,
               stance=(("2", "barrier"),)),
        wanted("two", ["that it will hold"], "Critics [doubt]", "[Critics] doubt", CRITICS, about="one",
               stance=(("-1", "barrier"), ("0", "council")), flags=("denies",), note="odd"),
        wanted("three", ["that Brenn had said she would “pay for it”"], "Varr [told]", "[Olle Varr] told",
               OLLE, stance=none, topics=("20.4",)),
    ])  # fmt: skip


def cast() -> Cast:
    return Cast([story()], {"a.txt": TEXT})


def labelled(work: Worklist) -> list[Stroke]:
    some = cast()
    hand = Hand(Dry(work), story(), Marker(), some)
    hand.article()
    check(work, [story()], some)
    return hand.strokes


async def test_the_cheapest_way_leads_to_the_gold_on_the_real_screen_too() -> None:
    with filled(texts=[TEXT]) as store, filled(texts=[TEXT]) as other:
        strokes = labelled(at_work(store))
        async with played(at_work(other)) as play:
            await play.press(*(stroke.key for stroke in strokes))
            check(play.work, [story()], cast())
    assert {s.field for s in strokes} >= {
        "article",
        "content",
        "speaker",
        "stance",
        "topic",
        "custom",
        "comment",
    }
    assert {s.quote for s in strokes} == {None, "one", "two", "three"}


def test_what_is_proposed_saves_keys_and_what_is_wrong_is_rejected() -> None:
    with filled(texts=[TEXT]) as bare, filled(texts=[TEXT]) as helped:
        propose(helped)
        costs = [len(labelled(at_work(store))) for store in (bare, helped)]
    assert costs[1] < costs[0]


def test_a_copy_of_the_screen_leaves_no_trace() -> None:
    with filled() as store:
        work = at_work(store)
        work.go(QUAY + 1)
        screen = Dry(work)
        tried = screen.fork().press("q", "0", "space")
        assert len(tried.work.desk.quotes) == 1
        assert (work.desk.quotes, work.at, store.history("ana")) == ({}, QUAY + 1, [])
        assert tried.work.at > work.at


def test_the_fewest_keys_of_marking_are_found() -> None:
    with filled() as store:
        work = at_work(store)
        work.go(QUAY + 1)
        screen, marker = Dry(work).press("m"), Marker()
        assert marker.way(screen, [span(TEXT, LONG)], 5) == ("q",)
        assert marker.way(screen, [span(TEXT, "We")], 5) == ("l",)
        with pytest.raises(NoWayError, match="no 2 keys"):
            marker.way(screen, [span(TEXT, "Critics doubt")], 2)


def test_what_is_not_gold_is_said() -> None:
    with filled(texts=[TEXT]) as store:
        work = at_work(store)
        work.go(QUAY + 1)
        Dry(work).press("q", "0", "space")
        with pytest.raises(NotGoldError, match="1 quotes, and the gold has 3"):
            check(work, [story()], cast())


# --- gold


def test_the_sample_gold_has_every_field() -> None:
    stories, lacks = read(keystrokes.SAMPLE)
    assert lacks == []
    assert all(keystrokes.Gold().file(story).exists() for story in stories)


def test_flat_gold_is_read_and_says_what_it_lacks(tmp_path: Path) -> None:
    flat = {
        "doc": "x/a.txt", "content": [[0, 2, "Yes"]], "cue_span": [3, 5, "said"], "speaker_span": None,
        "speaker": "Ida Brenn; Olle Varr", "via": "Varr News", "type": "direct",
    }  # fmt: skip
    (tmp_path / "gold.jsonl").write_text(json.dumps(flat) + "\n", "utf-8")
    (one,), lacks = read(tmp_path / "gold.jsonl")
    (quote,) = one.quotes
    assert (quote.content, quote.cue, quote.source) == ((Span(0, 2),), (Span(3, 5),), ())
    assert quote.speakers == (Person("Ida Brenn"), Person("Olle Varr"))
    assert quote.via == ((Person("Varr News", "organisation"), None),)
    assert lacks == ["stance", "target", "topic", "custom", "comment"]


# --- who is who


def test_an_entry_is_whose_name_it_has() -> None:
    assert cast().is_(MAYOR, BRENN)
    assert not cast().is_(MAYOR, VARR)
    assert not cast().is_(MAYOR, Speaker(uid(1), "mayor", SpeakerKind.ROLE))


def test_who_has_no_name_is_who_the_text_calls_so_where_that_was_proposed() -> None:
    entry = Speaker(uid(1), "the Critics", SpeakerKind.GROUP)
    assert cast().is_(CRITICS, entry)
    assert cast().may_be(CRITICS, "critics", "anonymous", typed=False)
    assert not cast().may_be(CRITICS, "critics", "anonymous", typed=True)
    assert cast().may_be(CRITICS, CRITICS.name, CRITICS.kind, typed=True)
    assert not cast().is_(CRITICS, VARR)


def test_nobody_has_two_entries() -> None:
    some, quote = cast(), story().quotes[0]
    said = Quote(uid(2), "", Layer(LayerKind.HUMAN, "ana"), quote.content, speakers=(Voice(BRENN.id),))
    some.give(quote, said)
    assert some.is_(MAYOR, BRENN)
    assert not some.is_(MAYOR, Speaker(uid(1), "Brenn"))
    assert not some.may_be(MAYOR, "Ida Brenn", "person", typed=True)


# --- counting


def quotes() -> list[Quoted]:
    return [Quoted(q, TEXT, story().quotes) for q in story().quotes]


def test_keys_are_counted_by_quote_and_by_field_and_comments_apart() -> None:
    strokes = [Stroke("v", "cue", "one"), Stroke("1", "stance", "one"), Stroke("a", "comment", "one")]
    strokes += [Stroke("0", "stance", "two"), Stroke("n", "going", None)]
    assert per_quote(strokes) == {"one": 2, "two": 1}
    fields = per_field(strokes, quotes())
    assert [round(x, 3) for x in fields["stance"]] == [0.667, 1]
    assert [round(x, 3) for x in fields["comment"]] == [0.333, 0]


def test_phenomena_are_seen() -> None:
    cost = {"one": 1.0, "two": 2.0, "three": 3.0}
    assert per_phenomenon(cost, quotes()) == {"pronoun as source": [1.0]}


# --- other tools


def test_each_tool_says_every_step_and_where_it_is_written() -> None:
    assert [p.name for p in peers.peers()] == [
        "SLATE",
        "brat",
        "INCEpTION",
        "Prodigy",
        "Label Studio",
        "Potato",
    ]
    for peer in peers.peers():
        assert tuple(peer.steps) == peers.STEPS, peer.name
        assert all(s.actions >= 0 and s.how and s.page.startswith("https://") for s in peer.steps.values())


def test_a_quote_in_another_tool_is_the_sum_of_its_steps() -> None:
    brat = next(p for p in peers.peers() if p.name == "brat")
    counting, (one, two, _three) = Counting(brat), quotes()
    spans, links = 3 * brat.of("span"), 2 * brat.of("link")
    first = spans + links + brat.of("speaker") + len("Ida Brenn") + brat.of("stance") + brat.of("target")
    assert counting.unaided(one) == first
    assert counting.unaided(one) == first - len("Ida Brenn") + brat.of("letters")
    assert counting.right(two) == (
        brat.of("right-stance")
        + 2 * brat.of("stance")
        + brat.of("target")
        + brat.of("flag")
        + brat.of("link")
    )


def test_a_cursor_walks_word_by_word() -> None:
    slate = next(p for p in peers.peers() if p.walks)
    plain = Counting(slate).unaided(quotes()[0])
    assert plain > len(TEXT[quotes()[0].wanted.start :].split(" said.")[0].split())


def test_the_page_has_the_steps_of_each_tool() -> None:
    page = (keystrokes.ROOT / "docs" / "decisions" / "keystrokes.md").read_text("utf-8")
    assert "\n".join(peers.tables()) in page
