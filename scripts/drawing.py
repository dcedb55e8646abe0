"""From a run of the program to a picture of its screen; see scripts/picture.

The picture carries the words that it shows, so that a test can tell whether the screen still looks like it.
"""

import asyncio
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from itertools import takewhile
from pathlib import Path

from annotator.errors import UsageError
from annotator.resources import folder
from annotator.scheme import parse_scheme
from annotator.store import Store
from annotator.work.worklist import Worklist
from tests.gold import article_topics, file, said
from tests.tui.played import played, take_in
from tests.typist import Typist

ARTICLE = "corpus/01-ferry-courier.md"
UP_TO = 1500  # offset: quotes that begin behind it are still to be marked
SIZE = (100, 34)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PICTURE = Path(__file__).parent.parent / "docs" / "screen.png"

_HEADER = 33  # bytes of a PNG's signature and first chunk, behind which others may stand
_WORDS = b"Screen\0\0\0\0\0"  # keyword of an iTXt chunk, not packed, in no language


def main() -> None:
    target = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else PICTURE
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise SystemExit("scripts/picture: there is no Chromium here; install it and run this again")
    with tempfile.TemporaryDirectory() as scratch:
        svg = Path(scratch, "screen.svg")
        picture, words = asyncio.run(drawn(Path(scratch)))
        svg.write_text(picture, encoding="utf-8")
        photograph(browser, svg, target)
    sign(target, words)
    print(target)


async def drawn(scratch: Path) -> tuple[str, str]:
    """The screen, some quotes into the first article: as SVG, and its words, a line a row."""
    shadow, real = (opened(scratch / name) for name in ("shadow.db", "real.db"))
    typist = Typist(shadow)
    keys = [*typist.article_topics(article_topics(ARTICLE))]
    quotes = list(takewhile(lambda q: q.content[0].start < UP_TO, said(ARTICLE)))
    for quote in quotes:
        keys += typist.quote(quote)
    here = shadow.desk.sentence_at(quotes[-1].content[0].start)
    for n in filter(shadow.desk.is_body, range(here)):
        if shadow.desk.review(n) is None:
            keys += [*typist.go(n), "space"]
            shadow.finish()
    keys += typist.go(here)
    async with played(real, SIZE) as program:
        await program.press(*keys)
        return program.app.export_screenshot(title="annotator"), await program.text()


def opened(database: Path) -> Worklist:
    """A worklist on a new database with the article."""
    store = Store(f"sqlite:///{database}")
    path = folder("guidelines") / "scheme.toml"
    scheme = parse_scheme(path.read_bytes().decode("utf-8"), str(path))
    store.use_scheme(scheme.name, scheme.version, scheme.digest, scheme.text)
    store.add_actor("ana")
    if not take_in(store, *sorted(file("corpus").glob("[0-9]*"))):
        raise UsageError("corpus/ is empty")
    return Worklist(store, "ana", scheme)


def photograph(browser: str, svg: Path, target: Path) -> None:
    """`svg` as a PNG, in its own size and without the font that it would fetch from another host."""
    text = re.sub(r"@font-face\s*\{.*?\}", "", svg.read_text("utf-8"), flags=re.DOTALL)
    svg.write_text(text, encoding="utf-8")
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    assert box is not None, "Textual's screenshot has a view box"
    width, height = (round(float(x)) for x in box.groups())
    page = svg.with_suffix(".html")
    page.write_text(f"<style>body{{margin:0}}</style>{text}", encoding="utf-8")
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         f"--user-data-dir={svg.parent / 'profile'}", f"--window-size={width},{height}",
         f"--screenshot={target}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip


def sign(picture: Path, words: str) -> None:
    """Write into a PNG which words it shows."""
    data = picture.read_bytes()
    chunk = b"iTXt" + _WORDS + words.encode()
    size, sum_ = (struct.pack(">I", n) for n in (len(chunk) - 4, zlib.crc32(chunk)))
    picture.write_bytes(data[:_HEADER] + size + chunk + sum_ + data[_HEADER:])


def words_of(picture: Path) -> str:
    """The words that `sign` wrote; empty where there are none."""
    data = picture.read_bytes()
    (size,) = struct.unpack(">I", data[_HEADER : _HEADER + 4])
    chunk = data[_HEADER + 4 : _HEADER + 8 + size]
    return chunk.removeprefix(b"iTXt" + _WORDS).decode() if chunk.startswith(b"iTXt" + _WORDS) else ""


if __name__ == "__main__":
    main()
