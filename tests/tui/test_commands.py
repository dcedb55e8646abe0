"""Every command by its real keys: what it does, and that none was forgotten; and people's own keymaps."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from annotator.errors import UsageError
from annotator.model import RegionKind, ReviewStatus
from annotator.tui.commands import Command, by_key, commands, key_name, shown
from annotator.tui.help import Help
from annotator.tui.screen import AnnotateScreen
from annotator.work.marking import Marking
from annotator.work.worklist import Worklist
from tests.tui.played import Played, played
from tests.work.desks import BUILD, COUNCIL, CRITICS, HOLD, OTHER, QUAY, SHARE, TEXT, scheme

LONG = "“We will build it. It will hold. Nobody will pay twice,”"
ALL = commands(scheme())


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


def agencies(p: Played) -> list[str]:
    return [p.work.registry.name(v.speaker) for v in p.work.chosen().via]


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
    "nothing": case("j", lambda p: at(HOLD)(p) and status(BUILD)(p.work) is ReviewStatus.NOTHING),
    "skip": case("", lambda p: at(BUILD)(p) and status(QUAY)(p.work) is ReviewStatus.SKIPPED),
    "article.next": case("", lambda p: p.work.desk.text == OTHER),
    "article.previous": case("]", lambda p: p.work.desk.text == TEXT),
    "article.unfinished": case("", lambda p: p.work.desk.text == OTHER),
    "quote.next": case(THREE, lambda p: number(p) == 3),
    "quote.previous": case(THREE, lambda p: number(p) == 1),
    "mark": case("j", lambda p: p.annotating.is_new and marked(p) == ["“"]),
    "mark.snap": case("j", lambda p: content(p) == [LONG]),
    "content": case("j q", lambda p: not p.annotating.is_new and marked(p) == [LONG]),
    "cue": case(DOUBT, lambda p: p.annotating.place == "cue" and marking(p).sentence == CRITICS),
    "source": case("j q", lambda p: p.annotating.place == "source" and marked(p) == ["she"]),
    "speaker": case("j q", lambda p: speakers(p) == ["Ida Brenn"], words("Ida Brenn"), "enter", "p"),
    "speaker.more": case(f"j q {IDA}", lambda p: speakers(p) == ["Ida", "Olle"], words("Olle"), "enter", "p"),
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
    "delete": case("j q", lambda p: not p.work.desk.quotes),
    "flag": case("j q", lambda p: [n.text for n in p.work.desk.notes.values()] == ["who is it?"],
                 words("who is it?"), "enter"),
    "region": case("", lambda p: _region(p) is RegionKind.BOILERPLATE),
    "undo": case("j q", lambda p: not p.work.desk.quotes),
    "redo": case("j q u", lambda p: len(p.work.desk.quotes) == 1),
    "help": case("", lambda p: isinstance(p.app.screen, Help)),
    "leave": case("j j", lambda p: p.over and _place(p) == p.work.desk.sentences[HOLD].span.start),
    **{f"stance.{c}": case("j q t b 3", stance_is(c)) for c in STANCES},
    "mark.word.next": case("j m", lambda p: marked(p) == ["We"]),
    "mark.word.previous": case("j m l l", lambda p: marked(p) == ["We"]),
    "mark.find": case("j m", lambda p: marked(p) == ["build"], "b"),
    "mark.find.back": case("j m e", lambda p: marked(p) == ["will"], "w"),
    "mark.sentence.next": case("j m", lambda p: marked(p) == ["It"]),
    "mark.sentence.previous": case("j m", lambda p: marked(p) == ["Mayor"]),
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
    "mark.cancel": case("j m l", lambda p: not p.work.desk.quotes and p.annotating.marking is None),
}  # fmt: skip


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
        await play.press("g", "i", "=", "f2", "pageup", "ctrl+x")
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
    async with played(work, keymap={"next": "g", "undo": ",", "mark.cancel": "ctrl+x"}) as play:
        assert " g next " in (await play.rows())[-1]
        await play.press("g", "q", "j", ",")
        assert (play.work.at, play.work.desk.quotes) == (BUILD, {})
        await play.press("m", "ctrl+x")
        assert play.annotating.marking is None


@pytest.mark.parametrize(
    ("keymap", "says"),
    [
        ({"jump": "x"}, "[keys] names no command “jump”; annotator keys lists them"),
        ({"next": "n"}, "[keys] the key n is that of both next and nothing"),
        ({"mark": "X", "mark.snap": "X"}, "[keys] the key X is that of both mark and mark.snap"),
        ({"next": "]"}, "[keys] the key right_square_bracket is that of both"),
        ({"next": ""}, "[keys] next = '': a terminal cannot send this for sure; choose another key"),
        ({"next": "ctrl+s"}, "[keys] next = 'ctrl+s': a terminal cannot send this for sure"),
        ({"next": "ctrl+b"}, "a terminal cannot send this for sure"),
        ({"next": "ctrl+i"}, "a terminal cannot send this for sure"),
        ({"next": "alt+x"}, "a terminal cannot send this for sure"),
        ({"next": "shift+right"}, "a terminal cannot send this for sure"),
    ],
)
def test_a_keymap_that_cannot_be_had_is_one_sentence(keymap: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError) as why:
        commands(scheme(), keymap)
    assert says in str(why.value)
    assert "\n" not in str(why.value)


def test_the_same_key_may_mean_one_thing_in_each_mode() -> None:
    keys = by_key(commands(scheme(), {"next": "g", "mark.word.next": "g"}))
    assert (keys["read", "g"].id, keys["mark", "g"].id) == ("next", "mark.word.next")


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


def test_names_of_keys_and_their_signs() -> None:
    assert [key_name(k) for k in ("[", "a", "5", "?", "enter", " ")] == [
        "left_square_bracket", "a", "5", "question_mark", "enter", "space",
    ]  # fmt: skip
    assert [shown(k) for k in ("left_square_bracket", "question_mark", "plus", "tab", "space")] == [
        "[", "?", "+", "tab", "space",
    ]  # fmt: skip
