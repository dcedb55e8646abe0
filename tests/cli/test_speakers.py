"""annotator speakers: the registry, and what may be one entry."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.cli.people import login
from annotator.errors import Exit
from annotator.model import Change, Merge, Speaker, SpeakerKind
from annotator.store import Store
from annotator.store.acting import Act
from tests.cli.conftest import Call
from tests.dataset.building import uid

DOVREN = Speaker(uid(901), "Kasmir Dovren", aliases=("Dovren",))
DOVRENN = Speaker(uid(902), "Kazimir Dovrenn")
COURT = Speaker(uid(903), "Royal Court of Ostrany", SpeakerKind.ORGANISATION)
BAD = Speaker(uid(904), "Bo\x1b[31m [/x] Harrick")
PROPOSED = Merge(DOVREN.id, DOVRENN.id, 0.92, "their names are written much alike")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A database of four speakers and one proposal."""
    with Store(f"sqlite:///{tmp_path / 'annotator.db'}") as opened:
        opened.add_actor("zoe")
        changes = tuple(Change(None, s) for s in (DOVREN, DOVRENN, COURT, BAD))
        opened.act("zoe", Act("added", changes))
        opened.add_actor("rules", "program")
        opened.propose_merges("rules", [PROPOSED])
        yield opened


def test_the_registry_is_listed(store: Store, call: Call) -> None:
    done = call("speakers")
    assert done.code == Exit.OK
    assert "Kasmir Dovren" in done.out
    assert "also called" in done.out
    assert "organisation" in done.out
    assert "\x1b" not in done.out


def test_an_empty_registry_says_so(tmp_path: Path, call: Call) -> None:
    Store(f"sqlite:///{tmp_path / 'annotator.db'}").close()
    assert call("speakers").out == "no speakers yet\n"
    assert call("speakers", "--merges").out == "no two entries look like one\n"
    assert call("speakers", "--json").json() == {"speakers": []}


def test_the_registry_as_json(store: Store, call: Call) -> None:
    listed = {s["id"]: s for s in call("speakers", "--json").json()["speakers"]}
    assert listed[DOVREN.id] == {
        "id": DOVREN.id, "name": "Kasmir Dovren", "kind": "person", "aliases": ["Dovren"], "wikidata": None,
    }  # fmt: skip
    assert len(listed) == 4


def test_proposals_are_listed_with_score_and_reason(store: Store, call: Call) -> None:
    line = call("speakers", "--merges").out.splitlines()[1]
    assert " ".join(line.split()) == "1 0.92 Kasmir Dovren Kazimir Dovrenn their names are written much alike"
    assert call("speakers", "--merges", "--json").json() == {
        "merges": [
            {
                "number": 1,
                "kept": {"id": DOVREN.id, "name": DOVREN.name},
                "other": {"id": DOVRENN.id, "name": DOVRENN.name},
                "score": 0.92,
                "reason": "their names are written much alike",
            }
        ]
    }


@pytest.mark.parametrize(
    "words", [("1",), ("Kasmir Dovren", "kazimir dovrenn"), ("Dovren", "Kazimir Dovrenn")]
)
def test_two_entries_become_one(store: Store, call: Call, words: tuple[str, ...]) -> None:
    done = call("speakers", "merge", *words, "--as", "zoe")
    assert (done.code, done.err) == (Exit.OK, "Kazimir Dovrenn is Kasmir Dovren from now on\n")
    assert {s.id: s.merged_into for s in store.speakers()}[DOVRENN.id] == DOVREN.id
    assert list(store.merges()) == []
    assert "Kazimir" not in call("speakers").out


def test_the_first_one_named_is_kept(store: Store, call: Call) -> None:
    assert call("speakers", "merge", "Kazimir Dovrenn", "Kasmir Dovren", "--as", "zoe").code == Exit.OK
    assert {s.id: s.merged_into for s in store.speakers()}[DOVREN.id] == DOVRENN.id


def test_two_that_nobody_proposed_can_be_merged(store: Store, call: Call) -> None:
    assert call("speakers", "merge", COURT.name, DOVREN.name, "--as", "zoe").code == Exit.OK
    assert {s.id: s.merged_into for s in store.speakers()}[DOVREN.id] == COURT.id


def test_two_entries_stay_apart_for_good(store: Store, call: Call) -> None:
    done = call("speakers", "apart", "1", "--as", "zoe")
    assert (done.code, done.err) == (Exit.OK, "Kasmir Dovren and Kazimir Dovrenn stay apart\n")
    store.propose_merges("rules", [PROPOSED])
    assert list(store.merges()) == []
    assert all(s.merged_into is None for s in store.speakers())


def test_a_merge_can_be_undone(store: Store, call: Call) -> None:
    call("speakers", "merge", "1", "--as", "zoe")
    assert store.undo("zoe")
    assert all(s.merged_into is None for s in store.speakers())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("merge", "2"), "there is no proposal 2; annotator speakers --merges lists them"),
        (("merge", "0"), "there is no proposal 0; annotator speakers --merges lists them"),
        (("apart", "Dovren"), "“Dovren” alone is no number of a proposal; write two names, or a number"),
        (("merge", "Kasmir Dovrn", "1"), "no speaker is called “Kasmir Dovrn”; is it “Kasmir Dovren”"),
        (
            ("apart", COURT.name, "Dovren"),
            "nobody proposes that Royal Court of Ostrany and Kasmir Dovren are one",
        ),
        (("merge", "Dovren", "Kasmir Dovren"), "“Dovren” and “Kasmir Dovren” are one entry already"),
    ],
)
def test_what_is_wrong_is_said_with_its_mend(
    store: Store, call: Call, words: tuple[str, ...], sentence: str
) -> None:
    done = call("speakers", *words, "--as", "zoe")
    assert done.code == Exit.USAGE
    assert done.sentence.startswith(sentence)
    assert len(list(store.merges())) == 1


def test_the_login_is_the_one_who_settles(store: Store, call: Call) -> None:
    assert login() == "zoe"
    assert call("speakers", "merge", "1").code == Exit.OK
    assert [event.actor for event in store.history("zoe", 1)] == ["zoe"]
