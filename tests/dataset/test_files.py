"""Files of data: the same rows whatever the format, and the same bytes every time."""

import gzip
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from annotator.dataset.folder.files import Written, needed, sink, write_bytes
from annotator.dataset.schema.shapes import Shape
from annotator.errors import UsageError
from tests import needs

SHAPE: dict[str, Shape] = {"n": "int64", "day": "date32", "words": ["string"], "spans": [{"text": "string"}]}
ROWS = [
    {
        "n": n,
        "day": None if n % 2 else f"2026-01-{n % 28 + 1:02}",
        "words": [],
        "spans": [{"text": f"a\u2028🎉{n}"}],
    }
    for n in range(12_000)
]
LINES = b'{"n":1,"day":null,"words":[],"spans":[{"text":"a\xe2\x80\xa8\xf0\x9f\x8e\x891"}]}\n'


def put(folder: Path, path: str, compress: str | None = None) -> Written:
    file = sink(folder, path, SHAPE, compress)
    file.write(ROWS[:1])
    file.write(ROWS[1:])
    return file.close()


@pytest.mark.parametrize(("ending", "compress"), [("jsonl", None), ("jsonl.gz", "gz"), ("jsonl.zst", "zst")])
def test_lines_compressed_or_not(tmp_path: Path, ending: str, compress: str | None) -> None:
    if compress == "zst":
        needs.needed("zstandard")
    found = put(tmp_path, f"data/a.{ending}", compress)
    data = (tmp_path / "data" / f"a.{ending}").read_bytes()
    assert found == Written(f"data/a.{ending}", sha256(data).hexdigest(), len(data), len(ROWS))
    plain = {None: lambda x: x, "gz": gzip.decompress, "zst": _unzst}[compress](data)
    assert plain.split(b"\n")[1] + b"\n" == LINES
    assert plain.count(b"\n") == len(ROWS)
    assert put(tmp_path, f"other/b.{ending}", compress).sha256 == found.sha256


def _unzst(data: bytes) -> bytes:
    import zstandard

    found: bytes = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    return found


@pytest.mark.parametrize("compress", [None, "zst", "gz"])
def test_parquet(tmp_path: Path, compress: str | None) -> None:
    parquet = needs.needed("pyarrow.parquet")
    found = put(tmp_path, "a.parquet", compress)
    table = parquet.read_table(tmp_path / "a.parquet")
    rows = [row | {"day": row["day"] and row["day"].isoformat()} for row in table.to_pylist()]
    assert (rows, found.rows) == (ROWS, len(ROWS))
    assert put(tmp_path, "b.parquet", compress).sha256 == found.sha256


def test_a_file_without_rows_is_one_all_the_same(tmp_path: Path) -> None:
    assert sink(tmp_path, "a.jsonl", SHAPE, None).close().rows == 0
    assert (tmp_path / "a.jsonl").read_bytes() == b""


def test_bytes_as_they_are(tmp_path: Path) -> None:
    assert write_bytes(tmp_path, "deep/er/x", b"abc") == Written(
        "deep/er/x", sha256(b"abc").hexdigest(), 3, None
    )


def test_a_package_that_lacks_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    modules: dict[str, Any] = {"pyarrow": None}
    monkeypatch.setitem(sys.modules, "pyarrow", modules["pyarrow"])
    with pytest.raises(
        UsageError, match=r"needs the package pyarrow: pip install 'quotation-annotator\[dataset\]'"
    ):
        needed("pyarrow")
