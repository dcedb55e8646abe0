"""Roles of PostgreSQL: what each may read and write, by the program and past it."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from annotator.cli.people import worker
from annotator.errors import StoreError, UsageError
from annotator.model import (
    ADJUDICATED,
    Again,
    ArticleLabels,
    Label,
    Layer,
    LayerKind,
    Note,
    Origin,
    Quote,
    Region,
    RegionKind,
    Review,
    ReviewStatus,
    Span,
    Speaker,
    Verdict,
    VerdictKind,
    Voice,
)
from annotator.store import Store
from annotator.store.columns import metadata
from annotator.store.fill import Filling
from annotator.store.security.policies import TABLES
from annotator.store.store import upgrade_database
from annotator.store.team import Joined, Role, Rules
from annotator.work.assigning.giving import decide
from tests.store.world import ANA, BEN, MAIN, SENTENCE, counted, do, filled, quote, tallied, uid

PEOPLE = {"ana": Role.ANNOTATOR, "ben": Role.ANNOTATOR, "judy": Role.ADJUDICATOR, "lena": Role.LEAD}
MODEL = Layer(LayerKind.MODEL, "m", "1")
END = len(MAIN.text)
SPANS = [Span(start, min(start + SENTENCE, END)) for start in range(0, END, SENTENCE)]


class Project:
    """A database of the owner's, and the same as each person's role sees it."""

    def __init__(self, url: str) -> None:
        self.url, self.owner = url, filled(url)
        self._opened = [self.owner]
        # Roles belong to the server, which many tests share.
        self.suffix = url.rsplit("/", 1)[1].split("?")[0]
        for name, role in PEOPLE.items():
            self.owner.set_role(name, role)
            self.owner.grant(name, self.role(name))

    def role(self, name: str) -> str:
        return f"{name}-{self.suffix}"

    def address(self, name: str) -> str:
        return self.url.replace("//annotator@", f"//{self.role(name)}@")

    def as_(self, name: str) -> Store:
        self._opened.append(Store(self.address(name)))
        return self._opened[-1]

    def sql(self, name: str, statement: str) -> list[tuple[Any, ...]]:
        """What a role gets from the server past the program, or how many rows it changed; nothing is kept."""
        with psycopg.connect(self.address(name).replace("+psycopg", "")) as connection:
            found = connection.execute(statement.encode())
            rows = found.fetchall() if found.description else [(found.rowcount,)]
            connection.rollback()
            return rows

    def refuses(self, name: str, statement: str) -> bool:
        """Whether the server refuses this, or finds no row that it could be done to."""
        try:
            return self.sql(name, statement) in ([], [(0,)])
        except InsufficientPrivilege:
            return True

    def close(self) -> None:
        for store in self._opened:
            store.close()


@pytest.fixture
def project(postgres_url: str) -> Iterator[Project]:
    made = Project(postgres_url)
    try:
        yield made
    finally:
        made.close()


def everything(layer: Layer, first: int) -> list[tuple[None, Any]]:
    """One of each thing that a layer may say of the article, all of it reviewed."""
    mark = quote(first, layer=layer)
    label = Label("stance", "+1", "barrier")
    said = Quote(
        mark.id, mark.article, layer, mark.content, speakers=(Voice(uid(first + 1)),), labels=(label,)
    )
    return [
        (None, Speaker(uid(first + 1), f"Speaker {first}", aliases=("S.",))),
        (None, said),
        (None, Note(uid(first + 2), MAIN.digest, layer, SPANS[0], "why?", mark.id)),
        (None, ArticleLabels(MAIN.digest, layer, (Label("topic", "21"),))),
        *((None, Review(MAIN.digest, layer, span, ReviewStatus.DONE)) for span in SPANS),
    ]


def test_each_sees_and_writes_what_is_theirs(project: Project) -> None:
    ana, ben, judy, lena = map(project.as_, PEOPLE)
    do(ana, "ana", (None, quote(1)))
    do(ben, "ben", *everything(BEN, 10))
    assert [q.id for q in ana.open_article(MAIN.digest, ANA).quotes] == [uid(1)]
    hidden = ana.open_article(MAIN.digest, BEN)
    assert (hidden.quotes, hidden.notes, hidden.reviews, hidden.labels.labels) == ([], [], [], ())
    assert ana.history("ben") == [] == ana.flags(BEN)
    assert ana.count_quotes([ANA, BEN]) == 1
    for sees_all in (judy, lena, project.owner):
        assert [q.id for q in sees_all.open_article(MAIN.digest, BEN).quotes] == [uid(10)]
        assert len(sees_all.history("ben")) == 1
    assert lena.digest() == project.owner.digest()
    # Undo, redo and what one shares go on as ever, though what others say is not seen.
    assert len(ana.undo("ana")) == len(ana.redo("ana")) == 1
    (speaker,) = ana.speakers()
    named = Speaker(speaker.id, "Another name", aliases=("S.", "T."))
    do(ana, "ana", (speaker, named))
    with pytest.raises(StoreError, match="is named by labels and has to stay"):
        do(ana, "ana", (named, None))
    mine = Speaker(uid(30), "Mine")
    do(ana, "ana", (None, mine))
    do(ben, "ben", (None, quote(31, 60, BEN)), group=None)
    marked = Region(MAIN.digest, SPANS[0], RegionKind.BOILERPLATE, Origin.TYPED)
    do(ana, "ana", (None, marked))
    assert tallied(project.owner) == counted(project.owner)
    ana.undo("ana")
    assert tallied(project.owner) == counted(project.owner)
    assert ana.totals().articles == 1
    places = [project.owner.history(name, 1)[0].id for name in ("ben", "ana")]
    assert places == sorted(places)  # what ana did later stands behind, in the one order of events


def test_no_role_says_another_name(project: Project) -> None:
    ana, judy = project.as_("ana"), project.as_("judy")
    do(project.as_("ben"), "ben", (None, quote(1, layer=BEN)))
    for store, name, layer in (
        (ana, "ben", BEN),
        (ana, "ana", BEN),
        (ana, "ana", ADJUDICATED),
        (judy, "judy", ANA),
    ):
        with pytest.raises(StoreError, match="lets your role write no other work than your own") as refused:
            do(store, name, (None, quote(2, 40, layer)))
        assert "\n" not in str(refused.value)
    for verb in (
        lambda: ana.set_role("ana", Role.LEAD), lambda: ana.add_actor("eve"), lambda: ana.retire("ben"),
        lambda: ana.add_credential("ana", "link", "x"), lambda: ana.use_guideline("d", "text"),
        lambda: ana.set_queue([MAIN.digest]), lambda: ana.set_place("ben", MAIN.digest, 1),
        lambda: judy.set_role("judy", Role.LEAD),
        lambda: ana.fill_many("m", MODEL, [Filling(MAIN.digest, [quote(9, layer=MODEL)], [])]),
    ):  # fmt: skip
        with pytest.raises(StoreError, match=r"lets your role|does not let your role"):
            verb()
    assert ana.undo("ben") == []
    assert project.owner.open_article(MAIN.digest, BEN).quotes[0].id == uid(1)
    assert worker(ana, None) == "ana"
    with pytest.raises(UsageError, match="the database knows you as ana"):
        worker(ana, "ben")


def test_nor_past_the_program(project: Project) -> None:
    ana = project.as_("ana")
    do(ana, "ana", (None, quote(1)))
    do(project.as_("ben"), "ben", *everything(BEN, 10))
    project.owner.add_credential("ben", "password", "secret")
    ben, event = ("SELECT id FROM layer WHERE name = 'ben'", "SELECT id FROM actor WHERE name = 'ben'")
    mine = "SELECT id FROM actor WHERE name = 'ana'"
    forged = (
        "INSERT INTO event (uid, actor, seq, at, kind, says, place, changes, active_ms, scheme, guideline) "
        "SELECT 'x', ({who}), 99, '', 'do', '', 0, '{changes}', 0, '', ''"
    )
    theirs = '[["note", null, {"layer": ["human", "ben", ""]}]]'
    many = '[["quotes", ["a", [["human", "ana", ""], ["human", "ben", ""]]], []]]'
    said = ("quote", "review", "note", "article_label", "verdict")
    parts = ("quote_span", "quote_label", "quote_voice")
    for statement in (
        *(f"SELECT * FROM {x} WHERE layer = ({ben})" for x in said),
        *(f"SELECT * FROM {x} WHERE quote NOT IN (SELECT id FROM quote)" for x in parts),
        "SELECT * FROM event WHERE actor <> (" + mine + ")",
        "SELECT * FROM credential", "SELECT * FROM snapshot_part", "SELECT * FROM session",
        f"UPDATE quote SET start = 1 WHERE layer = ({ben})",
        f"UPDATE quote SET layer = ({ben})",
        f"INSERT INTO review SELECT ({ben}), article, start, stop, status, origin FROM review",
        f"INSERT INTO review VALUES (({ben}), 1, 200, 204, 'done', 'typed')",
        f"DELETE FROM review WHERE layer = ({ben})",
        "UPDATE layer SET name = 'ben', version = 'x' WHERE name = 'ana'",
        "UPDATE layer SET reviewed = 0 WHERE name = 'ben'",
        "UPDATE progress SET reviewed = 0",
        forged.format(who=event, changes="[]"),
        forged.format(who=mine, changes=theirs),
        forged.format(who=mine, changes=many),
        "UPDATE event SET says = ''", "DELETE FROM event", "TRUNCATE event",
        "UPDATE article SET text = ''", "UPDATE corpus SET articles = 0", "DELETE FROM speaker",
        "INSERT INTO member SELECT id, 'lead' FROM actor WHERE name = 'ana'",
        "UPDATE member SET role = 'lead'",
        "INSERT INTO db_role VALUES ('x', 1)", "UPDATE db_role SET actor = 2",
        "INSERT INTO assignment SELECT 1, 1, 1, ''",
        "ALTER TABLE quote DISABLE ROW LEVEL SECURITY", "DROP POLICY annotator_select ON quote",
        "CREATE TABLE mine (a int)", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DROP TABLE note", "SET ROLE annotator", f'SET ROLE "{project.role("lena")}"',
        "SET SESSION AUTHORIZATION annotator",
    ):  # fmt: skip
        assert project.refuses("ana", statement), statement
    # A forged search path finds no other functions, and what they tell is of the registry alone.
    assert project.sql(
        "ana", "SELECT annotator_mentioned(uid, 'why?'), annotator_named('+1') FROM event"
    ) == [(False, False)]
    with pytest.raises(
        InsufficientPrivilege, match="row-level security"
    ):  # as pg_dump asks, nothing is cut off in silence
        project.sql("ana", "SET row_security = off; SELECT * FROM quote")
    assert project.sql("lena", "SELECT count(*) FROM event") == [(2,)]
    assert project.refuses("lena", "DELETE FROM event")
    with pytest.raises(InsufficientPrivilege):
        project.sql("lena", "SELECT 1 FROM quote; UPDATE db_role SET actor = 1")


def test_what_was_adjudicated_is_seen_by_who_has_finished(project: Project) -> None:
    ana, ben, judy = map(project.as_, ("ana", "ben", "judy"))
    do(ben, "ben", *everything(BEN, 10))
    do(ana, "ana", (None, quote(1)), (None, Review(MAIN.digest, ANA, SPANS[0], ReviewStatus.DONE)))
    gold = quote(20, layer=ADJUDICATED)
    passed = [(None, Verdict(MAIN.digest, ADJUDICATED, uid(n), VerdictKind.CORRECTED)) for n in (1, 10)]
    asked = (None, Again(MAIN.digest, ANA, SPANS[1], "look", None))
    do(judy, "judy", (None, gold), asked, *passed)
    assert ana.open_article(MAIN.digest, ADJUDICATED).quotes == []
    assert ana.verdicts(MAIN.digest, ADJUDICATED) == []
    assert [again.why for again in ana.open_article(MAIN.digest, ANA).again] == ["look"]
    assert [one.gold.quotes for one in ana.settled(ADJUDICATED, "ana")] == []
    assert [q.id for q in ben.open_article(MAIN.digest, ADJUDICATED).quotes] == [uid(20)]
    assert [v.proposal for v in ben.verdicts(MAIN.digest, ADJUDICATED)] == [uid(10)]
    do(
        ana,
        "ana",
        (asked[1], None),
        *((None, Review(MAIN.digest, ANA, x, ReviewStatus.DONE)) for x in SPANS[1:]),
    )
    assert [q.id for q in ana.open_article(MAIN.digest, ADJUDICATED).quotes] == [uid(20)]
    assert ana.open_article(MAIN.digest, BEN).quotes == []


def test_a_pool_is_shared_by_roles(project: Project) -> None:
    ana, ben, lena = map(project.as_, ("ana", "ben", "lena"))
    lena.begin_plan(Rules(pool=True, lease=5), [Joined("ana"), Joined("ben")], decide)
    mine, theirs = ana.task("ana"), ben.task("ben")
    assert mine is not None
    assert theirs is not None
    assert ana.take(mine) == MAIN.digest
    assert ben.take(theirs) is None
    assert ana.grow_plan(mine.plan, decide) == 0
    with project.owner._writing() as connection:  # the lease runs out
        connection.exec_driver_sql("UPDATE assignment SET lease = '2020-01-01T00:00:00.000Z'")
    assert ben.take(theirs) == MAIN.digest
    assert not ana.holds(mine, MAIN.digest)
    with project.owner._writing() as connection:
        connection.exec_driver_sql("UPDATE plan SET pool = 0")
    assert project.refuses("ana", "UPDATE assignment SET since = ''")
    assert project.refuses("ben", "DELETE FROM assignment")


def test_only_the_owner_upgrades_and_grants(project: Project) -> None:
    for name in ("ana", "lena"):
        with pytest.raises(StoreError, match=r"only the owner of the database .*, the role annotator, may"):
            project.as_(name).grant("ana", "other")
    with project.owner._writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(StoreError, match="its owner must run: annotator upgrade"):
        project.as_("ana")
    with pytest.raises(StoreError, match="only the owner of the database"):
        upgrade_database(project.address("lena"))


def test_who_retires_or_is_revoked_is_out_at_once(project: Project) -> None:
    ana = project.as_("ana")
    do(ana, "ana", (None, quote(1)))
    project.as_("lena").retire("ana")
    with pytest.raises(StoreError, match="lets your role"):
        do(ana, "ana", (None, quote(2)))
    with pytest.raises(StoreError, match="no article"):
        project.as_("ana").open_article(MAIN.digest, ANA)
    with pytest.raises(UsageError, match="ana retired on"):
        worker(project.as_("ana"), None)
    project.owner.set_role("ana", Role.LEAD)
    assert project.sql("ana", "SELECT count(*) FROM quote") == [(1,)]
    assert project.owner.revoke("ben") == [project.role("ben")]
    with pytest.raises(StoreError, match="does not let your role do this"):
        project.as_("ben")
    assert "ben" not in project.owner.db_roles()


def test_a_role_that_is_above_all_policies_is_refused(project: Project) -> None:
    run = psycopg.connect(project.url.replace("+psycopg", ""), autocommit=True)
    with run as connection:
        for n, attributes in enumerate(("SUPERUSER", "BYPASSRLS", "IN ROLE pg_read_all_data")):
            role = f"bad{n}-{project.suffix}"
            connection.execute(f'CREATE ROLE "{role}" LOGIN {attributes}'.encode())
            with pytest.raises(StoreError, match="above all policies"):
                project.owner.grant("ana", role)
        group = f"both-{project.suffix}"
        connection.execute(f'CREATE ROLE "{group}" LOGIN IN ROLE "{project.role("ben")}"'.encode())
        with pytest.raises(StoreError, match="may act as ben"):
            project.owner.grant("ana", group)
        with pytest.raises(StoreError, match="is somebody else here already"):
            project.owner.grant("ana", project.role("ben"))
        for n in range(3):
            connection.execute(f'DROP ROLE "bad{n}-{project.suffix}"'.encode())


def test_it_is_decided_of_every_table() -> None:
    """A new table is for leads only until policies.py says otherwise; say it there, if only so."""
    assert TABLES.keys() - {"article_words", "db_role"} == metadata.tables.keys() - {"alembic_version"}


def test_an_sqlite_file_has_no_roles(sqlite_url: str) -> None:
    with filled(sqlite_url) as store, pytest.raises(StoreError, match="an SQLite file has no roles"):
        store.grant("ana", "ana")
