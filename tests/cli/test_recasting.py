"""annotator speakers rename, part, split, quotes, candidates: what they change, and what undo leaves."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.errors import Exit
from annotator.model import Change, Quote, Speaker
from annotator.store import Store
from annotator.store.acting import Act
from annotator.work.worklist import Worklist
from tests.cli.conftest import Call
from tests.dataset import team
from tests.dataset.building import span, uid
from tests.dataset.team import BUILD, CAME, HOLD, IDA, MAIN, TEXT, VARR, layer, quote

BREN = Speaker(uid(204), "Ida Bren", aliases=("Bren",))


def by(n: int, name: str, words: str, speaker: Speaker, source: str) -> Quote:
    return replace(quote(n, name, words, speaker), source=(span(TEXT, source),))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Ana and Ben name two entries for one person; Varr is mentioned by his whole name, or not at all."""
    with team.open_store(f"sqlite:///{tmp_path / 'annotator.db'}") as opened:
        opened.act("ana", Act("added", (Change(None, BREN),)))
        team.said(
            opened,
            by(1, "ana", BUILD, IDA, "she"),
            by(2, "ben", BUILD, BREN, "she"),
            by(3, "ana", HOLD, VARR, "Olle Varr"),
            by(4, "ben", HOLD, VARR, "Olle Varr"),
            quote(5, "ana", CAME, VARR),
            quote(6, "ben", CAME, VARR),
        )
        yield opened


def entries(store: Store) -> dict[str, Speaker]:
    return {s.name: s for s in store.speakers()}


def speaker_of(store: Store, name: str, words: str) -> str | None:
    found = store.open_article(MAIN.digest, layer(name)).quotes
    return next(q for q in found if q.content == (span(TEXT, words),)).speakers[0].speaker


def test_an_entry_gets_another_name_and_the_old_one_stays_an_alias(store: Store, call: Call) -> None:
    assert call("speakers", "rename", "Olle Varr", "Olof Varr", "--as", "cleo").code == Exit.OK
    assert entries(store)["Olof Varr"].aliases == ("Olle Varr",)
    store.undo("cleo")
    assert entries(store)["Olle Varr"] == VARR


def test_an_old_name_can_be_dropped_and_an_alias_can_become_the_name(store: Store, call: Call) -> None:
    call("speakers", "rename", "Bren", "bren", "--drop", "--as", "cleo")
    assert entries(store)["bren"].aliases == ()


def test_a_name_that_another_has_is_refused(store: Store, call: Call) -> None:
    done = call("speakers", "rename", "Ida Bren", "ida  brenn", "--as", "cleo")
    assert done.code != Exit.OK
    assert done.sentence == "Ida Brenn is called so already; merge the two if they are one"


def test_a_wrong_merge_is_parted_and_not_proposed_again(store: Store, call: Call) -> None:
    call("speakers", "merge", "Ida Brenn", "Ida Bren", "--as", "cleo")
    assert call("speakers", "part", "Ida Bren", "--as", "cleo").code == Exit.OK
    assert entries(store)["Ida Bren"].merged_into is None
    assert call("speakers", "candidates").out == "no two entries look like one\n"
    store.undo("cleo")
    assert entries(store)["Ida Bren"].merged_into == IDA.id
    store.undo("cleo")
    assert "Ida Bren" in call("speakers", "candidates").out


def test_who_was_never_merged_cannot_be_parted(store: Store, call: Call) -> None:
    sentence = call("speakers", "part", "Ida Brenn", "--as", "cleo").sentence
    assert sentence == "no speaker that was merged is called “Ida Brenn”"


def test_quotes_move_by_what_they_call_the_speaker(store: Store, call: Call) -> None:
    done = call(
        "speakers", "split", "Olle Varr", "--to", "Olof Varr", "--mention", "olle varr", "--as", "cleo"
    )
    assert (
        done.err == "done: give 2 quotes of Olle Varr to Olof Varr; u on the screen of cleo takes it back\n"
    )
    new = entries(store)["Olof Varr"].id
    assert [speaker_of(store, name, HOLD) for name in ("ana", "ben")] == [new, new]
    assert speaker_of(store, "ana", CAME) == VARR.id


def test_a_split_is_taken_back_as_one(store: Store, call: Call) -> None:
    call("speakers", "split", "Olle Varr", "--to", "Ida Brenn", "--article", MAIN.digest[:9], "--as", "cleo")
    assert speaker_of(store, "ben", CAME) == IDA.id
    store.undo("cleo")
    assert {speaker_of(store, n, w) for n in ("ana", "ben") for w in (HOLD, CAME)} == {VARR.id}


