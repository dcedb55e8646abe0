"""A round as a lead sees it: how far everybody is, how quickly, how alike, and what asks to be looked at.

Each look reads only the actions that came since the last. What agreement costs is asked anew only when
something has changed; whoever looks again and again decides how often (tui/dashboard).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from annotator.model import ADJUDICATED, VerdictKind
from annotator.scheme import Scheme
from annotator.store import Store
from annotator.store.quality import Check, Mark
from annotator.store.team import Holding, Pass, Plan
from annotator.work.adjudication.order import ranked
from annotator.work.quality.alarms import ALPHA, Alarm, Kind
from annotator.work.quality.answers import Score, Scores, scores
from annotator.work.quality.drifting import Change, fall, shift
from annotator.work.quality.stamping import LIMIT, Judgement, streak, too_fast

DAYS = 14  # of which the pace is shown


@dataclass(frozen=True, slots=True)
class OfPerson:
    """One person's part. Seconds are active ones; `days`: sentences finished on each of the last DAYS.

    `verdicts`: how many proposals they accepted, corrected and rejected. `rest` and `gold` are None where
    there is nothing to compare. `retired`, or not of the plan: what they have counts all the same.
    """

    name: str
    articles: int
    finished: int
    begun: int
    sentences: int
    reviewed: int
    seconds: float
    quotes: int
    days: tuple[int, ...]
    last: str  # when they last did anything (UTC), "" never
    flags: int
    verdicts: tuple[int, int, int]
    rest: Score | None
    gold: Score | None
    checks: tuple[int, int]  # hidden gold: (finished, given)
    alarms: tuple[Alarm, ...]

    @property
    def pace(self) -> float | None:
        """Sentences an active hour; None where no time was counted."""
        return self.reviewed * 3600 / self.seconds if self.seconds else None

    @property
    def left(self) -> int:
        return self.articles - self.finished


@dataclass(frozen=True, slots=True)
class OfArticle:
    """`people`: each with the sentences done of `body`. `agreement`: None where nobody can be compared."""

    number: int
    digest: str
    title: str
    body: int
    people: tuple[tuple[str, int], ...]
    agreement: float | None
    flags: int

    @property
    def finished(self) -> bool:
        """Whether all who have it have finished it."""
        return all(done >= self.body for _, done in self.people)


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it at one moment; `plan` None: no plan runs, and what people began is shown."""

    at: str
    plan: Plan | None
    people: tuple[OfPerson, ...]
    articles: tuple[OfArticle, ...]
    corpus: int  # articles there are
    days: tuple[str, ...]  # those of OfPerson.days

    @property
    def alarms(self) -> list[Alarm]:
        return [alarm for one in self.people for alarm in one.alarms]

    @property
    def finished(self) -> int:
        """How many of the articles are finished by all who have them."""
        return sum(one.finished for one in self.articles)


@dataclass
class _Done:
    """What somebody's steps add up to."""

    seconds: float = 0.0
    last: str = ""
    waiting: int = 0  # active milliseconds since the last judgement
    made: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)
    judged: dict[str, Judgement] = field(default_factory=dict)  # by proposal, in order


