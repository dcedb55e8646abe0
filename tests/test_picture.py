"""The picture of the screen in README.md and docs/index.md, and the screen in the tutorial, are not stale."""

import re
from pathlib import Path

from scripts.drawing import PICTURE, drawn, words_of
from tests.conftest import ROOT


async def test_the_picture_shows_the_screen_as_it_is(tmp_path: Path) -> None:
    """After a change that is meant: scripts/picture, and look at it."""
    _svg, words = await drawn(tmp_path)
    assert words_of(PICTURE) == words


def test_the_tutorial_shows_a_screen_as_it_is() -> None:
    shown = re.search(
        r"```text\n( Ferry captain.*?)\n```", (ROOT / "docs/tutorial.md").read_text("utf-8"), re.S
    )
    golden = (ROOT / "tests/screens/proposed-80x24.txt").read_text("utf-8")
    assert shown is not None
    assert shown[1] == golden.rstrip("\n")
