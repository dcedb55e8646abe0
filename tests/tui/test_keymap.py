"""Own keys: what can be had, what is refused in which words, and the keys of sheets."""

import string

import pytest
from textual.keys import _character_to_key

from annotator.errors import UsageError
from annotator.tui.commands import all_commands, commands
from annotator.tui.keymap import complaints
from annotator.tui.keynames import NAMES, key_name, shown, trouble
from annotator.work.worklist import Worklist
from tests.tui.played import played
from tests.work.desks import scheme

KEYS = "annotator.toml, [keys]: "


@pytest.mark.parametrize(
    ("keymap", "says"),
    [
        ({"nxt": "g"}, "there is no command “nxt”: did you mean “next”?"),
        ({"zzzzzz": "g"}, "there is no command “zzzzzz”; annotator keys lists them"),
        ({"next": "n"}, "the key n is that of both next and nothing, while reading; give one of"),
        ({"mark": "X1"}, "mark = “X1”: X1 cannot be had: there is no key of that name."),
        ({"next": "]"}, "the key ] is that of both next and article.next, while reading; give one of"),
        ({"mark.word.next": "h"}, "the key h is that of both mark.word.next and mark.word.prev"),
        ({"ask.next": "up"}, "the key up is that of both ask.next and ask.previous, while a sheet asks"),
        ({"next": ""}, "next = “”: here a key is missing; a blank is called space"),
        ({"next": " "}, "next = “ ”: here a key is missing; a blank is called space"),
        ({"next": "ctrl+s"}, "ctrl+s cannot be had: it stops the output of a terminal; choose another key"),
        ({"next": "g ctrl+b"}, "“g ctrl+b”: ctrl+b cannot be had: tmux begins its own commands with it"),
        ({"next": "ctrl+a"}, "ctrl+a cannot be had: screen begins its own commands with it"),
        ({"next": "ctrl+i"}, "ctrl+i cannot be had: a terminal sends it for tab"),
        ({"next": "ctrl+m"}, "ctrl+m cannot be had: a terminal sends it for enter"),
        ({"next": "ctrl+h"}, "ctrl+h cannot be had: many terminals send it for backspace"),
        ({"next": "ctrl+p"}, "ctrl+p cannot be had: it opens the list of commands"),
        ({"next": "ctrl+q"}, "ctrl+q cannot be had: it leaves the program"),
        ({"next": "ctrl+z"}, "ctrl+z cannot be had: a shell stops a program with it"),
        ({"next": "alt+x"}, "alt+x cannot be had: not every terminal sends it, and tmux not always"),
        ({"next": "shift+right"}, "shift+right cannot be had: not every terminal sends it"),
        ({"next": "ctrl+5"}, "ctrl+5 cannot be had: not every terminal sends it"),
        ({"next": "pgdown"}, "pgdown cannot be had: there is no key of that name: did you mean “pagedown”?"),
        ({"next": "return"}, "return cannot be had: there is no key of that name"),
        ({"ask.next": "j"}, "ask.next = “j”: j is typed or chosen there; take a key that types nothing"),
        ({"ask.next": "space"}, "space is typed or chosen there"),
        ({"ask.choose": "plus"}, "plus is typed or chosen there"),
    ],
)  # fmt: skip
def test_a_keymap_that_cannot_be_had_is_one_sentence(keymap: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError) as why:
        commands(scheme(), keymap)
    assert str(why.value).startswith(KEYS)
    assert says in str(why.value)
    assert "\n" not in str(why.value)


def test_all_mistakes_are_named_at_once() -> None:
    wrong = {"nxt": "g", "next": "ctrl+s", "undo": "r"}
    assert [id for id, _sentence in complaints(all_commands(scheme()), wrong)] == ["nxt", "next", "undo"]


def test_a_key_that_the_scheme_takes_is_mended_in_the_scheme() -> None:
    text = scheme().text.replace('key = "1"', 'key = "n"', 1)
    from annotator.scheme import parse_scheme

    with pytest.raises(UsageError) as why:
        commands(parse_scheme(text, "scheme.toml"))
    assert str(why.value).startswith("scheme.toml: the key n is that of both nothing and stance.")
    assert commands(parse_scheme(text, "scheme.toml"), {"nothing": "N"})


def test_the_key_that_leaves_may_be_written_down() -> None:
    every = {c.id: c.keys for c in commands(scheme(), {"leave": "ctrl+q f10"})}
    assert every["leave"] == ("ctrl+q", "f10")


@pytest.mark.parametrize("sign", [*string.punctuation, "§", "«", "…", "ß", "я", "5", "Q"])
def test_signs_have_the_names_that_textual_gives_them(sign: str) -> None:
    assert key_name(sign) == _character_to_key(sign)
    assert shown(sign) == sign
    assert trouble(sign) is None


def test_names_of_keys_and_their_signs() -> None:
    assert [key_name(k) for k in ("[", "a", "5", "?", "enter", " ")] == [
        "left_square_bracket", "a", "5", "question_mark", "enter", "space",
    ]  # fmt: skip
    assert [shown(k) for k in ("left_square_bracket", "question_mark", "plus", "tab", "space")] == [
        "[", "?", "+", "tab", "space",
    ]  # fmt: skip
    assert trouble("question_mark") is None
    assert {"f12", "ctrl+x", "shift+tab", "right"} <= NAMES


async def test_sheets_have_own_keys_beside_the_default_ones(work: Worklist) -> None:
    own = {"ask.next": "ctrl+n", "ask.choose": "f2", "ask.cancel": "ctrl+x", "ask.other": "ctrl+y"}
    async with played(work, keymap=own) as play:
        await play.press("j", "q", "t", "ctrl+x")
        assert play.annotating.asked is None
        said = []
        for keys in (("down", "tab", "enter"), ("ctrl+n", "ctrl+y", "f2")):
            play.work.target = None
            await play.press("t", *keys, "5")
            said.append(play.work.chosen().said("stance"))
            await play.press("u")
        assert said[0] == said[1]
        assert said[0][0].value == "2"
        await play.press("w", *"Ida Brenn", "f2", "p")
        assert [s.name for s in play.work.registry.live()] == ["Ida Brenn"]
        await play.press("t", "down", "enter", "4")
        assert [x.value for x in play.work.chosen().said("stance")] == ["1"]