def test_who_is_lead_and_annotator_takes_it_back_on_the_screen(store: Store, call: Call) -> None:
    call("speakers", "split", "Olle Varr", "--to", "Olof", "--mention", "Olle Varr", "--as", "ana")
    work = Worklist(store, "ana", team.scheme(), article=MAIN.digest)
    assert work.undo() == "give 2 quotes of Olle Varr to Olof"
    assert {v.speaker for q in work.desk.quotes.values() for v in q.speakers} == {IDA.id, VARR.id}
    assert work.registry.exact("Olof") is None


def test_quotes_of_merged_entries_move_too_and_an_alias_goes_with_its_quotes(
    store: Store, call: Call
) -> None:
    call("speakers", "merge", "Olle Varr", "Ida Bren", "--as", "cleo")
    call("speakers", "rename", "Olle Varr", "Varr", "--as", "cleo")
    call("speakers", "split", "Varr", "--to", "Olle", "--mention", "Olle Varr", "--as", "cleo")
    assert entries(store)["Olle"].aliases == ("Olle Varr",)
    assert entries(store)["Varr"].aliases == ()
    call("speakers", "split", "Varr", "--to", "Ida Brenn", "--mention", "she", "--as", "cleo")
    assert speaker_of(store, "ben", BUILD) == IDA.id


@pytest.mark.parametrize(
    "words",
    [
        ("rename", "Ida Bren", "Ida Brenner"),
        ("split", "Olle Varr", "--to", "Olof", "--mention", "Olle Varr"),
        ("merge", "Ida Brenn", "Ida Bren"),
    ],
)
def test_a_dry_run_changes_nothing(store: Store, call: Call, words: tuple[str, ...]) -> None:
    before = store.speakers(), store.open_article(MAIN.digest, layer("ana")).quotes
    done = call("speakers", *words, "--dry-run", "--as", "cleo")
    assert done.err.endswith("; nothing was changed\n")
    assert (store.speakers(), store.open_article(MAIN.digest, layer("ana")).quotes) == before
    assert store.history("cleo", 1)[0].says == "reviewed"


def test_where_the_lead_is_at_work_stays(store: Store, call: Call) -> None:
    store.set_place("cleo", MAIN.digest, 3)
    call("speakers", "split", "Olle Varr", "--to", "Olof", "--mention", "Olle Varr", "--as", "cleo")
    assert store.place("cleo") == (MAIN.digest, 3)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--to", "Olof"), "say which quotes: --article DIGEST, --mention WORDS or both"),
        (
            ("--to", "Olof", "--mention", "nobody"),
            "no quote of Olle Varr is meant; annotator speakers quotes",
        ),
        (("--to", "olle varr", "--mention", "Olle Varr"), "“olle varr” is Olle Varr; name another entry"),
        (("--to", "Olof", "--article", "zz"), "no article begins with “zz”; annotator articles lists"),
    ],
)
def test_what_cannot_be_split_is_said(
    store: Store, call: Call, words: tuple[str, ...], sentence: str
) -> None:
    assert call("speakers", "split", "Olle Varr", *words, "--as", "cleo").sentence.startswith(sentence)


def test_what_an_entry_says_is_listed(store: Store, call: Call) -> None:
    rows = call("speakers", "quotes", "Olle Varr", "--json").json()["quotes"]
    assert [(row["layer"], row["mention"], row["content"]) for row in rows] == [
        ("human ana", "Olle Varr", HOLD),
        ("human ben", "Olle Varr", HOLD),
        ("human ana", "", CAME),
        ("human ben", "", CAME),
    ]


def test_a_merge_says_what_agreement_would_gain(store: Store, call: Call) -> None:
    """Of three quotes by two people one has two entries for the speaker: with these merged, all agree."""
    found = call("speakers", "candidates", "--gain", "--json").json()
    (row,) = found["candidates"]
    assert (row["kept"]["name"], row["other"]["name"]) == ("Ida Bren", "Ida Brenn")
    assert row["alpha"] == 1.0
    assert row["gain"] == pytest.approx(1 - found["alpha"])
    call("speakers", "merge", "Ida Brenn", "Ida Bren", "--as", "cleo")
    assert call("speakers", "candidates", "--gain", "--json").json() == {"alpha": 1.0, "candidates": []}
