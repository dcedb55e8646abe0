"""Nothing invalid comes through, and what is valid beside it does."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from annotator.model import Label, Origin, Quote, Span, Speaker, Voice
from annotator.suggest.checking import Checked, checked
from annotator.suggest.suggester import Given, Suggestion, proposal_id
from tests.suggest import made

TEXT = made.TEXT
BUILD = made.span(TEXT, "“We will build it,”")
SOON = made.span(TEXT, "“And soon.”")
SAID = made.span(TEXT, "said")
GIVEN = made.given()
GOOD = made.quote(GIVEN, BUILD, SOON, cue=(SAID,), speakers=(Voice(made.MAYOR.id),), score=0.5)


def check(*quotes: Any, speakers: tuple[Any, ...] = (), given: Given = GIVEN) -> Checked:
    return checked(Suggestion(quotes, speakers), given, made.layer(), made.SCHEME)


def reason(*quotes: Any, speakers: tuple[Any, ...] = ()) -> str:
    """Why the last of `quotes` is refused; a good one beside it comes through."""
    found = check(replace(GOOD, id="good"), *quotes, speakers=speakers)
    assert [q.content for q in found.quotes] == [GOOD.content]
    return str(found.refused[-1])


def test_what_is_good_stays_as_it_is_but_for_the_origin_of_its_values() -> None:
    found = check(GOOD)
    assert found == Checked((replace(GOOD, speakers=(Voice(made.MAYOR.id, None, Origin.RULE),)),), (), ())


def test_what_needs_no_mending_stays_the_same_value() -> None:
    name = proposal_id(GIVEN.article.digest, GOOD.layer.name, GOOD.content)
    tidy = replace(GOOD, id=name, speakers=(Voice(made.MAYOR.id, None, Origin.RULE),))
    assert checked(Suggestion((tidy,)), GIVEN, tidy.layer, made.SCHEME).quotes[0] is tidy


def test_fields_of_another_type_are_mended() -> None:
    class Number(float):
        pass

    loose: dict[str, Any] = {"content": [BUILD, SOON], "cue": [SAID], "score": Number(0.5)}
    (found,) = check(replace(GOOD, **loose)).quotes
    assert (found.content, found.cue) == (GOOD.content, GOOD.cue)
    assert type(found.score) is float


def test_ids_become_those_of_proposals_and_references_follow() -> None:
    outer = replace(GOOD, id="outer", content=(BUILD,))
    inner = replace(GOOD, id="inner", content=(made.span(TEXT, "build"),), parent="outer")
    judging = replace(GOOD, id="judging", content=(SOON,), about="inner", derived_from="something")
    found = check(judging, inner, outer)
    ids = [proposal_id(GIVEN.article.digest, "dummy", q.content) for q in (judging, inner, outer)]
    assert [q.id for q in found.quotes] == ids
    assert [q.parent for q in found.quotes] == [None, ids[2], None]
    assert [q.about for q in found.quotes] == [ids[1], None, None]
    assert {q.derived_from for q in found.quotes} == {None}


def test_the_layer_is_the_suggesters_whatever_it_says() -> None:
    assert check(replace(GOOD, layer=made.layer("rules", "9"))).quotes[0].layer == made.layer()


def test_white_space_at_the_ends_of_a_span_is_taken_off() -> None:
    wide = Span(BUILD.start - 2, BUILD.end + 1)
    assert TEXT[wide.start : BUILD.start] == "\r\n"
    assert check(replace(GOOD, content=(wide,))).quotes[0].content == (BUILD,)


class Number:
    """What numpy gives: a number that is no int."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value

    def __le__(self, other: Any) -> bool:
        return self.value <= int(getattr(other, "value", other))

    def __ge__(self, other: Any) -> bool:
        return self.value >= int(getattr(other, "value", other))

    def __lt__(self, other: Any) -> bool:
        return self.value < int(getattr(other, "value", other))