class Watch:
    """A round that is looked at again and again.

    `version`: the plan of the pass that people's layers of this version speak in, where two run. `limit`:
    words a minute from which nobody can have read. `now` gives the time in UTC.
    """

    def __init__(
        self,
        store: Store,
        scheme: Scheme,
        version: str | None = None,
        *,
        limit: float = LIMIT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store, self._scheme, self._limit, self._now = store, scheme, limit, now
        self._version = version
        self._number = 0
        self._done: defaultdict[str, _Done] = defaultdict(_Done)
        self._seen: tuple[Mark, str] | None = None
        self._last: Overview | None = None

    def look(self) -> Overview:
        """What is so now; worked out anew only where somebody did anything, or a day is over."""
        now = self._now()
        seen = self._store.mark(), now.strftime("%Y-%m-%d")
        if self._last is None or seen != self._seen:
            self._follow()
            self._last, self._seen = self._overview(), seen
        return replace(self._last, at=now.isoformat(timespec="seconds").replace("+00:00", "Z"))

    # Following

    def _follow(self) -> None:
        steps = list(self._store.steps(self._number))
        where = self._store.proposed([uid for one in steps for uid, _ in one.verdicts])
        words = {(x.article, x.start): len(x.text.split()) for x in where.values()}
        for one in steps:
            done = self._done[one.name]
            done.seconds += one.active_ms / 1000
            done.waiting += one.active_ms
            done.last = max(done.last, one.at)
            done.days[one.at[:10]] += one.sentences
            for key, more in one.made:
                done.made[key] += more
            for uid, kind in one.verdicts:
                place = (where[uid].article, where[uid].start) if uid in where else (0, 0)
                _judge(done, one.at, uid, kind, place, words.get(place, 0))
            self._number = one.number

    # Adding up

    def _overview(self) -> Overview:
        store = self._store
        plan = next((x for x in store.running_plans() if self._version in (None, x.rules.what.version)), None)
        what = plan.rules.what if plan is not None else Pass.LABELS if self._version else Pass.BOTH
        version = what.version
        holdings = store.holdings(plan.id) if plan is not None else store.begun_by_all(version)
        names = [x.name for x in plan.people] if plan is not None else [x.name for x in store.people()]
        names = list(dict.fromkeys([*names, *sorted({x.name for x in holdings})]))
        checks = [x for x in store.checks() if x.what.version == version and x.name in names]
        compared = scores(store, self._scheme, [x for x in names if x in self._done], what, checks)
        flags = store.flagged(version)
        agreed = {x.standing.article: x.agreement for x in ranked(store, ADJUDICATED, (), version)}
        days = [(self._now() - timedelta(days=n)).strftime("%Y-%m-%d") for n in reversed(range(DAYS))]
        held: defaultdict[str, list[Holding]] = defaultdict(list)
        for one in holdings:
            held[one.name].append(one)
        return Overview(
            "", plan,
            tuple(self._person(x, held[x], flags, compared, checks, days) for x in names),
            tuple(_articles(holdings, agreed, flags)), store.totals().articles, tuple(days),
        )  # fmt: skip

    def _person(
        self, name: str, held: Sequence[Holding], flags: dict[tuple[str, str], int], compared: Scores,
        checks: Sequence[Check], days: Sequence[str],
    ) -> OfPerson:  # fmt: skip
        done = self._done.get(name, _Done())
        mine = [x for x in checks if x.name == name]
        kinds = Counter(one.kind for one in done.judged.values())
        return OfPerson(
            name, len(held), sum(x.finished for x in held), sum(x.begun and not x.finished for x in held),
            sum(x.body for x in held), sum(x.reviewed + x.skipped for x in held), done.seconds,
            sum(n > 0 for n in done.made.values()), tuple(max(0, done.days[day]) for day in days), done.last,
            sum(n for (who, _), n in flags.items() if who == name),
            (kinds[VerdictKind.ACCEPTED], kinds[VerdictKind.CORRECTED], kinds[VerdictKind.REJECTED]),
            _if_any(compared.rest.get(name)), _if_any(compared.gold.get(name)),
            (sum(x.finished is not None for x in mine), len(mine)),
            tuple(self._alarms(name, done, compared)),
        )  # fmt: skip

    # Alarms

    def _alarms(self, name: str, done: _Done, compared: Scores) -> Iterator[Alarm]:
        mine = list(done.judged.values())
        if (fast := too_fast(mine, self._limit)) is not None:
            yield Alarm(
                name, Kind.SPEED,
                f"{fast.fast:,} of {fast.judged:,} proposals judged faster than they can be read, "
                f"up to {fast.speed:,.0f} words a minute (the limit is {self._limit:,.0f})", fast.since,
            )  # fmt: skip
        others = [[x.kind for x in one.judged.values()] for who, one in self._done.items() if who != name]
        if (row := streak(mine, others)) is not None and row.chance <= ALPHA:
            yield Alarm(
                name, Kind.STREAK,
                f"{row.length:,} proposals accepted in a row without a change; "
                f"the most agreeing of the others accepts {row.rate:.0%}", row.since, row.chance,
            )  # fmt: skip
        yield from _falls(name, compared)


def _falls(name: str, compared: Scores) -> Iterator[Alarm]:
    for kind, words, score in (
        (Kind.GOLD, "known answers", compared.gold.get(name)),
        (Kind.AGREEMENT, "the others", compared.rest.get(name)),
    ):
        some = score.articles if score is not None else ()
        found = fall([x.matched for x in some], [x.quotes for x in some])
        if found is not None and found.chance <= ALPHA:
            says = f"agreement with {words} on quotes fell from {found.before:.2f} to {found.after:.2f}"
            yield _changed(name, kind, says, found, _day(some[found.place].when))
    labels = shift(compared.stances.get(name, ()))
    if labels is not None and labels.chance <= ALPHA:
        says = f"{labels.after:.0%} of the stances moved to other labels"
        yield _changed(name, Kind.LABELS, says, labels, "")


def _changed(name: str, kind: Kind, says: str, found: Change, since: str) -> Alarm:
    return Alarm(name, kind, f"{says} after {found.place} articles", since, found.chance)


def _day(days: float) -> str:
    return str((datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=days)).date()) if days == days else ""


def _if_any(score: Score | None) -> Score | None:
    return score if score is not None and (score.rate.found or score.rate.wanted) else None


def _judge(
    done: _Done, at: str, uid: str, kind: VerdictKind | None, place: tuple[int, int], words: int
) -> None:
    """A verdict as it stands now; when somebody first came to it stays what it was."""
    if kind is None:
        done.judged.pop(uid, None)
    elif uid in done.judged:
        done.judged[uid] = done.judged[uid]._replace(kind=kind)
    else:
        done.judged[uid] = Judgement(kind, words, place, done.waiting, at)
        done.waiting = 0


def _articles(
    holdings: Iterable[Holding], agreed: dict[str, float | None], flags: dict[tuple[str, str], int]
) -> Iterator[OfArticle]:
    found: dict[str, list[Holding]] = {}
    for one in holdings:
        found.setdefault(one.article, []).append(one)
    for digest, some in found.items():
        people = tuple((x.name, x.reviewed + x.skipped) for x in some)
        marks = sum(flags.get((x.name, digest), 0) for x in some)
        first = some[0]
        yield OfArticle(first.number, digest, first.title, first.body, people, agreed.get(digest), marks)
