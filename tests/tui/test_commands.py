"""Every command by its real keys: what it does, and that none was forgotten; and people's own keymaps."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from annotator.model import RegionKind, ReviewStatus
from annotator.tui.commands import Command, by_key, commands
from annotator.tui.help import Help
from annotator.tui.hinting import Hints
from annotator.tui.screen import AnnotateScreen
from annotator.work.marking import Marking
from annotator.work.worklist import Worklist
from tests.tui.played import Played, played
from tests.work.desks import BUILD, COUNCIL, CRITICS, HOLD, OTHER, QUAY, SHARE, TEXT, scheme
from tests.work.proposed import propose

LONG = "“We will build it. It will hold. Nobody will pay twice,”"
ALL = tuple(c for c in commands(scheme()) if c.mode in ("read", "mark"))  # test_keymap, test_adjudicate


@dataclass(frozen=True)
class Case:
    """Keys before the command's own, keys behind it, and what is so then."""

    before: tuple[str, ...]
    behind: tuple[str, ...]
    then: Callable[[Played], bool]


def case(before: str, then: Callable[[Played], bool], *behind: str) -> Case:
    return Case(tuple(before.split()), tuple(key for word in behind for key in (word.split() or [" "])), then)


def words(text: str) -> str:
    """`text` as keys, one a character, in the form that `case` takes."""
    return " ".join("space" if c == " " else c for c in text)


def at(n: int) -> Callable[[Played], bool]:
    return lambda p: p.work.at == n


def status(n: int) -> Callable[[Worklist], ReviewStatus | None]:
    def of(work: Worklist) -> ReviewStatus | None:
        review = work.desk.review(n)
        return review.status if review else None

    return of


def number(p: Played) -> int:
    return p.work.desk.number(p.work.chosen())


def content(p: Played) -> list[str]:
    return [s.of(p.work.desk.text) for s in p.work.chosen().content]


def marking(p: Played) -> Marking:
    assert p.annotating.marking is not None
    return p.annotating.marking


def marked(p: Played) -> list[str]:
    return [s.of(p.work.desk.text) for s in marking(p).spans()]


def says(p: Played, field: str) -> list[tuple[str, str | None]]:
    return [(x.value, x.target) for x in p.work.chosen().said(field)]


def speakers(p: Played) -> list[str]:
    return [p.work.registry.name(v.speaker) for v in p.work.chosen().speakers]


def sources(p: Played) -> list[str]:
    return [s.of(p.work.desk.text) for s in p.work.chosen().source]


def agencies(p: Played) -> list[str]:
    return [p.work.registry.name(v.speaker) for v in p.work.chosen().via]


def page(p: Played) -> str:
    """The title of the page that is open."""
    assert p.annotating.asked is not None
    return p.annotating.asked.sheet.lines(80)[0].plain


def stance_is(value: str) -> Callable[[Played], bool]:
    return lambda p: says(p, "stance") == [(value, None if value == "none" else "barrier")]


def topics(p: Played) -> list[str]:
    return [x.value for x in p.work.desk.labels.labels]


STANCES = ("-2", "-1", "0", "1", "2", "mixed", "unclear", "none")
THREE = "j q m e enter m l enter"  # the quotation; “it”; “We”: the last one is chosen, and is number 2
DOUBT = "j q j j j m e space b enter"  # the quotation, and “Critics doubt that it will hold”
IDA = f"w {words('Ida')} enter p"
NEWS = f"a {words('News')} enter o"

