"""The tables of a team: who may do what, and who labels which articles by which plan."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer

from annotator.store.columns import key_column, one_of, table, text_column, to
from annotator.store.types import Text

# People without a row are annotators at work: so was everybody before there were roles.
member = table(
    "member",
    Column("actor", Integer, ForeignKey("actor.id"), primary_key=True, autoincrement=False),
    text_column("role"),
    Column("retired", Text),  # since when
    one_of("role", "annotator", "adjudicator", "lead"),
)

plan = table(
    "plan",
    key_column(),
    text_column("pass"),
    text_column("rules"),  # JSON: the rest of team.Rules
    Column("pool", Integer, nullable=False),
    Column("lease", Integer, nullable=False),  # minutes
    Column("opened", Integer, nullable=False),
    Column("seen", Integer, nullable=False),  # of the articles in the order they came, so many were looked at
    text_column("at"),
    Column("ended", Text),
    one_of("pass", "spans", "labels", "both"),
    CheckConstraint("pool IN (0, 1) AND opened IN (0, 1) AND lease >= 0 AND seen >= 0", name="sane"),
)

plan_person = table(
    "plan_person",
    to("plan.id", "plan", primary_key=True),
    to("actor.id", "actor", primary_key=True),
    Column("quota", Integer),
    CheckConstraint("quota >= 0", name="quota"),
)

# What a plan says of an article. `n` is its place in the order in which the plan's are walked through.
planned = table(
    "planned",
    to("plan.id", "plan", primary_key=True),
    to("article.id", "article", primary_key=True),
    Column("n", Integer, nullable=False),
    text_column("stratum"),
    *(Column(name, Integer, nullable=False) for name in ("wanted", "withheld", "calibration")),
    CheckConstraint("wanted > 0 AND withheld IN (0, 1) AND calibration IN (0, 1)", name="sane"),
    Index(None, "plan", "n"),
)

assignment = table(
    "assignment",
    to("plan.id", "plan", primary_key=True),
    to("article.id", "article", primary_key=True),
    to("actor.id", "actor", primary_key=True),
    text_column("since"),
    Column("lease", Text),  # until when; NULL: for good
    Index(None, "plan", "actor"),
)
