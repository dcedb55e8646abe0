"""A password in a database's address is in no message, no status, no log."""

from pathlib import Path

import pytest

from annotator.cli.crash import kept
from annotator.cli.main import run
from annotator.errors import Exit

SECRET = "hunter2"
ADDRESSES = (
    f"postgresql+psycopg://u:{SECRET}@127.0.0.1:1/x",
    f"postgresql+psycopg://u@127.0.0.1:1/x?password={SECRET}",
    f"postgresql+psycopg://u:{SECRET}@127.0.0.1:port/x",
    f"mysql://u:{SECRET}@127.0.0.1/x",
    f"postgresql://u:a@{SECRET}@127.0.0.1:1/x",
    f"sqlite://u:{SECRET}@host/x",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_message_has_it(address: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for command in ("status", "backup", "annotate"):
        assert run([command, "--project", str(tmp_path), "--db", address]) != Exit.OK
    out, err = capsys.readouterr()
    assert SECRET not in out + err
    assert "everybody on this computer can read a password in --db" in err


def test_who_puts_it_into_the_environment_is_told_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANNOTATOR_DB", ADDRESSES[0])
    assert run(["status", "--project", str(tmp_path)]) == Exit.STORE
    err = capsys.readouterr().err
    assert "everybody" not in err
    assert SECRET not in err


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_log_has_it(address: str, tmp_path: Path) -> None:
    (tmp_path / "annotator.toml").write_text("")
    words = ["status", "--project", str(tmp_path), f"--db={address}"]
    assert "annotator-error.log" in kept(RuntimeError(f"of {address}"), words)
    log = tmp_path / "annotator-error.log"
    assert SECRET not in log.read_text("utf-8")
    assert log.stat().st_mode & 0o777 == 0o600