def test_offsets_of_a_library_of_numbers_become_plain_ones() -> None:
    strange = Span(Number(BUILD.start), Number(BUILD.end))  # type: ignore[arg-type]
    (quote,) = check(replace(GOOD, content=(strange,))).quotes
    assert quote.content == (BUILD,)
    assert type(quote.start) is int


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"content": (Span(0, len(TEXT) + 1),)}, "beyond the end of the text (0-"),
        ({"cue": (Span(len(TEXT), len(TEXT) + 5),)}, "beyond the end"),
        ({"via": (Voice(None, Span(0, 10_000)),)}, "beyond the end"),
        ({"content": (Span(TEXT.index("🎉") + 1, TEXT.index("🎉") + 3),)}, "nothing but white space"),
        ({"article": "f" * 64}, "of another article (ffffffffffff)"),
        ({"speakers": (Voice("nobody"),)}, "neither in the registry nor among the new ones (nobody)"),
        ({"via": (Voice("nobody"),)}, "neither in the registry"),
        ({"parent": "nowhere"}, "its parent is refused or not of this article"),
        ({"about": "nowhere"}, "its judged quote is refused"),
        ({"parent": "good", "content": (made.span(TEXT, "Ida Brenn"),)}, "not stand within the content"),
        ({"rule": "a\0b"}, "its rule holds a NUL character"),
        ({"rule": "a\ud800b"}, "half a surrogate pair"),
        ({"labels": (Label("topic", "0.0"),)}, "“0.0” is no label of “topic”"),
        ({"labels": (Label("mood", "bad"),)}, "no field “mood”"),
        ({"labels": (Label("stance", "1", "nothing"),)}, "“nothing” is no target"),
        ({"labels": (Label("stance", "1"),)}, "needs a target"),
        ({"labels": (Label("stance", "1", made.NEW.id),)}, "target that is not in the registry"),
        ({"labels": (Label("stance", "1", "talks"), Label("stance", "2", "talks"))}, "same target twice"),
        ({"labels": (Label("denies", "yes\0"),)}, "a label holds a NUL character"),
        ({"content": ((1, 2),)}, "not built as a Quote is"),
        ({"content": (Span(0.5, 3),)}, "not built as a Quote is"),  # type: ignore[arg-type]
        ({"speakers": ("Ida Brenn",)}, "not built as a Quote is"),
        ({"labels": ("denies",)}, "not built as a Quote is"),
        ({"rule": 3}, "not built as a Quote is"),
        ({"article": None}, "of another article"),
    ],
)
def test_what_is_wrong_with_a_proposal_is_said_and_the_others_stay(wrong: dict[str, Any], says: str) -> None:
    here = {"content": (made.span(TEXT, "doubts it"),)} | wrong
    assert says in reason(replace(GOOD, id="bad", **here))


@pytest.mark.parametrize("thing", [None, 3, "quote", {"content": []}, (1, 2), made.NEW])
def test_what_is_no_quote(thing: Any) -> None:
    assert "it is no Quote" in reason(thing)


def test_the_spans_of_one_role_do_not_overlap() -> None:
    bad = replace(GOOD, id="bad", content=(SOON,))
    object.__setattr__(bad, "content", (BUILD, Span(BUILD.start + 3, BUILD.end + 2)))
    assert "overlap or are not in order" in reason(bad)


def test_the_same_content_or_id_twice() -> None:
    assert "content of another proposal" in reason(replace(GOOD, id="bad"))
    assert "id of another proposal (good)" in reason(replace(GOOD, id="good", content=(SAID,)))


def test_who_stands_in_a_refused_quote_is_refused_with_it() -> None:
    outer = replace(GOOD, id="outer", content=(BUILD,), labels=(Label("topic", "0.0"),))
    inner = replace(GOOD, id="inner", content=(made.span(TEXT, "build it"),), parent="outer")
    judging = replace(GOOD, id="judging", content=(made.span(TEXT, "Olle"),), about="inner")
    found = check(judging, inner, outer, GOOD)
    assert len(found.quotes) == 1
    assert [x.id for x in found.refused] == ["outer", "inner", "judging"]


def test_quotes_that_stand_within_each_other() -> None:
    one = replace(GOOD, id="one", content=(BUILD,), parent="two")
    two = replace(GOOD, id="two", content=(BUILD, SOON), parent="one")
    three = replace(two, content=(Span(BUILD.start, SOON.end),))
    assert check(one, two).quotes == ()
    found = check(one, three)
    assert found.quotes == ()
    assert {x.id for x in found.refused} == {"one", "two"}


