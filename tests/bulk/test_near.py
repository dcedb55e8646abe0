"""Near-duplicates among all that comes in: each pair is right, whatever was killed, and whoever was first."""

import re
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from annotator.cli.ingest_bulk import Harvest, take_in_dumps
from annotator.cli.progress import progress
from annotator.errors import Exit
from annotator.ingest.bulk import sieve as sieves
from annotator.ingest.bulk.choosing import Near, Wanted
from annotator.ingest.bulk.crews import Alone
from annotator.ingest.bulk.drafting import Fields
from annotator.ingest.bulk.dumps import Dump, dumps
from annotator.ingest.bulk.job import Job
from annotator.ingest.bulk.passes import Passes, workplace
from annotator.ingest.bulk.sieve import OF, Sieve, is_marked
from annotator.ingest.bulk.sketch import BANDS, alike, runs, sketch
from annotator.ingest.bulk.tasks import Task
from annotator.ingest.incoming import Draft, Incoming, digest, incoming
from annotator.model import Source
from annotator.store import Store
from tests.bulk import dumping
from tests.cli.conftest import Call

TEXTS = [row["text"] for row in dumping.rows(30, sentences=12)]


def changed(text: str, every: int) -> str:
    """One word in so many is another, and a line more at the end."""
    words = iter(range(10**6))
    other = re.sub(r"\w+", lambda found: found[0] if next(words) % every else "other", text)
    return other + "Additional reporting by the desk.\n"


COPIES = [changed(text, 40) for text in TEXTS[:10]]  # two thirds of their runs at least are the same


def test_copies_share_a_number_and_others_do_not() -> None:
    found = [sketch(runs(text)) for text in (*TEXTS, *COPIES)]
    assert all(len(one) == BANDS for one in found)
    for n, one in enumerate(found):
        for m in range(n):
            copy = n - m == len(TEXTS)
            assert bool({*one} & {*found[m]}) is copy
            assert alike(runs((*TEXTS, *COPIES)[n]), runs((*TEXTS, *COPIES)[m])) is copy
    assert sketch(runs("“…”")) == ()
    assert not alike(runs(""), runs(""))


def test_alike_is_the_share_of_all_runs() -> None:
    words = [f"w{n}" for n in range(124)]  # 120 runs
    whole = runs(" ".join(words))
    assert alike(whole, runs(" ".join(words[:88])))  # 84 of 120: .7
    assert not alike(whole, runs(" ".join(words[:87])))


def test_a_long_text_has_the_numbers_of_its_parts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [sketch(runs(text)) for text in TEXTS]
    monkeypatch.setattr("annotator.ingest.bulk.sketch._AT_ONCE", 7)
    assert [sketch(runs(text)) for text in TEXTS] == whole


def arrived(text: str) -> Incoming:
    one = incoming(Draft(text, Source("a.txt")))
    assert isinstance(one, Incoming)
    return Incoming(one.article, one.sentences, one.regions, None, None, sketch(runs(text)))


class Sifted:
    """A sieve over shards of three texts; `killed`: shards that came in twice, since the first was undone."""

    def __init__(self, file: Path, texts: Sequence[str], killed: Sequence[int] = ()) -> None:
        self.found: dict[str, str] = {}
        shards = [[arrived(text) for text in texts[n : n + 3]] for n in range(0, len(texts), 3)]
        there = {digest(text): text for text in texts}
        for n, shard in enumerate(shards):
            for _ in range(2 if n in killed else 1):
                with Sieve(file, lambda some: {x: there[x] for x in some}) as sieve:
                    sieve.begin(n, list)
                    now = sieve.sift(n, shard)
            self.found |= now


def test_the_first_of_a_group_is_known_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*TEXTS, *COPIES, TEXTS[0], COPIES[0]]
    expected = {digest(copy): digest(text) for text, copy in zip(TEXTS, COPIES, strict=False)}
    assert Sifted(tmp_path / "a", texts).found == expected
    assert Sifted(tmp_path / "b", texts, killed=(0, 5, 11)).found == expected
    shuffled = list(texts)
    Random(3).shuffle(shuffled)
    pairs = Sifted(tmp_path / "c", shuffled).found.items()
    assert {frozenset(pair) for pair in pairs} == {frozenset(pair) for pair in expected.items()}
    monkeypatch.setattr(sieves, "_FULL", 1)  # what comes under a number that is taken is still compared
    assert Sifted(tmp_path / "d", texts).found == expected


