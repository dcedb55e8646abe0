"""Persons become entries of the registry: the same one is found again, and doubts are only proposed."""

from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Speaker, SpeakerKind
from annotator.suggest.joining import Joined, Joiner, entry, fit, plain
from annotator.suggest.registry import Registry
from annotator.text.people import Person

PERSON = SpeakerKind.PERSON


def uid(n: int) -> str:
    return f"00000000-0000-4000-8000-{n:012x}"


def person(name: str, *aliases: str, kind: SpeakerKind = PERSON) -> Person:
    return Person(name, kind, aliases)


def known(n: int, name: str, *aliases: str, kind: SpeakerKind = PERSON) -> Speaker:
    return Speaker(uid(n), name, kind, aliases)


def run(articles: Sequence[Sequence[Person]], *speakers: Speaker) -> tuple[Registry, list[Joined]]:
    """The registry after a run over articles, each of these persons, and what each one gave."""
    registry, joiner = Registry(speakers), Joiner()
    found = []
    for persons in articles:
        joined = joiner.join(persons, registry)
        for speaker in joined.speakers:
            registry.add(speaker)
        found.append(joined)
    return registry, found


def names(registry: Registry, joined: Joined) -> list[str | None]:
    entries = [registry.get(id) if id else None for id in joined.ids]
    return [speaker.name if speaker else None for speaker in entries]


@pytest.mark.parametrize(
    "name", ["Dmitry Aldov", "dmitry aldov", "Dmitri Aldow", "Dmitrij Aldov", "Dmitry S. Aldov", "The Spider"]
)
def test_a_name_an_alias_and_a_spelling_find_the_entry(name: str) -> None:
    entry = known(1, "Dmitry Aldov", "The Spider")
    _, (joined,) = run([[person(name)]], entry)
    assert joined == Joined((entry.id,))


def test_an_alias_of_the_article_finds_the_entry() -> None:
    _, (joined,) = run([[person("Northern Council", "NC", kind=SpeakerKind.ORGANISATION)]], known(1, "NC"))
    assert joined.ids == (uid(1),)


def test_a_new_entry_takes_the_names_that_mean_the_same_elsewhere() -> None:
    made = entry(person("Dmitry Aldov", "Aldov", "Dmitry", "Dmitri Aldow"))
    assert made.aliases == ("Aldov", "Dmitri Aldow")
    body = entry(person("Northern Council", "Council", "NC", kind=SpeakerKind.ORGANISATION))
    assert body.aliases == ("NC",)


def test_a_surname_finds_the_only_one_who_bears_it() -> None:
    one, other = known(1, "Pal Oster", "Oster"), known(2, "Lise Oster")
    assert run([[person("Oster")]], one)[1][0].ids == (one.id,)
    assert run([[person("Oster")]], one, other)[1][0] == Joined((None,))


def test_a_full_name_does_not_join_by_its_surname() -> None:
    registry, (joined,) = run([[person("Lise Oster", "Oster")]], known(1, "Pal Oster"))
    assert names(registry, joined) == ["Lise Oster"]
    assert joined.merges == ()


@pytest.mark.parametrize(
    ("name", "other"),
    [("Kazimir Dovrenn", "Kasmir Dovren"), ("Piet Ollander", "Pieter Ollander"), ("J. Hael", "Joren Hael")],
)
def test_a_doubt_is_a_new_entry_and_a_proposal(name: str, other: str) -> None:
    registry, (joined,) = run([[person(name)]], known(1, other))
    assert names(registry, joined) == [name]
    (merge,) = joined.merges
    assert (merge.kept, merge.other) == (uid(1), joined.ids[0])
    assert 0.6 < merge.score < 1
    assert merge.reason == "their names are written much alike"


def test_a_man_and_a_woman_of_like_names_are_no_doubt() -> None:
    assert run([[person("Alexandra Marn")]], known(1, "Alexander Marn"))[1][0].merges == ()


def test_a_short_surname_has_no_spellings() -> None:
    registry, (joined,) = run([[person("Ana Ly")]], known(1, "Ana Li"))
    assert names(registry, joined) == ["Ana Ly"]
    assert len(joined.merges) == 1


def test_the_full_name_of_a_bare_surname_is_a_doubt() -> None:
    registry, (first, second) = run([[person("Oster")], [person("Pal Oster", "Oster")]])
    assert names(registry, first) == ["Oster"]
    assert names(registry, second) == ["Pal Oster"]
    (merge,) = second.merges
    assert (merge.kept, merge.other) == (second.ids[0], first.ids[0])
    assert merge.reason == "one has only the surname of the other"


def test_nothing_that_exists_is_changed() -> None:
    entry = known(1, "Dmitry Aldov")
    registry, _ = run([[person("Dmitri Aldow", "Aldow")]], entry)
    assert list(registry) == [entry]