CASES = {
    "next": case("", at(BUILD)),
    "previous": case("j j", at(BUILD)),
    "next.any": case("j j j j j j", at(SHARE)),
    "previous.any": case("J J J J J J", at(COUNCIL)),
    "finish": case("", lambda p: at(BUILD)(p) and status(QUAY)(p.work) is ReviewStatus.NOTHING),
    "accept": case("j", lambda p: content(p) == [LONG] and not p.work.is_proposal(p.work.chosen())),
    "reject": case("j", lambda p: LONG not in _proposed(p)),
    "point": case("j j j", lambda p: isinstance(asked(p), Hints) and p.work.desk.quotes == {}),
    "sibling": case("j q s enter", lambda p: p.annotating.is_new and bool(p.annotating.seed.source)),
    "nothing": case("j", lambda p: at(HOLD)(p) and status(BUILD)(p.work) is ReviewStatus.NOTHING),
    "skip": case("", lambda p: at(BUILD)(p) and status(QUAY)(p.work) is ReviewStatus.SKIPPED),
    "article.next": case("", lambda p: p.work.desk.text == OTHER),
    "article.previous": case("]", lambda p: p.work.desk.text == TEXT),
    "article.unfinished": case("", lambda p: p.work.desk.text == OTHER),
    "find": case("", at(HOLD), words("it will hold"), "enter"),
    "search": case("", lambda p: p.work.desk.text == OTHER, words("asked why"), "enter", "1"),
    "go": case("", at(HOLD), "3", "enter"),
    "filter": case("z", lambda p: at(QUAY)(p) and p.work.queue.short == "skipped", "s"),
    "quote.next": case(THREE, lambda p: number(p) == 3),
    "quote.previous": case(THREE, lambda p: number(p) == 1),
    "mark": case("j", lambda p: p.annotating.is_new and marked(p) == ["“"]),
    "mark.snap": case("j", lambda p: content(p) == [LONG]),
    "content": case("j q", lambda p: not p.annotating.is_new and marked(p) == [LONG]),
    "cue": case(DOUBT, lambda p: p.annotating.place == "cue" and marking(p).sentence == CRITICS),
    "source": case("j q", lambda p: p.annotating.place == "source" and marked(p) == ["she"]),
    "edge.end.out": case(DOUBT, lambda p: content(p) == ["Critics doubt that it will hold."]),
    "edge.end.in": case(DOUBT, lambda p: content(p) == ["Critics doubt that it will"]),
    "edge.start.out": case(DOUBT, lambda p: content(p) == ["said. Critics doubt that it will hold"]),
    "edge.start.in": case(DOUBT, lambda p: content(p) == ["doubt that it will hold"]),
    "edge.role": case(f"{DOUBT} s enter", lambda p: sources(p) == ["said. Critics"], "<"),
    "split": case("j q", lambda p: content(p) == ["“We will build it."], "1"),
    "join": case("j q X 1", lambda p: content(p) == [LONG]),
    "cut": case("j j j j j m space e c f r enter",
                lambda p: content(p) == ["that Brenn had said she would “pay for it”"]),
    "one": case("j q m e plus l l enter", lambda p: len(content(p)) == 1),
    "speaker": case("j q", lambda p: speakers(p) == ["Ida Brenn"], words("Ida Brenn"), "enter", "p"),
    "speaker.more": case(f"j q {IDA}", lambda p: speakers(p) == ["Ida", "Olle"], words("Olle"), "enter", "p"),
    "speaker.same": case(f"j q {IDA} {DOUBT.removeprefix('j q ')}", lambda p: speakers(p) == ["Ida"]),
    "via": case("j q", lambda p: agencies(p) == ["News"], words("News"), "enter", "o"),
    "via.span": case(f"j q {NEWS}", lambda p: p.annotating.place == "via" and not p.annotating.is_new),
    "about": case(DOUBT, lambda p: p.work.chosen().about == next(p.work.desk.numbered())[1].id, "1"),
    "target": case("j q", lambda p: says(p, "stance") == [("2", "barrier")], "b", "5"),
    "target.second": case(
        "j q t b 5", lambda p: says(p, "stance") == [("2", "barrier"), ("-2", "talks")], "t", "1"
    ),
    "topic": case("j q", lambda p: says(p, "topic") == [("21.2", None)], "l", "2"),
    "topic.more": case(
        "j q o l enter", lambda p: says(p, "topic") == [("21", None), ("10.1", None)], "t", "1"
    ),
    "topic.article": case("", lambda p: topics(p) == ["21.2"], "l", "2"),
    "topic.article.more": case("y l 2", lambda p: topics(p) == ["21.2", "99"], "z"),
    "type": case("j q", lambda p: p.work.desk.type_of(p.work.chosen()) == "indirect", "i"),
    "field": case("j q", lambda p: says(p, "denies") == [("yes", None)], "d"),
    "quote.unfinished": case(DOUBT, lambda p: number(p) == 1),
    "propagate": case(f"{DOUBT} o l 2", lambda p: all(q.said("topic") for q in p.work.desk.quotes.values()),
                      "enter"),
    "delete": case("j q", lambda p: not p.work.desk.quotes),
    "flag": case("j q", lambda p: [n.text for n in p.work.desk.notes.values()] == ["who is it?"],
                 words("who is it?"), "enter"),
    "region": case("", lambda p: _region(p) is RegionKind.BOILERPLATE),
    "undo": case("j q", lambda p: not p.work.desk.quotes),
    "redo": case("j q u", lambda p: len(p.work.desk.quotes) == 1),
    "theme": case("", lambda p: p.app.theme == "light", "l"),
    "guideline": case("j q", lambda p: p.annotating.shows_guideline()),
    "whole": case("", lambda p: p.annotating.has_class("alone"), "j"),
    "facts": case("j q", lambda p: page(p) == "This article"),
    "flags": case("", lambda p: page(p) == "Flags and comments"),
    "history": case("j q", lambda p: page(p) == "What you did, the last first"),
    "pace": case("", lambda p: page(p).startswith("Pace, ")),
    "inbox": case("", lambda p: page(p).startswith("What the lead settled otherwise")),
    "help": case("", lambda p: isinstance(p.app.screen, Help)),
    "leave": case("j j", lambda p: p.over and _place(p) == p.work.desk.sentences[HOLD].span.start),
    **{f"stance.{c}": case("j q t b 3", stance_is(c)) for c in STANCES},
    "mark.word.next": case("j m", lambda p: marked(p) == ["We"]),
    "mark.word.previous": case("j m l l", lambda p: marked(p) == ["We"]),
    "mark.find": case("j m", lambda p: marked(p) == ["build"], "b"),
    "mark.find.back": case("j m e", lambda p: marked(p) == ["will"], "w"),
    "mark.sentence.next": case("j m", lambda p: marked(p) == ["It"]),
    "mark.sentence.previous": case("j m", lambda p: marked(p) == ["Mayor"]),
    "mark.clause.next": case("j j j j m b", lambda p: marked(p) == ["that"]),
    "mark.clause.previous": case("j j j j m", lambda p: marked(p) == ["Critics"]),
    "mark.paragraph.next": case("j m", lambda p: marked(p) == ["Olle"]),
    "mark.paragraph.previous": case("j j m", lambda p: marked(p) == ["“"]),
    "mark.cut": case("j q e minus space", lambda p: len(marked(p)) == 2, "minus"),
    "mark.join": case("j m l plus l", lambda p: marked(p) == ["We will build"]),
    "mark.end": case("j m", lambda p: marked(p) == ["it"]),
    "mark.start": case("j m e", lambda p: marked(p) == ["“"]),
    "mark.extend": case("j m", lambda p: marked(p) == ["“We"], "l"),
    "mark.swap": case("j m l space l l", lambda p: marked(p) == ["will build"], "l"),
    "mark.quotation": case("j m", lambda p: marked(p) == [LONG]),
    "mark.piece": case("j m l", lambda p: marked(p) == ["We", "build"], "l"),
    "mark.drop": case("j m l plus l", lambda p: marked(p) == ["We"]),
    "mark.wider": case("j m l", lambda p: marked(p) == ["We "]),
    "mark.narrower": case("j m l", lambda p: marked(p) == ["W"]),
    "mark.clear": case("j q s enter s", lambda p: not p.work.chosen().source and not p.annotating.marking),
    "mark.save": case("j m l", lambda p: content(p) == ["We"] and p.annotating.marking is None),
    "mark.save.cue": case("j m l", lambda p: content(p) == ["We"] and p.annotating.place == "cue"),
    "mark.save.source": case("j m l", lambda p: content(p) == ["We"] and p.annotating.place == "source"),
    "mark.save.speaker": case("j m l", lambda p: content(p) == ["We"] and p.annotating.asked is not None),
    "mark.guideline": case("j m", lambda p: p.annotating.shows_guideline() and marked(p) == ["“"]),
    "mark.cancel": case("j m l", lambda p: not p.work.desk.quotes and p.annotating.marking is None),
}  # fmt: skip