def taken(store: Store, dump: Path, folder: Path, near: Near) -> Harvest:
    found = [one for one in dumps(dump) if isinstance(one, Dump)]
    job = Job(tuple(found), Task(Fields(), Wanted(), rules=False, near=near))
    with workplace(folder / "shards", job.digest()) as place, progress("", lambda: None, shown=False) as bar:
        return take_in_dumps(store, Passes(job, Alone(), place), folder, bar, None)


def marks(store: Store) -> dict[str, str]:
    found = {one.digest: dict(source.extra) for one in store.all_texts() for source in one.sources}
    return {name: extra[OF] for name, extra in found.items() if OF in extra}


def test_marked_left_out_or_ignored(tmp_path: Path, db_url: str) -> None:
    """Marks are the same when all comes in again; what is in already is compared with, and never left out."""
    rows = [{"text": text, "outlet": "Post", OF: "theirs"} for text in (*TEXTS, *COPIES[:5])]
    first = dumping.jsonl(tmp_path / "a.jsonl", rows)
    later = dumping.jsonl(tmp_path / "b.jsonl", [{"text": text} for text in (*TEXTS[:1], *COPIES)])
    expected = {digest(copy): digest(text) for text, copy in zip(TEXTS, COPIES, strict=False)}
    some = dict(list(expected.items())[:5])
    with Store(db_url) as store:
        harvest = taken(store, first, tmp_path, Near.MARK)
        assert (harvest.records, harvest.intake.new, harvest.counts["near"]) == (35, 35, 5)
        assert harvest.pairs == [(f"a.jsonl:{n}", of) for n, of in enumerate(some.values(), 31)]
        there = marks(store)
        assert {name: of for name, of in there.items() if of != "theirs"} == some
        again = taken(store, first, tmp_path, Near.MARK)
        assert (again.intake.known, again.intake.sources, again.counts["near"]) == (35, 0, 5)
        out = taken(store, later, tmp_path, Near.LEAVE_OUT)
        assert (out.records, out.counts["alike"], out.counts["near"]) == (11, 5, 5)
        assert (out.intake.new, out.intake.known) == (0, 6)
        assert store.totals().articles == 35
        plain = taken(store, later, tmp_path, Near.IGNORE)
        assert (plain.intake.new, plain.counts["near"]) == (5, 0)
        assert sum(is_marked(one.sources) for one in store.all_texts()) == 5
        assert store.texts_of([*expected, "0" * 64]) == dict(zip(expected, COPIES, strict=True))


def test_the_command_says_how_many(tmp_path: Path, call: Call) -> None:
    dumping.jsonl(tmp_path / "a.jsonl.gz", [{"text": text} for text in (*TEXTS, *COPIES)])
    for choice, words in (
        ("mark", "10 near-duplicates of earlier articles marked in the field near_duplicate_of"),
        ("leave-out", "10 near-duplicates of earlier articles left out"),
    ):
        done = call("ingest", "a.jsonl.gz", "--near-duplicates", choice, "--db", f"{choice}.db")
        assert done.code == Exit.OK
        assert words in done.err
    said = call("ingest", "a.jsonl.gz", "--json").json()["dumps"]
    assert (said["records"], said["near_duplicates"]["marked"], said["near_duplicates"]["left_out"]) == (
        40,
        10,
        0,
    )
    assert said["near_duplicates"]["first"][0] == {"path": "a.jsonl.gz:31", "of": digest(TEXTS[0])}
    wrong = call("ingest", "a.jsonl.gz", "--near-duplicates", "drop")
    assert wrong.code == Exit.USAGE
    assert "--near-duplicates drop is none of mark, leave-out, ignore" in wrong.sentence
