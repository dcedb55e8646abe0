"""CONTRIBUTING.md's recipes, followed to the letter in a copy of the checkout."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from annotator.cli.main import run
from tests.carrying_on.recipes import Block, commands, follow, recipes
from tests.conftest import ROOT
from tests.suggest.plugged import install

RECIPES = recipes()
PLUGIN = "A suggester"  # the one that changes nothing here
COPIED = ("annotator", "corpus", "docs", "guidelines", "scripts", "tests", "pyproject.toml", "README.md")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this one in which all recipes were followed, one after the other."""
    top = tmp_path_factory.mktemp("checkout")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, top / name)
        else:
            shutil.copy(ROOT / name, top)
    for title in RECIPES.keys() - {PLUGIN}:
        for block in RECIPES[title]:
            if block.kind != "sh":
                follow(block, top)
    return top


def test_there_is_a_recipe_for_each_thing() -> None:
    assert set(RECIPES) == {"A format", "A field kind", "A command of the screen", "A metric", PLUGIN}
    for title, blocks in RECIPES.items():
        assert [block.kind for block in blocks][-1] == "sh", title  # each ends in what shows it
        assert any(block.path.endswith(".py") for block in blocks), title


def test_what_they_say_to_run_passes(checkout: Path) -> None:
    files, chosen = list[str](), list[str]()
    for blocks in (RECIPES[title] for title in RECIPES.keys() - {PLUGIN}):
        for words in commands(blocks):
            program = words.index("scripts/test")
            assert words[:program] in ([], ["ANNOTATOR_SCREENS=write"])
            named = [word for word in words[program + 1 :] if word.startswith("tests/")]
            rest = words[program + 1 + len(named) :]
            files += named
            chosen += rest[1:] if rest else [Path(name).stem for name in named]
            assert rest[:1] in ([], ["-k"])
    # All in one run: -k chooses the pictures of the help, and the setting changes nothing but pictures.
    env = {"ANNOTATOR_SCREENS": "write", "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    options = ["-q", "-n", "0", "-p", "no:cacheprovider", "-k", " or ".join(chosen)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *dict.fromkeys(files)],
        cwd=checkout, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_they_make_is_in_good_style(checkout: Path) -> None:
    made = [b.path for title in RECIPES.keys() - {PLUGIN} for b in RECIPES[title] if b.path.endswith(".py")]
    for words in (["check", "--no-cache"], ["format", "--check", "--no-cache"]):
        done = subprocess.run(
            [str(Path(sys.executable).parent / "ruff"), *words, *dict.fromkeys(made)],
            cwd=checkout, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_suggester_is_found_and_proposes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {block.path: block for block in RECIPES[PLUGIN] if block.kind != "sh"}
    project = tomllib.loads(files["colon/pyproject.toml"].text)["project"]
    (points,) = project["entry-points"].items()
    assert points[0] == "annotator.suggesters"
    install(tmp_path, monkeypatch, files["colon/colon.py"].text, "colon = colon:Colon", project["name"])
    assert points[1] == {"colon": "colon:Colon"}

    folder = tmp_path / "project"
    assert run(["init", str(folder)]) == 0
    monkeypatch.chdir(folder)
    Path("a.txt").write_text("He had one answer: nobody will pay twice. Nobody else spoke.\n", "utf-8")
    assert run(["ingest", "--no-suggest", "a.txt"]) == 0
    pip, *asked = commands(RECIPES[PLUGIN])
    assert pip == ["pip", "install", "./colon"]
    capsys.readouterr()
    for words in asked:
        assert words[0] == "annotator"
        assert run(words[1:]) == 0
    assert "nobody will pay twice." in capsys.readouterr().out


def test_a_block_that_no_longer_fits_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one\ntwo\none\n", "utf-8")
    follow(Block("diff", "a.py", " two\n+three\n"), tmp_path)
    assert (tmp_path / "a.py").read_text("utf-8") == "one\ntwo\nthree\none\n"
    for diff in (" one\n+zero\n", "-four\n"):
        with pytest.raises(AssertionError, match=r"a\.py has [02] times"):
            follow(Block("diff", "a.py", diff), tmp_path)
    with pytest.raises(FileExistsError):
        follow(Block("python", "a.py", "one\n"), tmp_path)
