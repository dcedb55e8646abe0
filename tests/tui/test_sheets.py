"""Sheets: choosing people, levels of keys, lines of text; and fields of a team's own."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Speaker, SpeakerKind
from annotator.scheme import Scheme, parse_scheme
from annotator.tui.people import People
from annotator.tui.prompt import MOST, Prompt, TextLine
from annotator.tui.sheet import Chooser, Done
from annotator.work.people import Candidate
from annotator.work.registry import Registry
from annotator.work.steps import Choice, Level
from annotator.work.whom import Whom, offers
from annotator.work.worklist import Worklist
from tests.tui.played import played
from tests.work.desks import filled, mark, scheme

HAEL = Speaker("1", "Joren Hael", aliases=("Hael",))
HASK = Speaker("2", "Teodor Hask")
FERRY = Speaker("3", "Line 7", SpeakerKind.ORGANISATION)
BOARD = Speaker("4", "the board", SpeakerKind.GROUP)
EVERY = (HAEL, HASK, FERRY, BOARD)
LONG = "“We will build it. It will hold. Nobody will pay twice,”"


def people(first: tuple[Speaker, ...] = (), unknown: bool = True) -> People:
    return People("Who?", Whom(Registry(EVERY), here(*first), unknown))


def here(*speakers: Speaker) -> list[Candidate]:
    return [Candidate(("known", speaker.id)) for speaker in speakers]


def press(sheet: People | Chooser | Prompt, *keys: str) -> Done[object] | None:
    """Press keys by name or sign; what the last one answered."""
    answer: Done[object] | None = None
    for key in keys:
        assert answer is None, "the sheet was closed before the last key"
        answer = sheet.press(key, key if len(key) == 1 else None)  # type: ignore[assignment]
    return answer


def shown(sheet: People | Chooser | Prompt, width: int = 78) -> list[str]:
    return [line.plain for line in sheet.lines(width)]


# People


def test_nothing_typed_offers_those_who_speak_here_then_the_others_and_unknown() -> None:
    rows = offers(Registry(EVERY), "", here(BOARD, HASK), True)
    assert rows == [("known", "4"), ("known", "2"), ("known", "1"), ("known", "3"), ("unknown",)]


def test_never_more_rows_than_digits() -> None:
    registry = Registry([Speaker(str(n), f"Ana {n:02}") for n in range(20)])
    assert len(offers(registry, "", [], False)) == 9
    assert offers(registry, "ana", [], True)[-1] == ("new", "ana")
    assert len(offers(registry, "ana", [], True)) == 9


def test_a_digit_chooses_its_row_and_enter_the_first() -> None:
    assert press(people((HASK,)), "1") == Done(("known", "2"))
    assert press(people((HASK,)), "2") == Done(("known", "1"))
    assert press(people((HASK,)), "enter") == Done(("known", "2"))
    assert press(people((HASK,)), "down", "enter") == Done(("known", "1"))
    assert press(people(), "up", "enter") == Done(("unknown",))


def test_a_digit_without_a_row_does_nothing() -> None:
    sheet = people()
    assert press(sheet, *"hask", "9") is None
    assert press(sheet, "enter") == Done(("known", "2"))


def test_a_quotation_mark_lets_digits_be_typed() -> None:
    assert press(people(), *'"line', " ", "7", "enter") == Done(("known", "3"))
    assert press(people(), *'"u', "-", "9", "6", "enter", "o") == Done(("new", "u-96", "organisation"))


def test_a_new_name_asks_for_its_kind_and_backspace_returns_to_the_name() -> None:
    sheet = people()
    assert press(sheet, *"Ida", "enter", "x") is None
    assert shown(sheet)[1].startswith("what kind of speaker is this?")
    assert press(sheet, "backspace", *" Brenn", "enter", "r") == Done(("new", "Ida Brenn", "role"))
    assert press(people(), *"Ida", "enter", "enter") == Done(("new", "Ida", "person"))


def test_tab_gives_the_row_another_name() -> None:
    assert press(people(), *"Hae", "tab") == Done(("alias", "1", "Hae"))
    assert press(people(), "tab") == Done(("known", "1"))  # nothing was typed
    assert press(people(), *"Ida", "tab", "p") == Done(("new", "Ida", "person"))


def test_a_question_mark_is_somebody_unknown_unless_somebody_is_needed() -> None:
    assert press(people(), "?") == Done(("unknown",))
    assert ("unknown",) not in offers(Registry(EVERY), "", [], False)
    needed = people(unknown=False)
    assert press(needed, "?") is None
    assert shown(needed)[-1] == "an entry of the registry is needed here"


@pytest.mark.parametrize("key", ["ctrl+g", "escape"])
def test_every_sheet_can_be_cancelled(key: str) -> None:
    level = Level("Which?", (Choice("a", "a", "A"),))
    for sheet in (people(), Chooser(lambda _path: level), Prompt("Why?")):
        assert press(sheet, key) == Done(None)
    kind = people()
    assert press(kind, *"Ida", "enter", key) == Done(None)


def test_pasted_names_are_visible_on_one_line_and_typed_no_further_than_the_name() -> None:
    sheet = people()
    sheet.paste("Ida\n \x1b]0;x\x07Brenn")
    assert shown(sheet)[0].startswith(" PEOPLE  Who? Ida ␛]0;x␇Brenn▏")
    assert press(sheet, "enter") is None
    sheet.paste("more")
    assert press(sheet, "p") == Done(("new", "Ida ␛]0;x␇Brenn", "person"))


@given(st.lists(st.sampled_from(["enter", "tab", "up", "down", "backspace", "left", "home", *'?"19a é日'])))
def test_no_keys_break_the_choosing_of_people(keys: list[str]) -> None:
    sheet = people((HASK,))
    for key in keys:
        assert all(len(line) <= 300 for line in shown(sheet))
        done = sheet.press(key, key if len(key) == 1 else None)
        if done is not None:
            assert isinstance(done.chosen, tuple)
            assert done.chosen[0] in ("known", "new", "alias", "unknown")
            break


# Levels of keys


def two_levels(path: tuple[str, ...]) -> Level | None:
    if not path:
        return Level("First?", (Choice("a", "a", "A"), Choice("b", "+", "B"), Choice("c", "", "C")))
    if path == ("a",):
        return Level("Second?", (Choice("x", "x", "X"),), enter="a")
    return None


def test_a_key_a_level() -> None:
    assert press(Chooser(two_levels), "a", "x") == Done(("a", "x"))
    assert press(Chooser(two_levels), "a", "enter") == Done(("a", "a"))
    assert press(Chooser(two_levels), "plus") == Done(("b",))


def test_arrows_go_round_and_enter_chooses_what_they_are_on() -> None:
    assert press(Chooser(two_levels), "down", "down", "down", "enter") == Done(("c",))
    assert press(Chooser(two_levels), "up", "enter") == Done(("c",))
    assert press(Chooser(two_levels), "tab", "tab", "enter") == Done(("b",))
    assert press(Chooser(two_levels), "down", "down", "down", "down", "enter", "enter") == Done(("a", "a"))


def test_unknown_keys_and_enter_without_an_arrow_wait() -> None:
    assert press(Chooser(two_levels), "z", "enter", "f5", "space") is None


def test_many_choices_stand_in_columns_and_none_is_wider_than_the_screen() -> None:
    many = Level("Which?", tuple(Choice(str(n), "", f"A rather long name number {n}") for n in range(20)))
    for width in (20, 78, 198):
        lines = shown(Chooser(lambda _path: many), width)
        assert len(lines) == 8
        assert all(len(line) <= width for line in lines)


# A line of text


def test_editing() -> None:
    line = TextLine("one two")
    for key in ("left", "left", "backspace", "W", "home", "delete", "O", "end", "!", "right"):
        assert line.press(key, key if len(key) == 1 else None) is True
    assert line.text == "One Wwo!"
    line.press("ctrl+w", None)
    assert line.text == "One"
    line.press("ctrl+u", None)
    assert (line.text, line.press("f5", None)) == ("", False)


def test_what_cannot_be_seen_is_replaced_and_what_is_too_long_cut() -> None:
    line = TextLine()
    line.type("a\x1b[2J\u202eb\r\nc")
    assert line.text == "a␛[2J�b c"
    line.press("\x07", "\x07")
    line.type("x" * 2 * MOST)
    assert len(line.text) == MOST
    assert line.text.isprintable()


def test_a_prompt_answers_what_was_typed_even_nothing() -> None:
    assert press(Prompt("Why?", "so"), "!", "enter") == Done("so!")
    assert press(Prompt("Why?"), "enter") == Done("")
    long = Prompt("Why?", "x" * 500)
    assert all(len(line) <= 60 for line in shown(long, 60))
    assert shown(long, 60)[1].endswith("x▏")


# On the screen


async def test_an_alias_is_given_by_tab_and_found_the_next_time(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("j", "q", "w", *"Ida Brenn", "enter", "p", "w", *"brenn ida", "tab")
        assert await play.news() == "said by Ida Brenn"
        (ida,) = work.registry.live()
        assert ida.aliases == ("brenn ida",)
        await play.press("u")
        assert work.registry.live()[0].aliases == ()


async def test_unknown_stands_for_nobody_and_takes_agencies_away(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("j", "q", "w", "?", "a", *"News", "enter", "o")
        quote = work.chosen()
        assert [v.speaker for v in quote.speakers] == [None]
        assert len(quote.via) == 1
        await play.press("a", "?")
        assert work.chosen().via == ()
        assert await play.news() == "came through nobody"


async def test_a_name_that_is_there_already_is_chosen_not_made_again(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("j", "q", "w", *"Ida Brenn", "enter", "p")
        await play.press("w", *"ida  BRENN", "enter")
        assert len(work.registry.live()) == 1


async def test_a_stance_without_a_target_asks_for_one_and_takes_the_registry(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("j", "q", "5")
        assert "towards what?" in await play.text()
        await play.press("@", *"Olle", "enter", "p")
        (olle,) = work.registry.live()
        assert [(x.value, x.target) for x in work.chosen().said("stance")] == [("2", olle.id)]
        await play.press("t", "@", "1", "1")
        assert [(x.value, x.target) for x in work.chosen().said("stance")] == [("-2", olle.id)]
        await play.press("t", "@", "ctrl+g")
        assert await play.news() == "nothing was changed"


async def test_each_sheet_cancels_without_a_trace(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("j", "q")
        for key in ("w", "W", "a", "b", "t", "T", "o", "O", "y", "Y", "p", "x", "f"):
            await play.press(key)
            assert play.annotating.asked is not None, key
            assert play.annotating.query_one("#sheet").display
            await play.press("ctrl+g")
            assert play.annotating.asked is None
            assert await play.news() == "nothing was changed"
            assert not play.annotating.query_one("#sheet").display
        assert len(work.store.history("ana", 9)) == 1


async def test_keys_typed_ahead_of_a_sheet_reach_it(work: Worklist) -> None:
    async with played(work) as play:
        await play.press(*"jqw", *"Ida", "enter", "p", *"tb5", *"ol2", "space")
        quote = next(iter(work.desk.quotes.values()))
        assert [x.value for x in quote.labels] == ["2", "21.2"]
        assert work.desk.reviewed == 2


async def test_a_paste_goes_into_the_sheet_and_is_no_string_of_keys(work: Worklist) -> None:
    async with played(work) as play:
        await play.paste("jjjDD")
        assert work.at == 0
        await play.press("f")
        await play.paste("two\nlines \x07\x9b2J\u202e")
        await play.press("enter")
        assert [n.text for n in work.desk.notes.values()] == ["two lines ␇�2J�"]


async def test_the_palette_finds_commands_by_their_words(work: Worklist) -> None:
    async with played(work) as play:
        await play.press("ctrl+p")
        await play.pilot.pause()
        for key in "nothing here":
            await play.press(key)
        await play.pilot.app.workers.wait_for_complete()
        await play.pilot.pause()
        await play.press("enter")
        await play.pilot.pause()
        await play.settled()
        assert work.at == 1


# Fields of a team's own

OWN = """
[[field]]
name = "certainty"
kind = "scale"
key = "c"
labels = [ { code = "low", key = "l", name = "Low" }, { code = "high", key = "h", name = "High" } ]

