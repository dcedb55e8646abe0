"""An overview in cells and sentences, for the screen and for plain text, and as JSON."""

from typing import Any

from annotator.work.quality.answers import Score
from annotator.work.quality.plots import bar, columns
from annotator.work.quality.watching import DAYS, OfArticle, OfPerson, Overview

PEOPLE = ("annotator", "done", "", "an hour", "days", "rest", "gold", "flags", "alarms")
ARTICLES = ("no", "agreement", "flags", "people", "title")
NONE = "–"


def person(one: OfPerson, width: int, days: int = DAYS) -> tuple[str, ...]:
    """Cells for PEOPLE, with a bar of `width` columns and a column for each of the last `days`."""
    return (
        one.name, f"{one.finished:,}/{one.articles:,}", bar(one.finished, one.articles, width),
        NONE if one.pace is None else f"{one.pace:,.0f}", columns(one.days[-days:]),
        score(one.rest), score(one.gold), f"{one.flags:,}", "!" * len(one.alarms),
    )  # fmt: skip


def article(one: OfArticle, width: int) -> tuple[str, ...]:
    """Cells for ARTICLES: how far each of its people is, as a bar of `width` columns."""
    people = "  ".join(f"{name} {bar(done, one.body, width)}" for name, done in one.people)
    agreed = NONE if one.agreement is None else f"{one.agreement:.2f}"
    return f"{one.number:,}", agreed, f"{one.flags:,}", people, one.title


def score(one: Score | None) -> str:
    """Agreement on where quotes stand."""
    found = one.rate.f1 if one is not None else None
    return NONE if found is None else f"{found:.2f}"


def head(some: Overview) -> str:
    """How far the round is, in one line."""
    done = f"{some.finished:,} of {len(some.articles):,} articles finished"
    if some.plan is None:
        return f"no plan runs; {done}, of {some.corpus:,} there are"
    return f"{done}; pass: {some.plan.rules.what}"


def next_step(some: Overview) -> str | None:
    """What to do where there is nothing to see yet."""
    if not some.corpus:
        return "there is no article yet; annotator ingest FILES takes some in"
    if not some.people:
        return (
            "nobody is at work yet; annotator annotators add NAME adds somebody, annotator assign gives work"
        )
    if not some.articles:
        return "nobody has begun, and no plan runs; annotator assign --overlap 2 gives each article to two"
    return None


def alarms(some: Overview) -> list[str]:
    """A sentence for each alarm."""
    return [f"{one.name}: {one.says}{_since(one.since)}" for one in some.alarms]


def _since(at: str) -> str:
    return f", since {at[:16].replace('T', ' ')}" if at else ""


# JSON


def as_json(some: Overview) -> dict[str, Any]:
    """Everything by name."""
    plan = some.plan
    return {
        "at": some.at,
        "plan": None if plan is None else {"id": plan.id, "pass": str(plan.rules.what), "at": plan.at},
        "corpus": some.corpus,
        "finished": some.finished,
        "days": list(some.days),
        "annotators": [_person(one) for one in some.people],
        "articles": [_article(one) for one in some.articles],
        "alarms": [one.as_json() for one in some.alarms],
    }


def _person(one: OfPerson) -> dict[str, Any]:
    accepted, corrected, rejected = one.verdicts
    return {
        "name": one.name, "articles": one.articles, "finished": one.finished, "begun": one.begun,
        "sentences": one.sentences, "reviewed": one.reviewed, "active_seconds": one.seconds,
        "sentences_an_hour": one.pace, "quotes": one.quotes, "days": list(one.days), "last": one.last or None,
        "flags": one.flags,
        "proposals": {"accepted": accepted, "corrected": corrected, "rejected": rejected},
        "rest": _score(one.rest), "gold": _score(one.gold),
        "hidden_gold": {"given": one.checks[1], "finished": one.checks[0]},
        "alarms": [alarm.kind.value for alarm in one.alarms],
    }  # fmt: skip


def _score(one: Score | None) -> dict[str, Any] | None:
    if one is None:
        return None
    fields = {name: {"equal": equal, "of": of} for name, (equal, of) in one.fields.items()}
    return {"quotes": one.rate.as_json(), "labels": fields}


def _article(one: OfArticle) -> dict[str, Any]:
    return {
        "number": one.number, "digest": one.digest, "title": one.title, "sentences": one.body,
        "agreement": one.agreement, "flags": one.flags,
        "annotators": [{"name": name, "reviewed": done} for name, done in one.people],
    }  # fmt: skip
