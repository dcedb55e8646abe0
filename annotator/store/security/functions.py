"""What the policies ask, and what a verb has to know of rows that it may not see: functions of the owner's.

They run with the owner's rights (SECURITY DEFINER), so there are few, each tells no more than a number, a
layer of one's own, or yes or no, and each has a search_path of its own: no role can put another table in the
place of ours. `current_user` would be the owner in them, so policies hand it over.
"""

from typing import NamedTuple

_READS = "sql STABLE PARALLEL SAFE"


class Function(NamedTuple):
    """`head`: its name and parameters; `returns`: what it gives; `body`: its statements."""

    head: str
    returns: str
    body: str
    language: str = _READS

    def made(self, schema: str) -> str:
        """The statement that makes it."""
        return (
            f"CREATE OR REPLACE FUNCTION {schema}.{self.head} RETURNS {self.returns} "
            f"LANGUAGE {self.language} SECURITY DEFINER SET search_path = {schema}, pg_temp "
            f"AS $f$ {self.body} $f$"
        )

    def signature(self) -> str:
        """As GRANT and DROP name it."""
        name, parameters = self.head.rstrip(")").split("(")
        kinds = (one.split()[-1] for one in parameters.split(",") if one.strip())
        return f"{name}({', '.join(kinds)})"


# The person whom a role stands for; NULL for a stranger, and for who has retired.
_ME = Function(
    "annotator_me(who name)",
    "integer",
    """
    SELECT d.actor FROM db_role d LEFT JOIN member m ON m.actor = d.actor
    WHERE d.role = who::text AND m.retired IS NULL
    """,
)

# 1 an annotator, 2 an adjudicator, 3 a lead, 0 nobody.
_RANK = Function(
    "annotator_rank(who name)",
    "integer",
    """
    SELECT coalesce((
      SELECT CASE m.role WHEN 'lead' THEN 3 WHEN 'adjudicator' THEN 2 ELSE 1 END
      FROM actor a LEFT JOIN member m ON m.actor = a.id WHERE a.id = annotator_me(who)
    ), 0)
    """,
)

# Whether a layer, as [kind, name, version], is one that the role may write; gold is the adjudicators'.
_OWN = Function(
    "annotator_own(who name, layer jsonb)",
    "boolean",
    """
    SELECT coalesce(CASE layer->>0
      WHEN 'human' THEN layer->>1 = (SELECT name FROM actor WHERE id = annotator_me(who))
      WHEN 'gold' THEN annotator_rank(who) >= 2
    END, false)
    """,
)

_LAYERS = Function(
    "annotator_layers(who name)",
    "integer[]",
    """
    SELECT coalesce(array_agg(id), '{}') FROM layer
    WHERE annotator_own(who, jsonb_build_array(kind, name, version))
    """,
)

# Whether somebody may see what was adjudicated in an article: they have finished it, or label it frozen.
_SETTLED = Function(
    "annotator_settled(who name, here integer)",
    "boolean",
    """
    SELECT EXISTS (
      SELECT FROM progress p JOIN article a ON a.id = p.article JOIN layer l ON l.id = p.layer
      JOIN actor me ON me.name = l.name
      WHERE p.article = here AND l.kind = 'human' AND l.version = '' AND me.id = annotator_me(who)
      AND p.reviewed + p.skipped >= a.body
    ) OR EXISTS (
      SELECT FROM assignment x JOIN plan p ON p.id = x.plan
      WHERE x.article = here AND x.actor = annotator_me(who) AND p.pass = 'labels'
    )
    """,
)

# Whether the changes of an event (store/codec.py) are of nothing but what the role may write.
_SAYS = Function(
    "annotator_says(who name, changes text)",
    "boolean",
    """
    SELECT coalesce(bool_and(CASE
      WHEN e->>0 IN ('speaker', 'region', 'apart') THEN true
      WHEN e->>0 = 'ruling' THEN annotator_rank(who) >= 2
      WHEN e->>0 = 'again' AND annotator_rank(who) >= 2 THEN true
      WHEN e->>0 = 'quotes' THEN (
        SELECT bool_and(annotator_own(who, one)) FROM jsonb_array_elements(e->1->1) one
      )
      ELSE (e->1 = 'null' OR annotator_own(who, e->1->'layer'))
        AND (e->2 = 'null' OR annotator_own(who, e->2->'layer'))
    END IS TRUE), true)
    FROM jsonb_array_elements(changes::jsonb) e
    """,
)