[[field]]
name = "hedges"
kind = "multi"
key = "h"
max = 2
labels = [
  { code = "may", key = "m", name = "May" }, { code = "seems", key = "s", name = "Seems" },
  { code = "if", key = "i", name = "If" },
]

[[field]]
name = "addressee"
kind = "entity"
key = "a"

[[field]]
name = "remark"
kind = "text"
key = "r"
"""


@pytest.fixture
def own() -> Iterator[Worklist]:
    text = scheme().text.replace('version = "1"', 'version = "own"') + OWN
    with filled() as store:
        one: Scheme = parse_scheme(text, "scheme.toml")
        store.use_scheme(one.name, one.version, one.digest, one.text)
        yield Worklist(store, "ana", one)


async def test_a_scheme_may_lack_what_is_built_in() -> None:
    text = 'name = "bare"\nversion = "1"\n\n[[field]]\nname = "speaker"\nkind = "entity"\n'
    with filled() as store:
        one = parse_scheme(text, "scheme.toml")
        store.use_scheme(one.name, one.version, one.digest, one.text)
        async with played(Worklist(store, "ana", one)) as play:
            await play.press("j", "q")
            lacks = {
                "t": "stance",
                "T": "stance",
                "o": "topic",
                "O": "topic",
                "y": "topic",
                "Y": "topic",
                "p": "type",
            }
            for key, field in lacks.items():
                await play.press(key)
                assert await play.news() == f"the scheme has no field {field}"
            await play.press("x")
            assert await play.news() == "the scheme has no other field for this quote"
            await play.press("w", *"Ida", "enter", "p")
            assert await play.news() == "said by Ida"


async def test_fields_of_every_kind(own: Worklist) -> None:
    mark(own, LONG)

    def values(field: str) -> list[str]:
        return [x.value for x in own.chosen().said(field)]

    async with played(own) as play:
        await play.press(*"xch", *"xhm", *"xhs", "x", "d")
        assert (values("certainty"), values("denies")) == (["high"], ["yes"])
        assert values("hedges") == ["may", "seems"]
        await play.press(*"xhi")
        assert await play.news() == "at most 2 values of hedges; take one away first"
        await play.press(*"xhm", *"xc-")
        assert (values("certainty"), values("hedges")) == ([], ["seems"])
        await play.press(*"xa", *"Olle", "enter", "p")
        (olle,) = own.registry.live()
        assert values("addressee") == [olle.id]
        await play.press(*"xa", "?")
        assert values("addressee") == []
        await play.press(*"xr", *"so  so", "enter")
        assert values("remark") == ["so so"]
        await play.press(*"xr", "!", "enter")
        assert values("remark") == ["so so!"]
        await play.press(*"xr", "ctrl+u", "enter")
        assert values("remark") == []
