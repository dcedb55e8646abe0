"""What the commands about people and plans share: who may lead, which plan is meant, words for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.config import Config
    from annotator.store import Store
    from annotator.store.team import Holding, Pass, Plan, Role


def allowed(store: Store, config: Config, said: str | None, role: Role) -> None:
    """Raises UsageError where somebody leads this project, and whoever asks is not in such a role."""
    from annotator.cli.people import known_as
    from annotator.store.team import Role

    here = [one for one in store.people() if one.retired is None]
    leads = [one.name for one in here if one.role is Role.LEAD]
    name = known_as(store, said or config.name)
    mine = next((one.role for one in here if one.name == name), None)
    if leads and (mine is None or not mine.includes(role)):
        article = "an" if role is Role.ADJUDICATOR else "a"
        raise UsageError(
            f"{name} is not {article} {role} here; {' and '.join(leads)} can make you one "
            f"(annotator annotators add {name} --role {role}), or say who you are with --as NAME"
        )


def chosen_pass(word: str | None) -> Pass | None:
    """The pass that `word` means. Raises UsageError."""
    from annotator.store.team import Pass

    if word is None:
        return None
    if word not in list(Pass):
        raise UsageError(f"a pass is spans, labels or both, not “{word}”")
    return Pass(word)


def version_of(word: str | None) -> str:
    """The version of people's layers in which they speak in a pass. Raises UsageError."""
    what = chosen_pass(word)
    return what.version if what is not None else ""


def chosen_plan(store: Store, word: str | None) -> Plan:
    """The plan that runs; `word`: its pass, where two do. Raises UsageError."""
    what = chosen_pass(word)
    plans = [x for x in store.running_plans() if what is None or x.rules.what.version == what.version]
    if not plans:
        raise UsageError("no plan runs; annotator assign --overlap 2 begins one, for example")
    if len(plans) > 1:
        raise UsageError("two plans run; say which with --pass spans or --pass labels")
    return plans[0]


def described(plan: Plan) -> str:
    """A plan in words."""
    rules = plan.rules
    people = "person" if rules.overlap == 1 else "people"
    parts = [f"pass: {rules.what}", f"{rules.overlap} {people} an article"]
    if rules.overlap > 1 and rules.share < 1:
        parts[-1] = f"{rules.overlap} people for {rules.share:.0%} of the articles, one for the others"
    if rules.strata:
        parts.append(f"mixed by {', '.join(rules.strata)}")
    if rules.withheld:
        parts.append(f"no proposals in {rules.withheld:.0%}")
    if rules.pool:
        parts.append(f"a pool, held for {rules.lease} minutes")
    if rules.hidden_gold:
        told = ", with feedback" if rules.feedback else ""
        articles = "article" if rules.hidden_gold == 1 else "articles"
        parts.append(f"{rules.hidden_gold} adjudicated {articles} hidden among each one's{told}")
    parts.append(f"order: {rules.order}")
    return " · ".join(parts)


def state(one: Holding) -> str:
    """How far somebody is with an article, in a word."""
    if one.finished:
        return "finished"
    return "begun" if one.begun else "to do"