# What a save has to know of all events: the last uuid of version 7 (store/ordering.py), a running number.
_NEWEST = Function(
    "annotator_newest()",
    "text",
    """
    SELECT uid FROM event WHERE uid < '1' AND substr(uid, 15, 1) = '7' ORDER BY uid DESC LIMIT 1
    """,
)
_LAST = Function(
    "annotator_last(who integer)", "integer", "SELECT coalesce(max(seq), 0) FROM event WHERE actor = who"
)

# Whether an entry of the registry has to stay (store/write.py, is_named). Of nothing but entries: else any
# value could be looked for in what others say.
_NAMED = Function(
    "annotator_named(one text)",
    "boolean",
    """
    SELECT EXISTS (SELECT FROM speaker WHERE uid = one) AND (EXISTS (
      SELECT FROM quote_voice v JOIN quote q ON q.id = v.quote JOIN speaker s ON s.id = v.speaker
      WHERE s.uid = one AND q.deleted = 0
    ) OR EXISTS (
      SELECT FROM quote_label x JOIN quote q ON q.id = x.quote
      WHERE one IN (x.target, x.value) AND q.deleted = 0
    ) OR EXISTS (SELECT FROM article_label WHERE one IN (target, value)
    ) OR EXISTS (SELECT FROM speaker WHERE merged_into = one AND deleted = 0))
    """,
)

# Whether others have spoken of an entry since an event (store/history.py, others_mention).
_MENTIONED = Function(
    "annotator_mentioned(since text, one text)",
    "boolean",
    """
    SELECT EXISTS (SELECT FROM speaker WHERE uid = one) AND EXISTS (
      SELECT FROM event this JOIN event e ON e.id > this.id AND e.actor <> this.actor
      WHERE this.uid = since AND strpos(e.changes, one) > 0
    )
    """,
)

# The mark of a region changes what is counted of everybody (store/tallying.py, recount).
_RECOUNT = Function(
    "annotator_recount(here integer)",
    "void",
    """
    DECLARE
      one record;
      was integer;
    BEGIN
      SELECT body INTO was FROM article WHERE id = here;
      UPDATE article SET body = (
        SELECT count(*) FROM sentence s WHERE s.article = here AND NOT EXISTS (
          SELECT FROM region r WHERE r.article = here AND r.kind <> 'body'
          AND r.start < s.stop AND s.start < r.stop
        )
      ) WHERE id = here;
      UPDATE corpus SET body = body + (SELECT body FROM article WHERE id = here) - was;
      FOR one IN
        SELECT layer, coalesce(h.reviewed, 0) AS reviewed, coalesce(h.skipped, 0) AS skipped,
          coalesce(h.reviewed, 0) - coalesce(p.reviewed, 0) AS more
        FROM (SELECT * FROM progress WHERE article = here) p FULL JOIN (
          SELECT v.layer, count(*) FILTER (WHERE v.status <> 'skipped') AS reviewed,
            count(*) FILTER (WHERE v.status = 'skipped') AS skipped
          FROM review v WHERE v.article = here AND NOT EXISTS (
            SELECT FROM region r WHERE r.article = here AND r.kind <> 'body'
            AND r.start < v.stop AND v.start < r.stop
          ) GROUP BY v.layer
        ) h USING (layer)
        WHERE (coalesce(h.reviewed, 0), coalesce(h.skipped, 0))
          <> (coalesce(p.reviewed, 0), coalesce(p.skipped, 0))
      LOOP
        INSERT INTO progress (layer, article, reviewed, skipped)
          VALUES (one.layer, here, one.reviewed, one.skipped)
          ON CONFLICT (layer, article) DO UPDATE SET reviewed = one.reviewed, skipped = one.skipped;
        UPDATE layer SET reviewed = reviewed + one.more WHERE id = one.layer;
      END LOOP;
    END
    """,
    "plpgsql",
)

# Each behind those that it asks.
FUNCTIONS = (
    _ME, _RANK, _OWN, _LAYERS, _SETTLED, _SAYS, _NEWEST, _LAST, _NAMED, _MENTIONED, _RECOUNT,
)  # fmt: skip
