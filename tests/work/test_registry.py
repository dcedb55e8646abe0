"""The registry in memory: found by any part of any name, the recent ones first."""

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import (
    Change,
    Event,
    EventKind,
    Layer,
    LayerKind,
    Quote,
    Span,
    Speaker,
    SpeakerKind,
    Voice,
)
from annotator.text.folding import folded
from annotator.work.registry import Registry

DOVREN = Speaker("1", "Kasmir Dovren", aliases=("Dovrin", "the court spokesman"))
HASK = Speaker("2", "Teodor Hask")
PRESS = Speaker("3", "Karsa Press", SpeakerKind.ORGANISATION, ("Karsa-Press",))
RENE = Speaker("4", "René Dufour")
OLD = Speaker("5", "K. Dovren", merged_into="1")
ALL = (DOVREN, HASK, PRESS, RENE, OLD)


@pytest.fixture
def registry() -> Registry:
    return Registry(ALL)


def found(registry: Registry, typed: str) -> list[str]:
    return [s.name for s in registry.find(typed)]


def event(*changes: Change) -> Event:
    return Event("e", "ana", 1, "now", EventKind.DO, "x", changes)


def test_merged_entries_lead_to_the_one_they_were_merged_into(registry: Registry) -> None:
    assert registry.get("5") == DOVREN
    assert "5" in registry
    assert registry.name("5") == "Kasmir Dovren"
    assert OLD not in registry.live()


def test_a_circle_of_mergers_ends() -> None:
    registry = Registry([Speaker("1", "A", merged_into="2"), Speaker("2", "B", merged_into="1")])
    assert registry.get("1") is not None
    assert registry.live() == []


def test_names_for_the_screen(registry: Registry) -> None:
    assert registry.name(None) == "unknown"
    assert registry.name("9") == "(not in the registry)"
    assert registry.name("3") == "Karsa Press"


@pytest.mark.parametrize("name", ["Kasmir Dovren", "kasmir  dovren", "DOVRIN", "the court spokesman"])
def test_exact_takes_any_name_in_any_case(registry: Registry, name: str) -> None:
    assert registry.exact(name) == DOVREN


def test_exact_looks_past_accents_and_wants_the_whole_name(registry: Registry) -> None:
    assert registry.exact("Rene Dufour") == RENE
    assert registry.exact("Dovren") is None
    assert registry.exact("K. Dovren") is None  # merged away


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("dov", "Kasmir Dovren"), ("spokes", "Kasmir Dovren"),
        ("k dov", "Kasmir Dovren"), ("press", "Karsa Press"),
        ("rene", "René Dufour"), ("ofour", "René Dufour"),
        ("Dovrenn", "Kasmir Dovren"), ("Teodorr", "Teodor Hask"),
    ],
)  # fmt: skip
def test_parts_aliases_and_slips_find_their_entry_first(registry: Registry, typed: str, name: str) -> None:
    assert found(registry, typed)[0] == name


def test_the_whole_name_comes_before_beginnings_and_those_before_parts() -> None:
    names = ("Annabel", "Joanna", "Anna")
    registry = Registry([Speaker(str(n), name) for n, name in enumerate(names)])
    assert found(registry, "anna") == ["Anna", "Annabel", "Joanna"]


def test_a_name_that_is_like_nobodys_finds_nobody(registry: Registry) -> None:
    assert found(registry, "Xyzzyq") == []


def test_nothing_typed_lists_the_recent_ones_first_then_by_name(registry: Registry) -> None:
    assert found(registry, "") == ["Karsa Press", "Kasmir Dovren", "René Dufour", "Teodor Hask"]
    for key in ("4", "3", "4"):
        registry.used(key)
    assert found(registry, "  ") == ["René Dufour", "Karsa Press", "Kasmir Dovren", "Teodor Hask"]


def test_of_equals_the_one_used_last_comes_first() -> None:
    registry = Registry([Speaker("1", "Ana Alba"), Speaker("2", "Ana Zorn")])
    registry.used("2")
    assert found(registry, "ana") == ["Ana Zorn", "Ana Alba"]


def test_at_most_as_many_as_asked_for() -> None:
    registry = Registry([Speaker(str(n), f"Ana {n}") for n in range(30)])
    assert len(registry.find("ana")) == 9
    assert len(registry.find("")) == 9
    assert len(registry.find("anna", limit=3)) == 3  # by likeness alone


def test_whether_a_name_begins_as_typed(registry: Registry) -> None:
    assert registry.begins(DOVREN, "kas")
    assert registry.begins(DOVREN, "dovrin")
    assert not registry.begins(DOVREN, "vren")


