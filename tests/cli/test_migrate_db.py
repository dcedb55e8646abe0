"""annotator migrate-db, and roles of a server on the command line: each refusal is one sentence."""

from pathlib import Path
from uuid import uuid4

from annotator.errors import Exit
from tests.cli.conftest import Call


def test_a_project_moves_to_a_server_and_its_people_get_roles(
    call: Call, empty_postgres_url: str, tmp_path: Path
) -> None:
    url, role = empty_postgres_url, f"ana {uuid4().hex}"
    (tmp_path / "a.txt").write_text("“Yes,” Ida Brenn said.\n")
    assert call("ingest", "a.txt").code == 0
    assert call("annotators", "grant", "ana").code == Exit.STORE
    moved = call("migrate-db", url)
    assert moved.code == 0
    assert call("status", "--digest").out.split()[-1] in moved.err
    assert call("migrate-db", url).sentence.endswith("is not empty; name another, or a new one")
    assert call("migrate-db", "annotator.db").sentence.endswith("or remove that one first")
    granted = call("annotators", "grant", "ana", "--db-role", role, "--db", url)
    assert granted.err.splitlines()[0] == f"the role {role} is ana from now on, as annotator"
    assert f"role {role}" in call("annotators", "--db", url).out
    mine = url.replace("//annotator@", f"//{role.replace(' ', '%20')}@")
    plain = call("annotate", "--plain", "--db", mine)
    assert "Ida Brenn" in plain.out
    for words, sentence in (
        (("annotate", "--plain", "--as", "ben"), "the database knows you as ana"),
        (("migrate-db", "b.db"), "only the owner"),
        (("annotators", "grant", "ben"), "only the owner"),
        (("annotators", "add", "ben"), "lets your role write no other work than your own"),
    ):
        done = call(*words, "--db", mine)
        assert done.code != 0
        assert sentence in done.sentence
    (tmp_path / "b.txt").write_text("“No,” she said.\n")
    assert "lets your role" in call("ingest", "b.txt", "--db", mine).err
    assert call("annotators", "revoke", "ana", "--db", url).err == f"shut out: {role}\n"
    assert "does not let your role do this" in call("status", "--db", mine).sentence
    assert sorted(x.name for x in tmp_path.glob("*.db")) == ["annotator.db"]
