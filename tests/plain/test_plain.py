"""The line mode: each command, a whole article, a dumb terminal, a pipe; and not a byte that is no word."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.errors import Exit
from annotator.model import RegionKind, ReviewStatus
from annotator.plain.commands import commands
from annotator.text.visible import visible
from annotator.work.worklist import Worklist
from tests import gold
from tests.conftest import ROOT, Annotator
from tests.plain.writer import Writer, talk
from tests.terminal import Pty
from tests.tui.launch import ANNOTATE, PLAIN
from tests.tui.played import take_in
from tests.tui.replay import shapes
from tests.work.desks import BUILD, COUNCIL, CRITICS, HOLD, OTHER, QUAY, SHARE, TEXT, at_work, filled, scheme
from tests.work.proposed import propose

FISHING = "corpus/08-fishing-echo.md"
LONG = "“We will build it. It will hold. Nobody will pay twice,”"


@pytest.fixture
def work() -> Worklist:
    return at_work(filled())


def content(work: Worklist) -> list[str]:
    return [s.of(work.desk.text) for s in work.chosen().content]


def said(work: Worklist, field: str) -> list[tuple[str, str | None]]:
    return [(x.value, x.target) for x in work.chosen().said(field)]


def speakers(work: Worklist) -> list[str]:
    return [work.registry.name(v.speaker) for v in work.chosen().speakers]


def status(work: Worklist, n: int) -> ReviewStatus | None:
    review = work.desk.review(n)
    return review.status if review else None


def region(work: Worklist) -> RegionKind | None:
    found = work.desk.region(QUAY)
    return found.kind if found else None


def stance_is(code: str) -> Callable[[Worklist], bool]:
    return lambda w: said(w, "stance") == [(code, None if code == "none" else "barrier")]


IDA = ("j", "q", "w Ida Brenn / p")
DOUBT = ("j", "q", ": 5", "m it will hold")
Case = tuple[tuple[str, ...], Callable[[Worklist], bool]]
CASES: dict[str, Case] = {
    "": (("",), lambda w: w.at == BUILD and status(w, QUAY) is ReviewStatus.NOTHING),
    "n": (("j", "n"), lambda w: w.at == HOLD and status(w, BUILD) is ReviewStatus.NOTHING),
    "z": (("z",), lambda w: status(w, QUAY) is ReviewStatus.SKIPPED),
    "j": (("j",), lambda w: w.at == BUILD),
    "k": (("j", "j", "k"), lambda w: w.at == BUILD),
    "J": (("J",) * 6, lambda w: w.at == SHARE),
    "K": ((*("J",) * 6, "K"), lambda w: w.at == COUNCIL),
    ":": ((": 5",), lambda w: w.at == CRITICS),
    "]": (("]",), lambda w: w.desk.text == OTHER),
    "[": (("]", "["), lambda w: w.desk.text == TEXT),
    "}": (("}",), lambda w: w.desk.text == OTHER),
    "l": (("j", "q", "k", "l"), lambda w: w.at == BUILD and content(w) == [LONG]),
    ">": ((*IDA, "m We", "> 1", ">"), lambda w: content(w) == ["We"]),
    "\t": ((*IDA, "m We", "> 1", "\t"), lambda w: content(w) == ["We"]),
    "m": (("m Mayor + the quay",), lambda w: content(w) == ["Mayor", "the quay"]),
    "q": (("j", "q"), lambda w: content(w) == [LONG]),
    "v": ((": 5", "v a that … hold"), lambda w: [s.of(TEXT) for s in w.chosen().cue] == ["doubt"]),
    "i": ((*IDA, "s she", ": 5", "i that … hold"), lambda w: speakers(w) == ["Ida Brenn"]),
    "e": (("j", "q", "e We will build it"), lambda w: content(w) == ["We will build it"]),
    "c": (("j", "q", "c said"), lambda w: [s.of(TEXT) for s in w.chosen().cue] == ["said"]),
    "s": (("j", "q", "s she"), lambda w: [s.of(TEXT) for s in w.chosen().source] == ["she"]),
    "w": (IDA, lambda w: speakers(w) == ["Ida Brenn"]),
    "W": ((*IDA, "W Olle Varr / p"), lambda w: speakers(w) == ["Ida Brenn", "Olle Varr"]),
    "=": ((*IDA, "m We", "="), lambda w: speakers(w) == ["Ida Brenn"] and content(w) == ["We"]),
    "a": (("j", "q", "a News / o"), lambda w: w.registry.name(w.chosen().via[0].speaker) == "News"),
    "A": ((": 6", "q", "a News / o", "A Varr News"), lambda w: w.chosen().via[0].span is not None),
    "b": ((*DOUBT, "b 1"), lambda w: w.chosen().about == next(w.desk.numbered())[1].id),
    "t": (("j", "q", "t b 5"), lambda w: said(w, "stance") == [("2", "barrier")]),
    "T": (("j", "q", "t b 5", "T talks 1"), lambda w: said(w, "stance")[1] == ("-2", "talks")),
    "o": (("j", "q", "o l 2"), lambda w: said(w, "topic") == [("21.2", None)]),
    "O": (("j", "q", "o l", "", "O t 1"), lambda w: said(w, "topic") == [("21", None), ("10.1", None)]),
    "y": (("y l 2",), lambda w: [x.value for x in w.desk.labels.labels] == ["21.2"]),
    "Y": (("y l 2", "Y z"), lambda w: [x.value for x in w.desk.labels.labels] == ["21.2", "99"]),
    "p": (("j", "q", "p i"), lambda w: w.desk.type_of(w.chosen()) == "indirect"),
    "x": (("j", "q", "x d"), lambda w: said(w, "denies") == [("yes", None)]),
    "D": (("j", "q", "D"), lambda w: not w.desk.quotes),
    "f": (("j", "q", "f who is it?"), lambda w: [n.text for n in w.desk.notes.values()] == ["who is it?"]),
    "h": (("h",), lambda w: region(w) is RegionKind.BOILERPLATE),
    "u": (("j", "q", "u"), lambda w: not w.desk.quotes),
    "r": (("j", "q", "u", "r"), lambda w: len(w.desk.quotes) == 1),
    "Q": (("j", "Q", "j"), lambda w: w.at == BUILD and w.store.place("ana") == (w.desk.article.digest, 44)),
    **{
        key: (("j", "q", "t b 3", key), stance_is(code))
        for key, code in zip("12345670", ("-2", "-1", "0", "1", "2", "mixed", "unclear", "none"), strict=True)
    },
}  # fmt: skip
TOLD = {"#": "1 Mayor 2 Ida 3 Brenn", ".": "Here: Mayor Ida Brenn opened the quay on Monday.", "?": "u: Undo"}
OF_PROPOSALS = {"+", "d"}


def test_no_command_is_without_a_case() -> None:
    assert set(CASES) | set(TOLD) | OF_PROPOSALS == set(commands(scheme()))


@pytest.mark.parametrize("letter", CASES)
def test_each_command_does_it(work: Worklist, letter: str) -> None:
    lines, then = CASES[letter]
    answer = talk(work, *lines)
    assert then(work), answer


@pytest.mark.parametrize("letter", TOLD)
def test_each_command_that_tells_tells_it(work: Worklist, letter: str) -> None:
    assert TOLD[letter] in talk(work, letter)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("hello",), "There is no command “hello”; ? lists them."),
        (("%",), "There is no command “%”; ? lists them."),
        (("8",), "There is no command “8”; ? lists them."),
        (("5",), "No quote is selected; mark one first."),
        (("q",), "No quotation marks here that are not marked yet; m marks word by word."),
        (("j", "q 2"), "There is no quotation 2 here; q marks the next one."),
        (("m nowhere",), "“nowhere” does not stand here;"),
        (("m", ""), "Nothing was changed."),
        (("j", "q", "w", ""), "Nothing was changed."),
        (("j", "q", "w 7"), "There is no row “7”; nothing was changed."),
        (("j", "q", "t nonsense 5"), "There is no choice “nonsense”; nothing was changed."),
        (("j", "q", "t b 9"), "There is no choice “9”; nothing was changed."),
        (("j", "q", "n"), "This sentence has a quote;"),
        (("k",), "This is the first sentence."),
        ((": 99",), "This article has the sentences 1 to 7."),
        (("j", "q", "> 4"), "There is no quote 4 in this sentence."),
        (("# x",), "# 3 numbers the words of three sentences."),
        (("u",), "Nothing is left to take back."),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_the_talk_goes_on(
    work: Worklist, lines: tuple[str, ...], says: str
) -> None:
    answer = talk(work, *lines, ": 3")
    assert [line for line in answer.splitlines() if line.startswith(says)], answer
    assert work.at == HOLD


def test_questions_are_asked_where_no_answer_stands_behind_the_command(work: Worklist) -> None:
    answer = talk(work, "j", "q", "w", "Ida Brenn", "", "t", "b", "5", "o", "l", "2", "w", "1")
    assert "Ida Brenn is new: what kind of speaker? Nothing: person" in answer
    assert "b: Barrier" in answer or "b: " in answer
    assert (speakers(work), said(work, "stance")) == (["Ida Brenn"], [("2", "barrier")])
    assert said(work, "topic") == [("21.2", None)]
    assert "Said by: Ida Brenn." in answer


def test_a_part_of_a_name_offers_whom_it_may_mean(work: Worklist) -> None:
    answer = talk(work, *IDA, "m We", "w Brenn", "1+")
    assert "1: Ida Brenn  person" in answer
    assert [s.names() for s in work.registry.live()] == [("Ida Brenn", "Brenn")]
    talk(work, "w ?")
    assert speakers(work) == ["unknown"]


def test_proposals_are_told_apart_accepted_and_rejected(work: Worklist) -> None:
    proposals = propose(work.store)
    work.reload()
    first = proposals[0]
    answer = talk(work, f": {work.desk.sentence_at(first.start) + 1}", "+", "u")
    assert f"1. chosen, proposed by {first.layer.name} {first.layer.version}" in answer
    assert "Accepted.\n1. chosen, yours" in answer
    assert not work.desk.quotes
    answer = talk(work, "d", "u", "d")
    assert "Rejected; u brings it back." in answer
    assert "Taken back: reject a proposal." in answer
    assert first.id not in work.desk.offers.open
    talk(work, "u", "")
    assert first.id in [quote.derived_from for quote in work.desk.quotes.values()]


def test_a_whole_article_is_labelled_in_lines_through_a_pipe(annotator: Annotator, tmp_path: Path) -> None:
    assert annotator("ingest", "--no-suggest", str(gold.file(FISHING))).returncode == 0
    done = annotator("annotate", "--plain", "--as", "ana", stdin="".join(f"{line}\n" for line in lines()))
    assert done.returncode == Exit.OK, done.stdout
    assert "This article is finished: an empty line goes on to the next." in done.stdout
    assert visible(done.stdout, breaks=True) == done.stdout
    assert annotator("export", "out.jsonl").returncode == 0
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    for record in found:
        record["article"]["path"] = FISHING
    assert shapes(found) == shapes(gold.gold()[FISHING])


def lines() -> list[str]:
    """The lines that make the gold of an article."""
    every = gold.said(FISHING)
    with filled(texts=[]) as store:
        take_in(store, gold.file(FISHING))
        work = at_work(store)
        writer = Writer(work)
        made = [
            *writer.article_topics(gold.article_topics(FISHING)),
            *(line for one in every for line in writer.quote(one)),
            *(line for one in every if one.about for line in writer.judge(one)),
        ]
        work.go(next(filter(work.desk.is_body, range(len(work.desk.sentences)))))
        made.append(f": {work.at + 1}")
        while not work.finished:
            made.append("")
            work.finish()
        return made


def test_a_script_that_could_not_be_followed_says_so_in_its_exit_code(
    annotator: Annotator, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("“Yes,” she said.\n", "utf-8")
    assert annotator("ingest", "--no-suggest", "a.txt").returncode == 0
    done = annotator("annotate", "--plain", "--as", "ana", stdin="q\nc told\nc said\n")
    assert done.returncode == Exit.PROBLEM
    assert "“told” does not stand here" in done.stdout
    assert "cue: said" in done.stdout
    assert annotator("annotate", "--plain", "--as", "ana", stdin="Q\n").returncode == Exit.OK


def test_bytes_that_are_no_text_and_articles_that_attack(annotator: Annotator, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“\x1b[31mYes\x1b]0;x\x07,” she said.\u202e\n", "utf-8")
    assert annotator("ingest", "--no-suggest", "a.txt").returncode == 0
    done = subprocess.run(
        [*ANNOTATE, "--plain", "--as", "ana"],
        input=b"\xff\xfe\nm \xff\nf \x1b[2J\n\x00\n", capture_output=True, cwd=tmp_path, check=False,
        env=os.environ | PLAIN,
    )  # fmt: skip
    assert done.returncode == Exit.PROBLEM
    out = done.stdout.decode()
    assert visible(out, breaks=True) == out
    assert b"Traceback" not in done.stderr


def test_a_dumb_terminal_gets_words_and_line_ends_only(
    pty: Callable[..., Pty], annotator: Annotator, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("“Yes,” she said.\n\nNobody asked why.\n", "utf-8")
    assert annotator("ingest", "--no-suggest", "a.txt").returncode == 0
    program = pty([*ANNOTATE, "--plain", "--as", "ana"], env=PLAIN | {"TERM": "dumb"}, cwd=tmp_path)
    program.wait("Here: “Yes,” she said.")
    program.type("q\n")
    program.wait("Still to say: ")
    program.type("w\n")
    program.wait("Who really spoke? A number or a name; ? unknown, = as the last quote")
    program.type("?\n")
    program.wait("Said by: unknown.")
    program.type("\n\n")
    program.wait("This article is finished: an empty line goes on to the next.")
    program.type("Q\n")
    assert program.wait_end() == Exit.OK
    words = bytes(program.raw).decode().replace("\r\n", "\n")
    assert visible(words, breaks=True) == words
    assert words.count("\n> ") == 6


def test_the_line_mode_loads_nothing_of_the_screen(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“Yes,” she said.\n", "utf-8")
    script = (
        "import sys; from annotator.cli.main import run; run(['ingest', '--no-suggest', 'a.txt']);"
        "run(['annotate', '--plain', '--as', 'ana']); print('textual' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input="Q\n", capture_output=True, text=True, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "False"