# These judge what a model proposes; there is nothing proposed in the other cases.
PROPOSED = {"accept", "reject"}


def asked(p: Played) -> object:
    assert p.annotating.asked is not None
    return p.annotating.asked.sheet


def _proposed(p: Played) -> list[str]:
    return [q.content[0].of(TEXT) for q in p.work.desk.offers.open.values()]


def _region(p: Played) -> RegionKind | None:
    region = p.work.desk.region(QUAY)
    return region.kind if region else None


def _place(p: Played) -> int:
    place = p.work.store.place("ana")
    assert place is not None
    return place[1]


@pytest.fixture
def performed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the commands that keys led to, in their order."""
    found: list[str] = []
    perform = AnnotateScreen.perform

    def noted(screen: AnnotateScreen, command: Command) -> None:
        found.append(command.id)
        perform(screen, command)

    monkeypatch.setattr(AnnotateScreen, "perform", noted)
    return found


def test_no_command_is_without_a_case() -> None:
    assert set(CASES) == {command.id for command in ALL}


@pytest.mark.parametrize("command", ALL, ids=lambda c: c.id)
async def test_each_key_of_a_command_does_it(work: Worklist, performed: list[str], command: Command) -> None:
    if command.id in PROPOSED:
        propose(work.store)
        work.reload()
    for key in command.keys:
        # The same database again: what an earlier key did is taken back.
        while work.undo():
            pass
        for by in (-1, 1):
            if work.desk.text != TEXT:
                work.move_article(by)
        work.go(QUAY)
        work.target = None
        async with played(work) as play:
            await play.press(*CASES[command.id].before)
            performed.clear()
            await play.press(key, *CASES[command.id].behind)
            # Textual takes Ctrl-Q before any screen does.
            assert performed[:1] == ([] if key == "ctrl+q" else [command.id]), key
            assert CASES[command.id].then(play), (key, await play.text())


async def test_keys_of_the_other_mode_and_unknown_ones_do_nothing(
    work: Worklist, performed: list[str]
) -> None:
    async with played(work) as play:
        await play.press("G", "Z", "U", "f2", "pageup", "ctrl+x")
        assert performed == []
        await play.press("j", "m", "D", "u", "]", "o", "t", "n", "z")
        assert performed == ["next", "mark"]
        assert play.annotating.marking is not None


# Keymaps


def test_own_keys_take_the_place_of_the_default_ones() -> None:
    every = commands(scheme(), {"next": "n ctrl+n", "nothing": "N"})
    keys = by_key(every)
    assert keys["read", "n"].id == keys["read", "ctrl+n"].id == "next"
    assert keys["read", "N"].id == "nothing"
    assert ("read", "j") not in keys


async def test_own_keys_work_and_are_shown(work: Worklist) -> None:
    async with played(work, keymap={"next": "G", "undo": "ctrl+x", "mark.cancel": "ctrl+x"}) as play:
        assert " G next " in (await play.rows())[-1]
        await play.press("G", "q", "j", "ctrl+x")
        assert (play.work.at, play.work.desk.quotes) == (BUILD, {})
        await play.press("m", "ctrl+x")
        assert play.annotating.marking is None


def test_the_same_key_may_mean_one_thing_in_each_mode() -> None:
    keys = by_key(commands(scheme(), {"next": "G", "mark.word.next": "G"}))
    assert (keys["read", "G"].id, keys["mark", "G"].id) == ("next", "mark.word.next")


def test_the_default_keys_are_distinct_and_can_be_sent_over_ssh_and_tmux() -> None:
    assert len(by_key(ALL)) == sum(len(c.keys) for c in ALL)
    for command in ALL:
        assert command.keys
        for key in command.keys:
            assert not key.startswith(("alt+", "ctrl+alt+"))
            assert "shift+" not in key or key == "shift+tab"
            assert key not in ("ctrl+a", "ctrl+b", "ctrl+s", "ctrl+z", "ctrl+c")
    # What only Ctrl-Q or Esc would do has another key, too.
    assert all(set(c.keys) - {"ctrl+q", "escape"} for c in ALL)
