"""Whatever is typed: the program stands, shows what is so, and what it shows is kept."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.tui.commands import commands
from annotator.tui.help import Help
from annotator.work.worklist import Worklist
from tests.examples import tries
from tests.terminal import KEYS
from tests.tui.played import played, sent
from tests.tui.test_painted import in_view, stale
from tests.work.desks import assert_kept, at_work, filled, scheme

_LEAVE = {"Q", "ctrl+q", "ctrl+p", "ctrl+c"}  # these end it, or put Textual's own palette over it
_OURS = sorted({key for command in commands(scheme()) for key in command.keys} - _LEAVE)
_SHEETS = ["enter", "enter", "ctrl+g", "up", "down", "tab", "1", "2", "@", "?", "-", "backspace"]
_REST = sorted(set(KEYS) - _LEAVE) + list("aeiouxyz éß日“[/")
keys = st.lists(
    st.one_of(
        st.sampled_from(_OURS), st.sampled_from(_OURS), st.sampled_from(_SHEETS), st.sampled_from(_REST)
    ),
    min_size=20,
    max_size=120,
)


async def test_keys_that_nobody_wants_may_still_be_on_their_way_at_the_end(work: Worklist) -> None:
    for pressed in (["é"] * 30, ["Q", "é"]):
        async with played(work) as play:
            for message in sent(pressed):
                play.app.post_message(message)
            # What breaks while it closes fails this.


@settings(max_examples=tries(10))
@given(keys, st.sampled_from([(80, 24), (31, 12)]))
def test_any_keys(pressed: list[str], size: tuple[int, int]) -> None:
    async def play_them() -> None:
        with filled() as store:
            work = at_work(store)
            async with played(work, size) as play:
                for n in range(0, len(pressed), 10):
                    await play.press(*pressed[n : n + 10])
                    assert_kept(work)
                    assert not stale(play)
                    # The whole article on a key is scrolled by oneself.
                    assert in_view(play) or play.annotating.has_class("alone")
                while isinstance(play.app.screen, Help):
                    await play.press("q")
                    await play.pilot.pause()
                await play.press(*["ctrl+g"] * 4)  # a search in a page over a sheet
                assert play.annotating.asked is None
                assert play.annotating.marking is None

    asyncio.run(play_them())