def test_an_entry_that_was_renamed_is_known_by_its_id() -> None:
    made = entry(person("Pal Oster"))
    renamed = Speaker(made.id, "Paal Öster-Marn", PERSON)
    assert run([[person("Pal Oster")]], renamed)[1][0] == Joined((made.id,))


def test_an_entry_that_was_merged_leads_to_the_one_that_stayed() -> None:
    kept = known(1, "Paul Marn")
    gone = Speaker(uid(2), "The Harbour Fox", PERSON, (), None, kept.id)
    assert run([[person("The Harbour Fox")]], kept, gone)[1][0].ids == (kept.id,)


def test_a_plain_list_will_do_and_an_index_follows_it() -> None:
    registry, joiner = [known(1, "Pal Oster")], Joiner()
    assert joiner.join([person("Pal Oster")], registry).ids == (uid(1),)
    registry.append(known(2, "Ana Ruiz"))
    assert joiner.join([person("Ana Ruiz")], registry).ids == (uid(2),)
    assert joiner.join([person("Ana Ruiz")], [known(3, "Ana Ruiz")]).ids == (uid(3),)


def test_two_machines_make_the_same_entry() -> None:
    assert entry(person("Pal Oster")) == entry(person("Pal Oster"))
    assert entry(person("The Kremlin")).id == entry(person("kremlin")).id
    assert entry(person("Oslo")).id != entry(person("Oslo", kind=SpeakerKind.STATE)).id


@pytest.mark.parametrize(
    ("name", "kind", "wanted"),
    [
        ("Ana Ruiz", PERSON, True),
        ("Kremlin", SpeakerKind.ORGANISATION, True),
        ("harbour hospital", SpeakerKind.ORGANISATION, False),
        ("EU foreign ministers", SpeakerKind.GROUP, True),
        ("officials", SpeakerKind.GROUP, False),
        ("captain of the Sea Lark", SpeakerKind.ROLE, True),
        ("works minister", SpeakerKind.ROLE, False),
        ("official in Kaldruz", SpeakerKind.ANONYMOUS, False),
        ("supporters of Ana Ruiz " + "and so on " * 9, SpeakerKind.GROUP, False),
        ("21 %", SpeakerKind.PERSON, False),
    ],
)
def test_what_is_worth_an_entry(name: str, kind: SpeakerKind, wanted: bool) -> None:
    assert fit(person(name, kind=kind)) is wanted
    registry, (joined,) = run([[person(name, kind=kind)]])
    assert len(registry) == wanted
    assert (joined.ids[0] is not None) is wanted


def test_what_a_team_made_an_entry_is_found_whatever_it_is() -> None:
    entry = known(1, "harbour official", kind=SpeakerKind.ANONYMOUS)
    assert run([[person("harbour official", kind=SpeakerKind.ANONYMOUS)]], entry)[1][0].ids == (entry.id,)


ARTICLES = [
    [person("Dmitry Aldov", "Aldov"), person("Velmora", kind=SpeakerKind.STATE)],
    [person("Dmitri Aldow", "Aldow"), person("Theodor Hask")],
    [person("Teodor Hask", "Hask"), person("Velmora", kind=SpeakerKind.STATE)],
    [person("Runa Castell"), person("Dmitrij Aldov")],
]


def test_the_order_of_articles_does_not_matter() -> None:
    for order in permutations(ARTICLES):
        registry, found = run(order)
        pairs = [
            pair for persons, j in zip(order, found, strict=True) for pair in zip(persons, j.ids, strict=True)
        ]
        by_name = {p.name: id for p, id in pairs}
        assert by_name["Dmitry Aldov"] == by_name["Dmitri Aldow"] == by_name["Dmitrij Aldov"]
        assert by_name["Theodor Hask"] == by_name["Teodor Hask"]
        assert len(registry) == 4
        assert not any(j.merges for j in found)


_NAMES = st.text(max_size=12) | st.sampled_from(
    ("Ana Ruiz", "Ana Ruis", "Ruiz", "A. Ruiz", "the", "’s", "👩‍👩‍👧", "Ǆ İ")
)


@given(st.lists(st.tuples(_NAMES, _NAMES, st.sampled_from(SpeakerKind)), max_size=8))
def test_any_names_are_joined_without_harm(made: list[tuple[str, str, SpeakerKind]]) -> None:
    persons = [person(name, alias, kind=kind) for name, alias, kind in made]
    registry, (first, second) = run([persons, persons])
    for joined in (first, second):
        assert len(joined.ids) == len(persons)
        assert all(id is None or registry.get(id) for id in joined.ids)
        for merge in joined.merges:
            assert registry.get(merge.kept)
            assert registry.get(merge.other)
    assert second.speakers == ()


def test_names_are_compared_plainly() -> None:
    assert plain("The  U.S. Vučić") == "us vucic"
