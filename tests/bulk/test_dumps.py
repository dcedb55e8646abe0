"""Every kind of dump gives the same articles; what is broken is said with its place, and the rest is read."""

import gzip
import tracemalloc
from pathlib import Path

import orjson
import pytest

from annotator.errors import InputError
from annotator.ingest.bulk.choosing import Wanted
from annotator.ingest.bulk.cutting import cut
from annotator.ingest.bulk.drafting import Fields, drafted
from annotator.ingest.bulk.dumps import dumps, kind_of, raws
from annotator.ingest.bulk.raw import records
from annotator.ingest.bulk.tasks import Task, outcomes, read_shard
from annotator.ingest.incoming import LIMIT, Draft, Incoming
from annotator.model import Source
from tests.bulk import dumping
from tests.needs import needed

SOME = dumping.rows(20)


def read(path: Path, limit: int = LIMIT, fields: Fields | None = None) -> list[Draft | str]:
    """Each record of a dump as a draft, or why it is none."""
    found: list[Draft | str] = []
    (dump,) = dumps(path)
    assert not isinstance(dump, InputError), dump
    for raw in raws(dump, limit):
        draft = drafted(f"{dump.path.name}:{raw.number}", raw, fields or Fields())
        found.append(draft if isinstance(draft, Draft) else str(draft))
    return found


def texts(path: Path) -> list[str]:
    found = read(path)
    assert all(isinstance(one, Draft) for one in found), found
    return [one.text for one in found if isinstance(one, Draft)]


def test_all_kinds_hold_the_same(tmp_path: Path) -> None:
    expected = [row["text"] for row in SOME]
    made = [
        dumping.jsonl(tmp_path / "a.jsonl", SOME),
        dumping.jsonl(tmp_path / "b.JSONL.gz", SOME),
        dumping.separated(tmp_path / "c.csv", SOME),
        dumping.separated(tmp_path / "d.csv", SOME, ";", "utf-8-sig"),
        dumping.separated(tmp_path / "e.tsv", SOME, "\t"),
    ]
    for path in made:
        assert texts(path) == expected, path
        first = read(path)[0]
        assert isinstance(first, Draft)
        at = f"{path.name}:{1 if 'json' in path.name.lower() else 2}"
        assert first.source == Source(at, SOME[0]["title"], "Herald", "2025-01-01", encoding="utf-8")


