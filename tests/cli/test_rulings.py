"""annotator flags, rule, rulings."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.errors import Exit
from annotator.model import Change, Note
from annotator.store import Store
from annotator.store.acting import Act
from annotator.work.worklist import Worklist
from tests.cli.conftest import Call
from tests.dataset import team
from tests.dataset.building import span, uid
from tests.dataset.team import BUILD, CAME, CUT, HOLD, IDA, MAIN, TEXT, VARR, layer, quote, stance

RULE = ("rule", "1", "A doubt is a stance  against.", "--field", "stance", "--as", "lena")
BUILT, HELD, CAMES = (next(c for c in CUT if c.contains(span(TEXT, w))) for w in (BUILD, HOLD, CAME))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Ben has a flag on what Ana and Ben marked; Lena, the lead, has marked nothing."""
    with team.open_store(f"sqlite:///{tmp_path / 'annotator.db'}", ("ana", "ben")) as opened:
        team.said(
            opened,
            quote(1, "ana", BUILD, IDA, stance("2", "barrier")),
            quote(2, "ana", HOLD, VARR, stance("-1", "barrier")),
            quote(3, "ben", HOLD, VARR),
        )
        flag = Note(uid(301), MAIN.digest, layer("ben"), span(TEXT, HOLD), "is doubt a stance?", uid(3))
        opened.act("ben", Act("flag", (Change(None, flag),), MAIN.digest))
        opened.add_actor("lena")
        yield opened


def asked(store: Store, name: str) -> list[object]:
    return [mark.span for mark in store.asked_again(layer(name), MAIN.digest)]


def test_flags_are_listed_until_a_ruling_answers_them(store: Store, call: Call) -> None:
    line = call("flags").out.splitlines()[1]
    assert " ".join(line.split()) == "1 ben a.txt that the wall will hold is doubt a stance?"
    assert call(*RULE).code == Exit.OK
    (found,) = call("flags", "--json").json()["flags"]
    ((ruling, _),) = store.rulings()
    assert (found["words"], found["annotator"], found["rulings"]) == (HOLD, "ben", [ruling.id])
    assert call("flags", "--open").out == "no flags\n"


def test_a_ruling_is_kept_and_listed(store: Store, call: Call) -> None:
    call(*RULE)
    (row,) = call("rulings", "--json").json()["rulings"]
    text = "A doubt is a stance against."
    assert (row["by"], row["section"], row["text"], row["flag"]) == ("lena", "stance", text, uid(301))
    assert " lena  stance   A doubt is a stance against." in call("rulings").out
    assert (asked(store, "ana"), asked(store, "ben")) == ([], [])
    store.undo("lena")
    assert call("rulings").out == "no rulings yet\n"


def test_those_who_saw_the_place_are_to_look_again(store: Store, call: Call) -> None:
    call(*RULE, "--again", "all")
    assert (asked(store, "ana"), asked(store, "ben")) == ([HELD], [HELD])
    (mark,) = store.asked_again(layer("ben"), MAIN.digest)
    assert (mark.quote, mark.why) == (uid(3), "lena ruled on stance: A doubt is a stance against.")
    store.undo("lena")
    assert (asked(store, "ana"), asked(store, "ben")) == ([], [])


def test_all_quotes_that_say_something_are_to_be_looked_at_again(store: Store, call: Call) -> None:
    call(*RULE, "--again", "ana", "--with", "stance")
    assert (asked(store, "ana"), asked(store, "ben")) == ([BUILT, HELD], [])
    call(
        "rule",
        "-",
        "Two is much.",
        "--section",
        "R18",
        "--again",
        "ana",
        "--with",
        "stance=2",
        "--as",
        "lena",
    )
    first, _ = store.asked_again(layer("ana"), MAIN.digest)
    assert first.why.endswith("; lena ruled on stance: Two is much.")


def test_a_dry_run_keeps_nothing(store: Store, call: Call) -> None:
    done = call(*RULE, "--again", "all", "--dry-run")
    assert done.err == (
        "would rule on stance, and ask for 2 places to be looked at again; nothing was changed\n"
    )
    assert (store.rulings(), asked(store, "ben")) == ([], [])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("rule", "1", "x"), "say what it is about: --section ID of the guideline, or --field FIELD"),
        (("rule", "1", "x", "--section", "zz"), "the guideline has no section for zz; it has quote, "),
        (("rule", "9", "x", "--section", "quote"), "“9” is no flag; annotator flags lists them"),
        (("rule", "1", " ", "--section", "quote"), "a ruling needs some words"),
        (("rule", "1", "x", "--section", "quote", "--again", "zoe"), "zoe has annotated nothing here"),
        (("rule", "1", "x", "--section", "quote", "--with", "stance"), "--with needs --again"),
    ],
)
def test_what_is_wrong_is_said_with_its_mend(
    store: Store, call: Call, words: tuple[str, ...], sentence: str
) -> None:
    assert call(*words, "--as", "lena").sentence.startswith(sentence)
    assert store.rulings() == []


def test_finishing_the_sentence_settles_it_and_undo_asks_again(store: Store, call: Call) -> None:
    call(*RULE, "--again", "ben")
    work = Worklist(store, "ben", team.scheme(), article=MAIN.digest)
    work.go(CUT.index(HELD))
    (mark,) = work.desk.asked_again(work.at)
    work.skip()
    assert asked(store, "ben") == [HELD]
    work.go(CUT.index(HELD))
    work.finish()
    assert (asked(store, "ben"), work.desk.asked_again(CUT.index(HELD))) == ([], [])
    work.undo()
    assert (asked(store, "ben"), work.desk.asked_again(CUT.index(HELD))) == ([HELD], [mark])


def test_a_done_sentence_that_stays_as_it_is_is_settled_too(store: Store, call: Call) -> None:
    call(*RULE, "--again", "ben")
    work = Worklist(store, "ben", team.scheme(), article=MAIN.digest)
    work.go(CUT.index(HELD))
    before = work.desk.review(work.at)
    work.finish()
    assert asked(store, "ben") == []
    assert work.desk.review(CUT.index(HELD)) == before
