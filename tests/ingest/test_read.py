"""Paths in, articles and sentences about the others out."""

import errno
import hashlib
import io
import os
from pathlib import Path

import pytest

from annotator.errors import Exit, InputError
from annotator.ingest.incoming import LIMIT, Incoming
from annotator.ingest.read import read
from annotator.text.storable import unstorable
from tests.ingest.reading import all_of, one, refusal, written

VERBATIM = "\tOne.\r\n\r\n“Two.”\rThree.\u2028Four.\n\n  "


def names(found: list[Incoming | InputError]) -> list[str]:
    """What came, in order: file names of articles, sentences of the others."""
    return [str(x) if isinstance(x, InputError) else Path(x.article.sources[0].path).name for x in found]


def test_an_article_is_verbatim_and_known_by_its_digest(tmp_path: Path) -> None:
    found = one(written(tmp_path, "a.txt", VERBATIM))
    assert found.article.text == VERBATIM
    assert found.article.digest == hashlib.sha256(VERBATIM.encode()).hexdigest()
    assert "".join(s.of(VERBATIM) for s in found.sentences) == VERBATIM
    assert found.article.sources[0].encoding == "utf-8"


def test_the_digest_is_of_the_text_not_of_the_bytes(tmp_path: Path) -> None:
    utf8, cp1252 = written(tmp_path, "a.txt", "“Élan”"), written(tmp_path, "b.txt", "“Élan”".encode("cp1252"))
    assert one(utf8).article.digest == one(cp1252).article.digest


def test_standard_input() -> None:
    (found,) = read(["-"], io.BytesIO("“Élan.”\r\n".encode()))
    assert isinstance(found, Incoming)
    assert (found.article.text, found.article.sources[0].path) == ("“Élan.”\r\n", "-")
    (missing,) = read(["-"])
    assert isinstance(missing, InputError)


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/z.md",
        "a/b/y.TXT",
        "c.jsonl",
        "a.txt",
        ".hidden.txt",
        ".git/x.txt",
        "d.pdf",
        "m.json",
    ):
        written(tmp_path, name, '{"text": "Fine."}')
    assert names(all_of(tmp_path)) == ["y.TXT", "z.md", "a.txt", "b.txt", "c.jsonl:1"]


def test_what_is_named_twice_is_read_once(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "Fine.")
    assert names(all_of(path, tmp_path, tmp_path / ".." / tmp_path.name / "a.txt")) == ["a.txt"]


@pytest.mark.parametrize("name", ["README.md", "LICENSE.txt", "CHANGELOG.md"])
def test_files_about_the_articles_are_no_articles_unless_named(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, "About.")
    written(tmp_path, "z.txt", "Fine.")
    assert names(all_of(tmp_path)) == ["z.txt"]
    assert names(all_of(path)) == [name]


def test_front_matter_makes_an_article_of_a_readme(tmp_path: Path) -> None:
    written(tmp_path, "readme.md", "---\ntitle: T\n---\nFine.")
    assert one(tmp_path).article.title == "T"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", "", "there is no text in it"),
        ("a.txt", " \r\n\t\u2028\ufeff", "there is no text in it"),
        ("a.txt", b"a\0b", "it is binary"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0", "it is binary"),
        ("a.txt", "x" * 1001, "it is larger than 1,000 bytes"),
        ("a.txt", "a\0b".encode("utf-16"), "a NUL character"),
        ("a.pdf", "text", "it is no kind of file that holds articles"),
        ("a", "text", "it is no kind of file that holds articles"),
    ],
)
def test_what_cannot_be_used_says_why_and_the_rest_goes_in(
    tmp_path: Path, name: str, content: str | bytes, says: str
) -> None:
    path, good = written(tmp_path, name, content), written(tmp_path, "z.txt", "Fine.")
    bad, fine = all_of(path, good, limit=1000)
    assert isinstance(bad, InputError)
    assert isinstance(fine, Incoming)
    assert str(bad).startswith(f"{path}: ")
    assert says in str(bad)
    assert "; " in str(bad)
    assert "\n" not in str(bad)
    assert bad.exit_code is Exit.INPUT


def test_the_usual_limit_is_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(LIMIT + 1)
    assert "it is larger than 10 MB" in refusal(path)


def test_what_is_not_there(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(tmp_path / "no.txt")
    assert "cannot be a file's name" in refusal("a\0b.txt")
    assert "cannot be read" in refusal(tmp_path / ("x" * 300 + ".txt"))
    assert "the folder holds no article" in refusal(tmp_path)


def test_a_file_that_vanishes_while_others_are_read(tmp_path: Path) -> None:
    first, second = written(tmp_path, "a.txt", "One."), written(tmp_path, "b.txt", "Two.")
    coming = read([first, second])
    next(coming)
    second.unlink()
    assert "there is no such file" in str(next(coming))


def test_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system would say it: whoever runs the tests as root may read everything."""
    locked, folder = written(tmp_path, "a.txt", "One."), written(tmp_path, "b/x.txt", "Two.").parent
    written(tmp_path, "c.txt", "Three.")

    def forbid(name: str, path: Path) -> None:
        real = getattr(os, name)

        def call(at: Path, *rest: int) -> object:
            if Path(at) == path:
                raise PermissionError(errno.EACCES, "Permission denied", str(at))
            return real(at, *rest)

        monkeypatch.setattr(os, name, call)

    forbid("open", locked)
    forbid("scandir", folder)
    mend = "you may not read it; change its permissions or leave it out"
    assert names(all_of(tmp_path)) == [f"{locked}: {mend}", f"{folder}: {mend}", "c.txt"]


def test_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "not a regular file" in refusal(tmp_path / "a.txt")
    assert "not a regular file" in refusal(tmp_path)


def test_links_out_of_a_folder_are_refused_and_those_within_followed(tmp_path: Path) -> None:
    outside = written(tmp_path, "secret/a.txt", "Secret.")
    inside = tmp_path / "in"
    real = written(inside, "b.txt", "Fine.")
    (inside / "a.txt").symlink_to(outside)
    (inside / "c.txt").symlink_to(real)
    (inside / "d").symlink_to(outside.parent)
    (inside / "e").symlink_to(inside)
    (inside / "f.txt").symlink_to("f.txt")
    (inside / "g.txt").symlink_to("nowhere")
    file, fine, folder, loop, dangling = all_of(inside)
    assert isinstance(fine, Incoming)
    assert fine.article.text == "Fine."
    assert "a.txt: it is a link to a place outside" in str(file)
    assert "d: it is a link to a place outside" in str(folder)
    assert "f.txt: it cannot be read" in str(loop)
    assert "g.txt: there is no such file" in str(dangling)
    assert one(inside / "a.txt").article.text == "Secret."  # whoever names it means it


@pytest.mark.parametrize("name", ["a\x1b[31m\n\u202e.txt", os.fsdecode(b"a\xff.txt")])
def test_no_file_name_reaches_anyone_as_it_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("Fine.")
    shown = one(path).article.sources[0].path
    path.write_text("")
    for said in (shown, refusal(path)):
        assert said.isprintable()
        assert unstorable(said) is None
