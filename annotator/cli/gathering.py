"""From the flags of `annotator agreement` to its report."""

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta

from annotator.agreement.header import Excluded
from annotator.agreement.team import Team, TeamReport
from annotator.agreement.team_asking import Asking
from annotator.agreement.worst import Worst
from annotator.cli.export import chosen
from annotator.cli.guidelines import scheme_of
from annotator.cli.progress import progress
from annotator.cli.project import opened
from annotator.config import Config
from annotator.dataset.judging.columns import SENTENCES, Times, Wanted, judged
from annotator.errors import UsageError
from annotator.model import ADJUDICATED, Layer, LayerKind
from annotator.store import Store


@dataclass(frozen=True, slots=True)
class Selection:
    """What was said on the command line."""

    annotators: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    schemes: tuple[str, ...] = ()
    proposals: str | None = None
    gold: str | None = None
    version: str = ""  # of people's layers: that of a pass of labels is another (store/team.py)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The report, and whom it is about."""

    report: TeamReport
    people: list[Layer]


def gathered(config: Config, said: Selection, asking: Asking) -> Gathered:
    """Fetch what was judged and work out the report. Raises UsageError."""
    scheme = scheme_of(config.folder)
    with opened(config) as store:
        people = _people(store, said.annotators, said.version)
        wanted = Wanted(
            _articles(store, said.articles),
            _day(said.since, 0),
            _day(said.until, 1),
            _schemes(store, said.schemes),
            _shown(said.proposals),
        )
        gold = _gold(store, said.gold)
        every = [*people, *([gold] if gold else ())]
        with progress("looking up what was said", lambda: None) as bar:
            team, left = Team(), Counter[tuple[str, str]]()
            times = Times(store.seconds_on(people))
            with closing(store.judging_in_blocks(every, SENTENCES)) as blocks:
                for n, found in enumerate(blocks):
                    if not n:
                        bar.begin("reading articles", found.all_articles)
                    columns, without = judged(found, every, scheme, found.texts, wanted, times)
                    team.take(columns, gold=gold is not None)
                    for one in without:
                        left["reviews of sentences", one.why] += one.sentences
                        left["quotes", one.why] += one.quotes
                    bar.step(len(found.digests))
            bar.begin("working out the figures")
            excluded = (Excluded(what, count, why) for (what, why), count in left.items() if count)
            report = team.report(asking, tuple(excluded))
        return Gathered(replace(report, worst=_with_words(store, report.worst)), people)


def _with_words(store: Store, worst: list[Worst]) -> list[Worst]:
    """The worst items with their words."""
    texts = {digest: store.article(digest).text for digest in {one.article for one in worst}}
    return [replace(one, words=texts[one.article][one.start : one.end]) for one in worst]


def _people(store: Store, names: tuple[str, ...], version: str) -> list[Layer]:
    """The layers of those who are compared: of all people, in the order of their names."""
    known = [layer for layer in store.layers() if (layer.kind, layer.version) == (LayerKind.HUMAN, version)]
    found = [layer for layer in known if not names or layer.name in names]
    for name in names:
        if all(layer.name != name for layer in known):
            there = ", ".join(layer.name for layer in known) or "nobody yet"
            raise UsageError(f"nobody called “{name}” has labels here; there are {there}")
    if len(found) < 2:
        there = "one person has" if found else "nobody has"
        raise UsageError(f"{there} labels here; agreement needs two people")
    return found


def _gold(store: Store, word: str | None) -> Layer | None:
    known = store.layers()
    if word is None:
        return ADJUDICATED if ADJUDICATED in known else None
    found = [x for x in chosen(known, [word]) if x.kind is LayerKind.GOLD]
    if len(found) != 1:
        raise UsageError(f"“{word}” is no single gold layer; annotator status lists them")
    return found[0]


def _articles(store: Store, words: tuple[str, ...]) -> frozenset[str] | None:
    if not words:
        return None
    found: set[str] = set()
    for word in words:
        some = store.find_articles(word)
        if len(some) != 1:
            what = "several articles begin" if some else "no article begins"
            raise UsageError(f"{what} with {word}; annotator articles lists their digests")
        found.update(some)
    return frozenset(found)


def _schemes(store: Store, versions: tuple[str, ...]) -> frozenset[str] | None:
    if not versions:
        return None
    known = store.schemes()
    found = frozenset(digest for digest, (_, version) in known.items() if version in versions)
    for version in versions:
        if all(version != other for _, other in known.values()):
            there = ", ".join(sorted(version for _, version in known.values())) or "none yet"
            raise UsageError(f"nothing was done under version {version} of the scheme; there are {there}")
    return found


def _day(word: str | None, more: int) -> str | None:
    """When a day began (or, with `more`, ended) as the store writes times."""
    if word is None:
        return None
    try:
        day = date.fromisoformat(word) + timedelta(days=more)
    except ValueError:
        raise UsageError(f"“{word}” is no day; write it as 2026-05-31") from None
    return f"{day.isoformat()}T00:00:00.000Z"


def _shown(word: str | None) -> bool | None:
    if word not in (None, "shown", "none"):
        raise UsageError(f"--proposals is shown or none, not “{word}”")
    return None if word is None else word == "shown"
