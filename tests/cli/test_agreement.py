"""annotator agreement as a person calls it."""

import csv
import io
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from annotator.errors import Exit
from annotator.model import Change, Label, Layer, LayerKind, Review, ReviewStatus, Span
from annotator.store import Store
from annotator.store.acting import Act
from tests.cli.conftest import Call
from tests.dataset import teams


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """The folder with a database in which three people judged two articles."""
    teams.teamed(f"sqlite:///{tmp_path / 'annotator.db'}").close()
    return tmp_path


def test_tables_say_what_is_compared_and_how_far_it_agrees(team: Path, call: Call) -> None:
    done = call("agreement", "--resamples", "20")
    assert (done.code, done.err) == (Exit.OK, "")
    lines = done.out.splitlines()
    assert lines[0] == "annotators  ana, ben, cleo"
    assert "1 article that two or more reviewed" in lines[1]
    assert any(line.split()[:5] == ["has", "a", "quote", "sentences", "nominal"] for line in lines)
    assert any("were matched (contents with an IoU of 0.5 or more)" in line for line in lines)
    assert any("only one article to draw from" in line for line in lines)
    assert any(line.startswith("against gold") for line in lines)
    assert any("ana: " in line and "stance: 5 steps, same target: -2" in line for line in lines)


def test_json_has_every_part_and_says_why_a_figure_is_missing(team: Path, call: Call) -> None:
    found = call("agreement", "--json", "--resamples", "0").json()
    assert found["header"]["people"] == ["ana", "ben", "cleo"]
    assert found["header"]["schemes"] == ["news 1"]
    rows = {row["name"]: row for row in found["fields"]}
    assert rows["type"]["found"]["units"] == 2
    assert rows["type"]["found"]["alpha"]["value"] == pytest.approx(1)
    assert rows["type"]["found"]["sure"]["why"] == "no resamples were asked for"
    assert rows["np"]["found"]["alpha"] == {
        "value": None, "observed": 0.0, "expected": None, "units": 2, "judgements": 4,
        "why": "no variation: every judgement is no",
    }  # fmt: skip
    assert rows["speaker (as written)"]["found"]["percent"]["value"] == 0.5
    assert rows["speaker (registry)"]["found"]["percent"]["value"] == 1
    assert {x["other"] for x in found["against_gold"]} == {"gold adjudicated"}
    assert found["worst"][0]["words"] == "the city would sue, and that “nobody was asked”"


def test_csv_is_one_figure_a_line(team: Path, call: Call) -> None:
    rows = list(csv.DictReader(io.StringIO(call("agreement", "--csv", "--resamples", "0").out)))
    alpha = [x for x in rows if (x["part"], x["what"], x["measure"]) == ("field", "type", "alpha, nominal")]
    assert [float(x["value"]) for x in alpha] == [1.0]
    assert {x["part"] for x in rows} >= {"header", "field", "spans", "people", "label", "origin", "seconds"}
    assert all(x["value"] or x["why"] or x["measure"] for x in rows)


class Page(HTMLParser):
    """What a page holds: its tags, what they refer to, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links.update(value or "" for name, value in attrs if name in ("src", "href", "action"))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_needs_nothing_else(team: Path, call: Call) -> None:
    done = call("agreement", "--html", "out.html", "--resamples", "20")
    assert done.code == Exit.OK
    assert done.err == "the page is in out.html\n"
    text = (team / "out.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert {"svg", "table", "style"} <= page.tags
    assert "script" not in page.tags
    assert page.links == {"data:,"}
    assert "http" not in text.replace("http-equiv", "")
    assert "the city would sue, and that “nobody was asked”" in page.words


def test_what_is_asked_for_is_all_that_is_compared(team: Path, call: Call) -> None:
    found = call(
        "agreement", "--json", "--annotator", "ana", "--annotator", "ben", "--proposals", "none"
    ).json()
    assert found["header"]["people"] == ["ana", "ben"]
    assert {"what": "reviews of sentences", "count": 3, "why": "proposals were shown"} in found["header"][
        "excluded"
    ]
    assert found["header"]["articles"] == 0
    everything = call(
        "agreement", "--json", "--since", "2026-05-04", "--until", "2026-05-04", "--scheme", "1"
    ).json()
    assert everything["header"]["articles"] == 1
    one = call("agreement", "--json", "--article", teams.MAIN.digest[:8]).json()
    assert one["header"]["articles"] == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--annotator", "zoe"), "nobody called “zoe” has labels here; there are ana, ben, cleo"),
        (("--annotator", "ana"), "one person has labels here; agreement needs two people"),
        (("--since", "May"), "“May” is no day; write it as 2026-05-31"),
        (("--scheme", "9"), "nothing was done under version 9 of the scheme; there are 1"),
        (("--proposals", "some"), "--proposals is shown or none, not “some”"),
        (("--article", "zz"), "no article begins with zz; annotator articles lists their digests"),
        (("--json", "--csv"), "--json and --csv are two answers; choose one"),
        (("--gold", "human ana"), "“human ana” is no single gold layer; annotator status lists them"),
    ],
)
def test_wrong_words_are_refused_in_one_sentence(
    team: Path, call: Call, words: tuple[str, ...], sentence: str
) -> None:
    done = call("agreement", *words)
    assert done.code == Exit.USAGE
    assert done.sentence == sentence


def test_where_nobody_worked_there_is_nothing_to_compare(filled: Path, call: Call) -> None:
    assert call("agreement").sentence == "one person has labels here; agreement needs two people"


def test_numpy_waits_until_it_is_needed() -> None:
    code = (
        "import sys\nfrom annotator.cli.main import run\nrun(['agreement', '--help'])\n"
        "assert 'numpy' not in sys.modules and 'sqlalchemy' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_pass_is_compared_although_the_people_worked_on_other_articles_too(team: Path, call: Call) -> None:
    with Store(f"sqlite:///{team / 'annotator.db'}") as store:
        for n, name in enumerate(("ana", "ben")):
            labels = Layer(LayerKind.HUMAN, name, "labels")
            mine = teams.quote(71 + n, labels, teams.TOLL, teams.PORT, Label("stance", "1", "council"))
            other = teams.quote(81 + n, Layer(LayerKind.HUMAN, name), Span(0, 5), None)
            for made in (mine, other):
                store.act(name, Act("mark", (Change(None, made),), made.article, made.start))
            review = Review(mine.article, labels, Span(0, len(teams.TEXT)), ReviewStatus.DONE)
            store.act(name, Act("done", (Change(None, review),), mine.article))
    found = call("agreement", "--pass", "labels", "--json", "--resamples", "0").json()
    rows = {row["name"]: row for row in found["fields"]}
    assert found["header"]["people"] == ["ana", "ben"]
    assert rows["stance: 5 steps, same target"]["found"]["percent"]["value"] == 1