def test_it_follows_what_was_done_and_taken_back(registry: Registry) -> None:
    new = Speaker("6", "Ida Brenn")
    registry.follow(event(Change(None, new)))
    assert registry.exact("ida brenn") == new
    known = Speaker("6", "Ida Brenn", aliases=("Brenn",))
    registry.follow(event(Change(new, known)))
    assert registry.exact("brenn") == known
    registry.follow(event(Change(known, None)))
    assert registry.get("6") is None
    registry.used("6")
    assert found(registry, "ida") == []


@pytest.mark.parametrize("indexed", [False, True])
def test_what_comes_changes_and_goes_later_is_found_as_it_stands(registry: Registry, indexed: bool) -> None:
    if indexed:
        registry.ready()
    else:
        assert len(found(registry, "")) == 4  # the order alone is known
    new = Speaker("6", "Ida Brenn")
    registry.follow(event(Change(None, new)))
    assert found(registry, "brenn") == ["Ida Brenn"]
    assert "Ida Brenn" in found(registry, "")
    known = Speaker("6", "Ada Brenn", aliases=("the mayor",))
    registry.follow(event(Change(new, known)))
    assert (found(registry, "ida"), found(registry, "mayor")) == ([], ["Ada Brenn"])
    merged = Speaker("6", "Ada Brenn", aliases=("the mayor",), merged_into="4")
    registry.follow(event(Change(known, merged)))
    assert found(registry, "mayor") == []
    assert len(registry.live()) == 4
    registry.follow(event(Change(merged, known)))
    assert found(registry, "mayor") == ["Ada Brenn"]
    registry.follow(event(Change(known, None)))
    assert found(registry, "mayor") == []
    assert len(registry.live()) == 4


def test_who_was_named_is_remembered_when_the_entries_are_read_again(registry: Registry) -> None:
    registry.used("4")
    registry.used("5")  # merged into another since
    registry.refill([*ALL, Speaker("6", "Ida Brenn")])
    assert [s.name for s in registry.recent()] == ["Kasmir Dovren", "René Dufour"]
    assert found(registry, "ida") == ["Ida Brenn"]
    assert [s.name for s in registry.recent(1)] == ["Kasmir Dovren"]


def quote(*speakers: str | None) -> Quote:
    layer = Layer(LayerKind.HUMAN, "ana")
    return Quote("q", "a", layer, (Span(0, 1),), speakers=tuple(map(Voice, speakers)))


def test_it_knows_who_was_given_to_a_quote_last_and_in_which_article(registry: Registry) -> None:
    assert not registry.last
    registry.follow(event(Change(None, quote("3", None))))
    assert (registry.last, registry.last_in) == (("3", None), "a")
    assert [s.id for s in registry.recent()] == ["3"]
    registry.follow(event(Change(quote("3", None), replace(quote("3", None), cue=(Span(2, 3),)))))
    registry.follow(event(Change(quote("3"), quote())))
    assert registry.last == ("3", None)  # nobody was named
    taken_back = replace(event(Change(quote("3"), quote("4"))), kind=EventKind.UNDO)
    registry.follow(taken_back)
    assert registry.last == ("3", None)


def test_each_word_that_is_typed_may_be_a_slip_of_its_own(registry: Registry) -> None:
    assert found(registry, "kasmyr dovron") == ["Kasmir Dovren"]
    assert found(registry, "kas dovron") == ["Kasmir Dovren"]
    assert found(registry, "hask dovron") == []


def test_a_letter_or_two_begin_a_word_but_may_be_all_of_a_name_elsewhere() -> None:
    registry = Registry([Speaker("1", "Ada"), Speaker("2", "山田太郎")])
    assert found(registry, "d") == []
    assert found(registry, "田") == ["山田太郎"]


def test_folding() -> None:
    assert folded("  ÉMILE\tZola ") == "emile zola"
    assert folded("Straße") == "strasse"


@given(st.text(max_size=12), st.lists(st.text(min_size=1, max_size=12), max_size=8))
def test_nothing_that_is_typed_raises_and_each_entry_comes_once(typed: str, names: list[str]) -> None:
    keys = map(str, count())
    registry = Registry([Speaker(next(keys), name) for name in names])
    got = registry.find(typed)
    assert len({s.id for s in got}) == len(got) <= 9
    exact = registry.exact(typed)
    if exact is not None and folded(typed):
        assert got[0].id in {s.id for s in registry.live() if folded(s.name) == folded(typed)}
