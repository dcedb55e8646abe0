"""annotator.toml, the environment and the flags: which holds, and what is refused with which words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.config import Config, EndpointSettings, line_of, load, read_settings
from annotator.errors import UsageError
from annotator.store import Store


def loaded(folder: Path, toml: str = "", db: str | None = None, **environ: str) -> Config:
    if toml:
        (folder / "annotator.toml").write_text(toml, encoding="utf-8")
    return load(str(folder), db, environ)


def refused(folder: Path, toml: str) -> str:
    with pytest.raises(UsageError) as caught:
        loaded(folder, toml)
    return str(caught.value)


def test_without_any_setting_the_database_lies_in_the_project(tmp_path: Path) -> None:
    config = loaded(tmp_path)
    assert config == Config(tmp_path, f"sqlite:///{tmp_path}/annotator.db", tmp_path / "annotator.db")


def test_file_then_environment_then_flag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    away = tmp_path / "away"
    home = tmp_path / "home"
    away.mkdir()
    home.mkdir()
    monkeypatch.chdir(away)
    toml = '[project]\ndb = "a.db"\n'
    assert loaded(home, toml).file == home / "a.db"  # what the project says is meant from its folder
    assert loaded(home, toml, ANNOTATOR_DB="b.db").file == away / "b.db"  # what a person says, from theirs
    assert loaded(home, toml, "c.db", ANNOTATOR_DB="b.db").file == away / "c.db"


def test_the_project_is_the_flag_then_the_environment_then_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("flag", "environment", "here"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    environ = {"ANNOTATOR_PROJECT": str(tmp_path / "environment")}
    assert load(str(tmp_path / "flag"), None, environ).folder.name == "flag"
    assert load("../flag", None, environ).folder.is_dir()
    assert load(None, None, environ).folder.name == "environment"
    assert load(None, None, {"ANNOTATOR_PROJECT": ""}).folder.name == "here"


@pytest.mark.parametrize(
    ("word", "database", "file"),
    [
        ("postgresql+psycopg://me@host/corpus", "postgresql+psycopg://me@host/corpus", None),
        ("sqlite:///x.db", "sqlite:///{here}/x.db", "{here}/x.db"),
        ("sqlite:////data/x.db?timeout=5", "sqlite:////data/x.db?timeout=5", "/data/x.db"),
        ("/data/x y.db", "sqlite:////data/x y.db", "/data/x y.db"),
        ("sqlite:///:memory:", "sqlite:///:memory:", None),
    ],
)
def test_a_database_is_a_file_or_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str, database: str, file: str | None
) -> None:
    monkeypatch.chdir(tmp_path)
    config = loaded(tmp_path, db=word)
    assert config.database == database.format(here=tmp_path)
    assert config.file == (Path(file.format(here=tmp_path)) if file else None)


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="NUL"):
        loaded(tmp_path, db="a\0b.db")


def test_an_empty_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is empty"):
        loaded(tmp_path, db="")


def test_the_name_comes_from_the_environment(tmp_path: Path) -> None:
    assert loaded(tmp_path, ANNOTATOR_NAME="ana").name == "ana"
    assert loaded(tmp_path, ANNOTATOR_NAME="").name is None


def test_the_rules_read_new_articles_unless_the_project_says_no(tmp_path: Path) -> None:
    assert loaded(tmp_path).rules is True
    assert loaded(tmp_path, "[suggest]\nrules = true\n").rules is True
    assert loaded(tmp_path, "[suggest]\nrules = false\n").rules is False


def test_the_mouse_is_heeded_unless_the_project_says_no(tmp_path: Path) -> None:
    assert loaded(tmp_path).mouse is True
    assert loaded(tmp_path, "[screen]\nmouse = false\n").mouse is False


def test_keys_may_be_written_with_and_without_quotation_marks(tmp_path: Path) -> None:
    toml = '\ufeff[keys]\nundo = "x"\n"quote.next" = "n"\nquote.previous = "p P"\n'
    assert loaded(tmp_path, toml).keys == {"undo": "x", "quote.next": "n", "quote.previous": "p P"}


@pytest.mark.parametrize(
    ("toml", "line", "says"),
    [
        ('[project]\n\ndbb = "a"\n', 3, "no setting “dbb” in [project]"),
        ("[project]\ndb = 3\n", 2, "db is the name"),
        ('[project]\ndb = " "\n', 2, "db is the name"),
        ("# words\n\n[projekt]\n", 3, "no setting “projekt”"),
        ('db = "a"\n', 1, "there are [project], [screen], [keys], [suggest] and [endpoint]"),
        ("[suggest]\nrules = 1\n", 2, "true or false"),
        ("[suggest]\nrule = true\n", 2, "no setting “rule” in [suggest]"),
        ('suggest = "rules"\n', 1, "suggest is a table"),
        ("[screen]\nmouse = 1\n", 2, "true or false"),
        ('keys = "a"\n', 1, "keys is a table"),
        ('[keys]\nundo = "u"\nredo = 4\n', 3, "“redo”"),
        ('[keys]\nundo = ""\n', 2, "“undo”"),
        ('[project]\ndb = "a\n', 2, "not TOML"),
        ('[project]\ndb = "a"\n[project]\n', 3, "not TOML"),
        ("[project", 1, "not TOML"),
        ("x = " + "[" * 5000, 1, "cannot be read"),
        ("x = " + "1" * 5000, 1, "cannot be read"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, toml: str, line: int, says: str) -> None:
    sentence = refused(tmp_path, toml)
    assert sentence.startswith(f"annotator.toml, line {line}: ")
    assert says in sentence
    assert "\n" not in sentence


def test_all_complaints_come_in_the_order_of_lines() -> None:
    _, found = read_settings("[keys]\na = 1\nb = 2\n[project]\nc = 3\n")
    assert [complaint.line for complaint in found] == [2, 3, 5]


def test_a_line_is_found_for_dotted_and_quoted_names() -> None:
    text = '[keys]\n"quote.next" = "n"\na . b = "c"\n\n[ project ]\ndb = "x"\n'
    assert line_of(text, "keys", "a", "b") == 3
    assert line_of(text, "keys", "a", "nothing") == 3
    assert line_of(text, "project", "db") == 6
    assert line_of(text, "nowhere") == 1


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "annotator.toml").write_bytes(b"# \xff\n")
    assert "is not UTF-8" in refused(tmp_path, "")
    (tmp_path / "annotator.toml").unlink()
    (tmp_path / "annotator.toml").mkdir()
    assert "cannot be read" in refused(tmp_path, "")


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="annotator init"):
        loaded(tmp_path / "nowhere")


def test_a_folder_that_was_removed_is_a_sentence(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = f"import os; os.rmdir({str(gone)!r})\nfrom annotator.config import load\nload(None, None, {{}})"
    path = os.pathsep.join(sys.path)
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=gone, env={"PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert "UsageError: the folder that you are in was removed" in done.stderr


@pytest.mark.parametrize("name", ["p%20q", "who?", "a#b", "été"])
def test_a_folder_with_signs_of_addresses_in_its_name_is_that_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    config = load(str(folder), None, {})
    with Store(config.database):
        assert config.file == folder / "annotator.db"
    assert (folder / "annotator.db").exists()


ENDPOINT = '[endpoint]\nurl = "http://127.0.0.1:8080/v1"\nmodel = "m"\n'


def test_an_endpoint_is_off_until_it_is_configured(tmp_path: Path) -> None:
    assert loaded(tmp_path).endpoint is None
    assert loaded(tmp_path, ENDPOINT).endpoint == EndpointSettings("http://127.0.0.1:8080/v1", "m")


def test_all_of_an_endpoint_can_be_said(tmp_path: Path) -> None:
    toml = ENDPOINT.replace("http://127.0.0.1:8080", "https://models.example") + (
        'key_variable = "MY_KEY"\nallow_http = false\ntimeout = 30\ntime_limit = 3600.5\nretries = 0\n'
        "answer_tokens = 4000\nchunk = 6000\nlongest = 100000\nlabels = false\n"
        'price_input = 0\nprice_output = 0.6\ncurrency = "EUR"\nmax_cost = 5\n'
    )
    assert loaded(tmp_path, toml).endpoint == EndpointSettings(
        "https://models.example/v1", "m", "MY_KEY", False, 30, 3600.5, 0, 4000, 6000, 100_000, False,
        0, 0.6, "EUR", 5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("endpoint = 3", "endpoint is a table"),
        ('url = "x"', "url is no address of a server"),
        ('url = "ftp://host/v1"', "url is no address of a server"),
        ('url = "https:///v1"', "url is no address of a server"),
        ('url = "https://host:99999/v1"', "url is no address of a server"),
        ('url = "https://[::1/v1"', "url is no address of a server"),
        ('url = "https://host/v 1"', "url is no address of a server"),
        ('url = "https://host/v1#a"', "url is no address of a server"),
        ("url = 3", "url takes another value"),
        ('url = "http://model.example/v1"', "use https, or say allow_http = true"),
        ('url = "http://127.0.0.1.example/v1"', "use https"),
        ('url = "http://192.168.0.7/v1"', "use https"),
        ('model = ""', "model takes another value"),
        ('model = "a\\nb"', "model takes another value"),
        ("timeout = 0", "timeout takes another value: timeout = 120, the seconds"),
        ("timeout = nan", "timeout takes another value"),
        ("timeout = true", "timeout takes another value"),
        ("time_limit = -1", "time_limit takes another value"),
        ("time_limit = inf", "time_limit takes another value"),
        ("retries = 11", "retries takes another value"),
        ("retries = 1.5", "retries takes another value"),
        ("answer_tokens = 1", "answer_tokens takes another value"),
        ("chunk = 1", "chunk takes another value"),
        ("longest = 1", "longest takes another value"),
        ('labels = "yes"', "labels takes another value: labels = true or false"),
        ("price_input = -0.1", "price_input takes another value"),
        ('currency = "much too long"', "currency takes another value"),
        ("max_cost = 5", "max_cost needs price_input and price_output"),
        ("temprature = 1", "no setting “temprature” in [endpoint]; there are url, model"),
    ],
)
def test_what_is_wrong_with_an_endpoint_is_said_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    name = line.split(" ")[0]
    kept = [old for old in ENDPOINT.splitlines() if not old.startswith(f"{name} ")]
    toml = f"\n{line}\n" if name == "endpoint" else "\n".join([*kept, line, ""])
    sentence = refused(tmp_path, toml)
    number = toml.split("\n").index(line) + 1
    assert sentence.startswith(f"annotator.toml, line {number}: ")
    assert says in sentence


def test_an_endpoint_needs_url_and_model() -> None:
    _, found = read_settings("\n[endpoint]\ntimeout = 3\n")
    assert [str(complaint) for complaint in found] == [
        'annotator.toml, line 2: [endpoint] needs a url: url = "http://127.0.0.1:8080/v1"',
        'annotator.toml, line 2: [endpoint] needs a model: model = "the name of a model of that server"',
    ]


@pytest.mark.parametrize(
    "line",
    [
        'key = "SECRET"',
        'api_key = "SECRET"',
        'Authorization = "SECRET"',
        'key_variable = "sk-SECRET"',
        'key_variable = "secret"',
        'url = "https://me:SECRET@host/v1"',
        'url = "https://host/v1?api-key=SECRET"',
    ],
)
def test_a_key_in_the_file_is_refused_and_not_repeated(tmp_path: Path, line: str) -> None:
    kept = [old for old in ENDPOINT.splitlines() if not old.startswith(f"{line.split(' ')[0]} ")]
    sentence = refused(tmp_path, "\n".join([*kept, line]))
    assert "a key has no place in this file" in sentence
    assert 'key_variable = "MY_KEY"' in sentence
    assert "secret" not in sentence.lower()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "[::1]", "LOCALHOST"])
def test_plain_http_is_for_this_machine(tmp_path: Path, host: str) -> None:
    assert loaded(tmp_path, ENDPOINT.replace("127.0.0.1", host)).endpoint is not None


def test_plain_http_to_another_host_has_to_be_allowed(tmp_path: Path) -> None:
    assert loaded(tmp_path, ENDPOINT.replace("127.0.0.1", "gpu.lab") + "allow_http = true\n").endpoint