@pytest.mark.parametrize("name", ["a.parquet", "a.jsonl.zst", "a.csv.zst"])
def test_kinds_that_need_a_package(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "a.parquet":
        dumping.parquet(path, SOME)
    elif name == "a.jsonl.zst":
        dumping.jsonl(path, SOME)
    else:
        plain = dumping.separated(tmp_path / "plain.csv", SOME).read_bytes()
        path.write_bytes(needed("zstandard").ZstdCompressor().compress(plain))
    assert texts(path) == [row["text"] for row in SOME]


def test_an_archive_gives_its_pages(tmp_path: Path) -> None:
    needed("trafilatura")
    needed("warcio")
    story = "".join(f"<p>{line}</p>" for line in SOME[0]["text"].split("\n\n"))
    page = f"<html><head><title>A title</title></head><body><article>{story}</article></body></html>"
    path = dumping.warc(
        tmp_path / "crawl.warc.gz",
        [
            ("http://herald.example/a", page.encode(), "text/html; charset=utf-8"),
            ("http://herald.example/logo", b"\x89PNG", "image/png"),
            ("http://herald.example/b", page.replace("council", "café").encode("cp1252"), "text/html"),
        ],
    )
    first, second = read(path)
    assert isinstance(first, Draft)
    assert isinstance(second, Draft)
    assert first.source.path == "crawl.warc.gz:2"
    assert second.source.path == "crawl.warc.gz:6"
    assert first.source.url == "http://herald.example/a"
    assert dict(first.source.extra).keys() >= {"crawled", "extractor"}
    assert SOME[0]["text"].split("\n\n")[1].split(".")[0] in first.text


def test_a_bad_line_costs_no_other(tmp_path: Path) -> None:
    good = orjson.dumps(SOME[0])
    bad = [b"{", b'{"text": 1}', b"\xff\xfe", b'{"text": "' + b"x" * 3000 + b'"}', b"[]"]
    found = read(dumping.jsonl(tmp_path / "a.jsonl.gz", [*bad, b"", good]), limit=2000)
    assert [one if isinstance(one, str) else "" for one in found] == [
        "a.jsonl.gz:1: the line is not JSON at column 2; write one object a line",
        'a.jsonl.gz:2: the object has no string "text"; give it the article\'s text under "text"',
        "a.jsonl.gz:3: the line is not UTF-8; save the file as UTF-8",
        "a.jsonl.gz:4: it is larger than 2,000 bytes; split the article",
        'a.jsonl.gz:5: the line is not a JSON object; write {"text": "...", "title": "..."}',
        "",
    ]


def test_a_bad_row_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [b"text,title", b'"One.\nTwo.",T', b"a,b,c", b"caf\xe9,T", b'"never closed', *[b"x" * 90] * 20]
    path.write_bytes(b"\n".join([*lines, b"Last.,T"]) + b"\n")
    found = read(path, limit=1000)
    first, second, third, *rest, last = found
    assert isinstance(first, Draft)
    assert (first.text, first.source.path) == ("One.\nTwo.", "a.csv:2")
    assert str(second).startswith("a.csv:4: the row has 3 cells and the header 2;")
    assert isinstance(third, Draft)
    assert (third.text, third.source.encoding) == ("café", "cp1252")
    assert rest[0] == "a.csv:6: it is larger than 1,000 bytes; split the article"
    assert isinstance(last, Draft)
    assert last.text == "Last."


def test_what_breaks_off_is_read_so_far(tmp_path: Path) -> None:
    whole = dumping.jsonl(tmp_path / "a.jsonl.gz", dumping.rows(3000, sentences=1)).read_bytes()
    cut_off = tmp_path / "cut.jsonl.gz"
    cut_off.write_bytes(whole[: len(whole) // 2])
    *found, last = read(cut_off)
    assert len(found) > 100
    assert f":{len(found) + 1}: the file ends in the middle of its packed data; copy it whole" in str(last)
    (tmp_path / "no.csv.gz").write_bytes(b"no gzip")
    (only,) = read(tmp_path / "no.csv.gz")
    assert str(only).startswith("no.csv.gz:1: it cannot be read on (Not a gzipped file")


def test_broken_files_of_other_packages_are_one_sentence(tmp_path: Path) -> None:
    for package, name in (("pyarrow", "a.parquet"), ("warcio", "a.warc"), ("zstandard", "a.jsonl.zst")):
        needed(package)
        (tmp_path / name).write_bytes(b"nothing of the kind\n" * 9)
        (only,) = read(tmp_path / name)
        assert str(only).startswith(f"{name}:1: it cannot be read on ("), only
        assert "\n" not in str(only)


def test_our_own_records_are_no_dump(tmp_path: Path) -> None:
    (only,) = read(dumping.jsonl(tmp_path / "a.jsonl.gz", [{"schema": "annotator/quote/1"}] * 3))
    assert "records of this program" in str(only)


def test_a_bomb_is_never_in_memory(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.jsonl.gz"
    with gzip.open(bomb, "wb", 9) as file:
        for _ in range(32):
            file.write(b"x" * 2**20)
        file.write(b"\n" + orjson.dumps(SOME[0]) + b"\n")
    tracemalloc.start()
    try:
        first, second = read(bomb, limit=10_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "larger than 10,000 bytes" in str(first)
    assert isinstance(second, Draft)
    assert peak < 8 * 2**20


def test_fields_get_our_names() -> None:
    fields = Fields((("body", "text"), ("meta.paper", "outlet"), ("secret", "")))
    record = {"Body": "T", "text": "old", "meta": {"paper": "Herald", "n": 3}, "secret": "s", "id": 7}
    assert fields.of(record) == {"text": "T", "outlet": "Herald", "meta.n": 3, "id": 7}
    assert Fields().of(record) is record


def test_what_is_wanted() -> None:
    source = Source("a:1", outlet="The Velden Herald", date="3 March 2025", extra=(("lang", "en"),))
    assert Wanted().fits(source)
    assert Wanted((("OUTLET", "*herald"), ("lang", "en"))).fits(source)
    assert Wanted((("outlet", "Post"), ("outlet", "*Velden*"))).fits(source)
    assert not Wanted((("outlet", "*herald"), ("lang", "de"))).fits(source)
    assert Wanted(since="2025-03-03", until="2025-03-03").fits(source)
    assert not Wanted(since="2025-03-04").fits(source)
    assert not Wanted(until="2025-03-02").fits(source)
    assert not Wanted(since="2020-01-01").fits(Source("a:1", date="soon"))


def test_folders_are_walked_by_name(tmp_path: Path) -> None:
    for name in ("b.csv", "a/z.jsonl.gz", "a/notes.txt", ".hidden.csv", "c.parquet.gz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [one if isinstance(one, InputError) else one.path.name for one in dumps(tmp_path)]
    assert found == ["b.csv", "z.jsonl.gz"]
    assert kind_of(Path("x.warc.gz")) == (".warc", ".gz")
    assert kind_of(Path("x.gz")) is None
    (nothing,) = dumps(tmp_path / "a" / "notes.txt")
    assert "it is no kind of dump" in str(nothing)


def test_shards_hold_every_record_once(tmp_path: Path) -> None:
    paths = [dumping.jsonl(tmp_path / f"{n}.jsonl", dumping.rows(130, n, 1)) for n in range(2)]
    every = [dump for path in paths for dump in dumps(path) if not isinstance(dump, InputError)]
    places = []
    for number, shard in cut(every, LIMIT):
        (tmp_path / str(number)).write_bytes(shard)
        with (tmp_path / str(number)).open("rb") as file:
            places += [at for at, _ in records(file)]
    assert places == [f"{path.as_posix()}:{n}" for path in paths for n in range(1, 131)]
    assert [number for number, _ in cut(every, LIMIT, skip=2)] == [2]
    (few,) = cut(every, LIMIT, only={1, 131})
    (tmp_path / "few").write_bytes(few[1])
    with (tmp_path / "few").open("rb") as file:
        assert [at for at, _ in records(file)] == [f"{paths[0].as_posix()}:2", f"{paths[1].as_posix()}:2"]


def test_what_is_read_comes_back_as_it_was(tmp_path: Path) -> None:
    """Through the file between processes: all that the rules go on from, and the sentence of what is bad."""
    via = "“We will,” the mayor of Velden, Ana Brekke, told Reuters. She said that the port is open.\n"
    path = dumping.jsonl(tmp_path / "a.jsonl", [{"text": via, "n": [1, 2]}, b"nonsense", *SOME])
    (dump,) = dumps(path)
    assert not isinstance(dump, InputError)
    ((_, shard),) = cut([dump], LIMIT)
    (tmp_path / "in").write_bytes(shard)
    read_shard(str(tmp_path / "in"), str(tmp_path / "out"), Task(Fields(), Wanted(), rules=True))
    with (tmp_path / "out").open("rb") as file:
        found = list(outcomes(file))
    from annotator.ingest.read import read as plainly
    from annotator.text.reading import read as by_rule

    for one, other in zip(found, plainly([path]), strict=True):
        assert type(one) is type(other)
        if not (isinstance(one, Incoming) and isinstance(other, Incoming)):
            assert str(one) == str(other)
            continue
        assert (one.article, one.sentences, one.regions) == (other.article, other.sentences, other.regions)
        reading = by_rule(other.article.text, other.sentences, other.quotations)
        assert one.reading is not None
        assert one.reading.attributions == reading.attributions
        assert one.reading.spoken == reading.spoken
        assert [(x.name, x.kind, x.aliases) for x in one.reading.persons] == [
            (x.name, x.kind, x.aliases) for x in reading.persons
        ]
