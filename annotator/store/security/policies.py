"""Which rows a role may read and write, table by table. What is not said here, only leads may.

The owner of the tables is above all this: nobody else upgrades, and a dump is whole. Questions about who asks
stand in a subquery of their own, so that they are answered once a statement, not once a row.
"""

from collections.abc import Iterator
from typing import NamedTuple

ME = "(SELECT {s}.annotator_me(current_user))"
RANK = "(SELECT {s}.annotator_rank(current_user))"
MINE = "layer = ANY ((SELECT {s}.annotator_layers(current_user))::integer[])"
READS_ALL = f"{RANK} >= 2"
NOBODY, ANYBODY = "false", f"{RANK} >= 1"
# The program that copies adjudicated quotes to who labels them (work/passes.py) acts in people's sessions.
COPIER = "(SELECT id FROM {s}.actor WHERE kind = 'program' AND name = 'labels pass')"
OF_ME = f"actor = {ME}"
BY_ME = f"({OF_ME} OR actor = {COPIER})"

_GOLD = "layer IN (SELECT id FROM {s}.layer WHERE kind = 'gold')"
_MODEL = "layer IN (SELECT id FROM {s}.layer WHERE kind = 'model')"
_SETTLED = f"({_GOLD} AND {{s}}.annotator_settled(current_user, article))"
_SEEN = f"{MINE} OR {_SETTLED} OR {READS_ALL}"
_QUOTE = "EXISTS (SELECT FROM {s}.quote q WHERE q.id = quote"
_OF_QUOTE = f"{_QUOTE})"  # the quote itself is one that the role may see
_OF_MINE = f"{_QUOTE} AND q.{MINE})"
_OF_PROPOSAL = "EXISTS (SELECT FROM {s}.quote q WHERE q.uid = proposal)"
_POOL = (
    "EXISTS (SELECT FROM {s}.plan p JOIN {s}.planned n ON n.plan = p.id WHERE p.id = assignment.plan "
    "AND p.pool = 1 AND p.opened = 1 AND p.ended IS NULL "
    "AND n.article = assignment.article AND n.calibration = 0)"
)
# Times are texts in UTC that sort as they follow.
_RAN_OUT = "lease <= to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"


class Rows(NamedTuple):
    """SQL conditions on the rows that may be read, put there, changed (before and after), taken away."""

    read: str = ANYBODY
    insert: str = NOBODY
    update: str = NOBODY
    delete: str = NOBODY


_SHARED = Rows()
_HIDDEN = Rows(read=NOBODY)
_SAID = Rows(_SEEN, MINE, MINE, MINE)
_PART = Rows(_OF_QUOTE, _OF_MINE, _OF_MINE, _OF_MINE)
_BESIDE = Rows(OF_ME, OF_ME, OF_ME)
_REGISTRY = Rows(insert=ANYBODY, update=ANYBODY, delete=ANYBODY)
_COUNTED = f"{ANYBODY} AND ({READS_ALL} OR NOT {_GOLD} OR {_SETTLED})"
_OWN_LAYER = "{s}.annotator_own(current_user, jsonb_build_array(kind, name, version))"
_ASKED = f"{MINE} OR {RANK} >= 2"
_RULED = f"{RANK} >= 2 AND {OF_ME}"

TABLES: dict[str, Rows] = {
    # What all share, and leads put there.
    **dict.fromkeys(
        (
            "scheme", "guideline", "corpus_state", "article", "corpus", "article_source", "article_words",
            "sentence", "queue", "plan", "plan_person", "planned",
        ),
        _SHARED,
    ),
    # Who is who, which those who have retired may read, too: else nothing could tell them that they have.
    **dict.fromkeys(("member", "db_role"), Rows(read="true")),
    "actor": Rows(read="true", insert="kind = 'program' AND name = 'labels pass'"),
    "reading": Rows(_COUNTED),
    "layer": Rows(insert=_OWN_LAYER, update=_OWN_LAYER),
    # How far everybody is, in numbers, which pools need; never what they said. Which articles were
    # adjudicated is seen in those that one has finished: else hidden ones among one's own would show.
    "progress": Rows(_COUNTED, MINE, MINE),
    # What all share, and everybody may mend: each change is an event of who made it.
    "speaker": Rows(insert=ANYBODY, update=ANYBODY),
    "alias": _REGISTRY,
    "region": _REGISTRY,
    "merge": Rows(
        insert=f"proposed_by = {ME}",
        update=f"{RANK} >= 1 AND (settled_by IS NULL OR settled_by = {ME})",
    ),
    "ruling": Rows(insert=_RULED, update=_RULED),
    # What people say: their own, and of others what was adjudicated, once they have finished the article.
    "quote": _SAID._replace(read=f"{_SEEN} OR ({_MODEL} AND {ANYBODY})"),
    **dict.fromkeys(("quote_span", "quote_voice", "quote_label"), _PART),
    **dict.fromkeys(("article_label", "review"), _SAID),
    "note": _SAID._replace(read=f"{MINE} OR {READS_ALL}"),
    "verdict": _SAID._replace(read=f"{MINE} OR ({_SETTLED} AND {_OF_PROPOSAL}) OR {READS_ALL}"),
    "again": Rows(_ASKED, _ASKED, _ASKED, _ASKED),
    "event": Rows(
        f"{OF_ME} OR {READS_ALL}", f"{BY_ME} AND {{s}}.annotator_says(current_user, changes)"
    ),
    # Where somebody is.
    "place": Rows(BY_ME, BY_ME, BY_ME),
    "inbox": _BESIDE,
    "session": _BESIDE,
    # Whoever comes takes from a pool, and what somebody's time is over for.
    "assignment": Rows(
        insert=f"{OF_ME} AND lease IS NOT NULL AND {_POOL}",
        update=f"{OF_ME} AND {_POOL}",
        delete=f"{RANK} >= 1 AND {_RAN_OUT} AND {_POOL}",
    ),
    # Secrets, and what shows all that was ever said.
    **dict.fromkeys(
        ("credential", "pseudonym", "split", "snapshot", "frozen", "snapshot_part"), _HIDDEN
    ),
}  # fmt: skip

VERBS = {"event": "SELECT, INSERT", "alembic_version": "SELECT", "db_role": "SELECT"}
ALL_VERBS = "SELECT, INSERT, UPDATE, DELETE"


def policies(table: str, schema: str) -> Iterator[str]:
    """The statements that make a table's policies. A table that is not named above is only for leads."""
    rows = TABLES.get(table, _HIDDEN)
    name = f'{schema}."{table}"'
    for verb, condition in (
        ("SELECT", rows.read), ("INSERT", rows.insert), ("UPDATE", rows.update), ("DELETE", rows.delete)
    ):  # fmt: skip
        said = f"({RANK} = 3 OR ({condition}))".replace("{s}", schema)
        clauses = {"INSERT": f"WITH CHECK {said}", "UPDATE": f"USING {said} WITH CHECK {said}"}
        clause = clauses.get(verb, f"USING {said}")
        yield f"CREATE POLICY annotator_{verb.lower()} ON {name} FOR {verb} {clause}"
