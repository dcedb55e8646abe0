"""A team's own suggester: found by its entry point, and never able to break the program."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from annotator.config import Config
from annotator.dataset.reading import head, parsed, said
from annotator.dataset.schema import quote_schema
from annotator.errors import UsageError
from annotator.model import Span
from annotator.suggest.checking import checked
from annotator.suggest.plugins import BUILT_IN, Known, known, suggester
from annotator.suggest.suggester import Given, Project, Suggestion, Unusable
from tests.conftest import ROOT
from tests.suggest import made
from tests.suggest.plugged import install

GOOD = """
from annotator.suggest.suggester import Suggestion

class Crf:
    name, version = "crf", "3"
    def suggest(self, given):
        return Suggestion()
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(Config(tmp_path, "sqlite://", None), made.SCHEME, "# Guideline")


@pytest.fixture
def plug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Plug":
    return Plug(tmp_path, monkeypatch)


class Plug:
    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._monkeypatch = folder, monkeypatch

    def __call__(self, code: str, points: str = "crf = ours:Crf", name: str = "ours") -> None:
        install(self._folder, self._monkeypatch, code, points, name)


def plugins(project: Project) -> list[Known]:
    return [one for one in known(project) if one.origin != "built in"]


def test_without_plugins_there_are_those_of_the_program(project: Project) -> None:
    assert [one.name for one in known(project)] == list(BUILT_IN)
    assert plugins(project) == []


def test_a_class_behind_an_entry_point_is_a_suggester(project: Project, plug: Plug) -> None:
    plug(GOOD)
    assert plugins(project) == [Known("crf", "3", "ours 2.1")]
    one = suggester("crf", project)
    assert (one.name, one.version) == ("crf", "3")
    assert one.suggest(Given(made.article(made.TEXT), ())) == Suggestion()


def test_a_class_may_ask_for_the_project(project: Project, plug: Plug) -> None:
    plug(
        "class Crf:\n"
        "    name = 'crf'\n"
        "    def __init__(self, version):\n"
        "        self.version = version\n"
        "    @classmethod\n"
        "    def for_project(cls, project):\n"
        "        return cls(project.scheme.version + ' ' + project.guideline)\n"
        "    def suggest(self, given): ...\n"
    )
    assert suggester("crf", project).version == "1 # Guideline"


def test_it_is_not_imported_before_it_is_wanted(project: Project, plug: Plug) -> None:
    plug("raise SystemExit('imported')")
    with pytest.raises(UsageError) as caught:
        suggester("other", project)
    assert str(caught.value) == ("there is no suggester “other”; there are " + ", ".join([*BUILT_IN, "crf"]))


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("raise ValueError('no\\nweights')", "the suggester crf of ours 2.1 could not be made: it raised"
         " ValueError (no weights)"),
        ("import nowhere.at.all", "ModuleNotFoundError (No module named 'nowhere')"),
        ("class crf: pass", "AttributeError"),
        ("class Crf:\n    def __init__(self): 1 / 0", "ZeroDivisionError (division by zero)"),
        ("class Crf:\n    def __init__(self): raise RuntimeError", "it raised RuntimeError"),
        ("Crf = 3", "TypeError ('int' object is not callable)"),
        ("class Crf: name, version = 'crf', '1'", "has no method suggest(given)"),
        (GOOD.replace('"crf"', '"crf2"'), "calls itself crf2; its name has to be that of its entry point"),
        (GOOD.replace('"3"', "3"), "needs a version, a text"),
        (GOOD.replace('"3"', '""'), "“” cannot be a suggester's version"),
        (GOOD.replace('"3"', '"3\\n"'), "cannot be a suggester's version"),
        (GOOD.replace('"3"', f'"{"3" * 61}"'), "it needs 1 to 60 printable characters"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_plugin_is_a_sentence(
    project: Project, plug: Plug, code: str, says: str
) -> None:
    plug(code)
    with pytest.raises(Unusable) as caught:
        suggester("crf", project)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    (one,) = plugins(project)
    assert one == Known("crf", "", "ours 2.1", str(caught.value))


def test_a_name_of_the_programs_own_cannot_be_taken(project: Project, plug: Plug) -> None:
    plug(GOOD.replace('"crf"', '"rules"'), "rules = ours:Crf")
    (one,) = plugins(project)
    assert one.why == "rules is the program's own; let ours 2.1 choose another name"


def test_two_packages_with_one_name_are_both_named(project: Project, plug: Plug) -> None:
    plug(GOOD)
    plug(GOOD, "crf = theirs:Crf", name="theirs")
    with pytest.raises(UsageError, match=r"two packages bring a suggester “crf”: ours 2\.1, theirs 2\.1"):
        suggester("crf", project)


def test_a_built_in_one_without_its_packages_says_which(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BUILT_IN, "learned", ("nowhere_at_all", "Learned"))
    with pytest.raises(Unusable) as caught:
        suggester("learned", project)
    assert str(caught.value) == (
        "the suggester “learned” needs the package nowhere_at_all, which is not installed"
    )


def test_the_endpoint_is_not_usable_until_it_is_configured(project: Project) -> None:
    (one,) = (x for x in known(project) if x.name == "endpoint")
    assert (one.version, "no endpoint is configured" in one.why) == ("", True)


# The example of docs/suggesters.md


def block(language: str, holds: str = "") -> str:
    page = (ROOT / "docs" / "suggesters.md").read_text(encoding="utf-8")
    found: list[str] = re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)
    return next(x for x in found if holds in x)


def test_the_example_is_a_suggester_and_its_entry_point_finds_it(project: Project, plug: Plug) -> None:
    points = tomllib.loads(block("toml", "entry-points"))["project"]["entry-points"]["annotator.suggesters"]
    assert list(points) == ["colon"]
    assert points["colon"].endswith(":Colon")
    plug(block("python"), "colon = ours:Colon")
    given = made.given("She said: we go on.\nNothing here. A colon: \n")
    found = checked(suggester("colon", project).suggest(given), given, made.layer("colon"), made.SCHEME)
    assert [q.content[0].of(given.article.text) for q in found.quotes] == ["we go on."]
    assert found.refused == ()
    assert (found.quotes[0].rule, found.quotes[0].score) == ("colon", 0.4)


def test_the_line_that_is_enough_is_enough() -> None:
    record = parsed(block("json").strip().encode())
    assert (head(record).name, head(record).version) == ("crf", "3")
    assert said(record, "x" * 400).content == (Span(308, 337),)


def test_the_page_names_every_key_of_a_line() -> None:
    page = (ROOT / "docs" / "suggesters.md").read_text(encoding="utf-8")
    ours = {"schema", "sentence", "type", "type_origin", "derived_from", "notes", "scheme", "guideline"}
    ours |= {"suggester", "created", "updated"}  # what we write and no model says
    keys = set(json.loads(quote_schema())["required"]) - ours
    assert [key for key in keys if f"`{key}`" not in page] == []