# Speakers


def test_new_speakers_come_along_where_a_quote_names_them() -> None:
    idle = replace(made.NEW, id="00000000-0000-4000-8000-00000000000a")
    found = check(replace(GOOD, speakers=(Voice(made.NEW.id),)), speakers=(idle, made.NEW))
    assert found.speakers == (made.NEW,)
    assert check(GOOD, speakers=(made.MAYOR,)).speakers == ()


def test_a_merged_speaker_becomes_the_one_who_is_kept() -> None:
    assert (
        check(replace(GOOD, speakers=(Voice(made.TWIN.id),))).quotes[0].speakers[0].speaker == made.MAYOR.id
    )


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (Speaker("me", "Me"), "no UUID"),
        (replace(made.NEW, id=made.NEW.id.replace("9", "A")), "no UUID in small letters"),
        (replace(made.NEW, name=" "), "has no name"),
        (replace(made.NEW, merged_into=made.MAYOR.id), "merged into another"),
        (replace(made.NEW, name="a\0"), "holds a NUL character"),
        (replace(made.NEW, aliases=("\udfff",)), "half a surrogate pair"),
        (replace(made.NEW, name=None), "not built"),  # type: ignore[arg-type]
        (replace(made.NEW, kind="alien"), "'alien' is not a valid SpeakerKind"),  # type: ignore[arg-type]
    ],
)
def test_a_new_speaker_has_to_be_one(new: Speaker, says: str) -> None:
    bad = replace(GOOD, id="bad", content=(SOON,), speakers=(Voice(new.id),))
    assert says in reason(bad, speakers=(new, "nobody"))


def test_labels_of_the_scheme_and_stances_towards_people() -> None:
    labels = (Label("stance", "1", made.MAYOR.id), Label("topic", "21"), Label("denies", "yes"))
    (quote,) = check(replace(GOOD, labels=labels)).quotes
    assert [(x.field, x.origin) for x in quote.labels] == [(x.field, Origin.RULE) for x in labels]


# Anything at all

SPANS = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, len(TEXT) + 5), st.integers(1, 20)
)


def roles(smallest: int) -> st.SearchStrategy[tuple[Span, ...]]:
    def apart(spans: list[Span]) -> tuple[Span, ...]:
        found: list[Span] = []
        for one in sorted(spans):
            if not found or found[-1].end <= one.start:
                found.append(one)
        return tuple(found)

    return st.lists(SPANS, min_size=smallest, max_size=3).map(apart)


IDS = st.sampled_from("abcd")
VOICES = st.lists(
    st.builds(
        Voice, st.sampled_from([None, made.MAYOR.id, made.TWIN.id, made.NEW.id, "x"]), st.none() | SPANS
    ),
    max_size=2,
).map(tuple)


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    id = draw(IDS)
    others = st.none() | IDS.filter(lambda other: other != id)
    return Quote(
        id, GIVEN.article.digest, made.layer(), draw(roles(1)), draw(roles(0)), draw(roles(0)), draw(VOICES),
        draw(VOICES), parent=draw(others), about=draw(others),
    )  # fmt: skip


@any_of(st.lists(quotes(), max_size=6))
def test_what_comes_through_is_valid(proposed: list[Quote]) -> None:
    found = check(*proposed, speakers=(made.NEW,))
    assert len(found.quotes) + len(found.refused) == len(proposed)
    ids = {q.id for q in found.quotes}
    assert len(ids) == len(found.quotes)
    known = {made.MAYOR.id, *(s.id for s in found.speakers)}
    for quote in found.quotes:
        words = [span.of(TEXT) for span in quote.spans()]
        assert all(word == word.strip() != "" for word in words)
        assert max(span.end for span in quote.spans()) <= len(TEXT)
        assert {v.speaker for v in (*quote.speakers, *quote.via)} <= known | {None}
        assert {quote.parent, quote.about} <= ids | {None}
    named = {v.speaker for q in found.quotes for v in (*q.speakers, *q.via)}
    assert {s.id for s in found.speakers} <= named
