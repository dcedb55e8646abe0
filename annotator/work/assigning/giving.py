"""Who gets which article. Pure: the same facts give the same answer, whatever order they came in.

What is given stays. New articles go, one after the other in an order that the seed says, each to those who
have least: first of all, then of its stratum and condition. So loads differ by one at most, as long as nobody
has reached a quota, and each person's articles are mixed alike. An article is given to as many people as it
shall have, or to nobody yet.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from annotator.store.team import Candidate, Decided, Facts, Given, Joined, Order, Planned, Rules

_SURE = 1_000_000  # shares are counted in millionths, so that no sum of them is rounded


def decide(facts: Facts) -> Decided:
    """What is planned from now on, in the order in which it is walked through, and who gets what."""
    rules = facts.plan.rules
    new = sorted(
        (c for c in facts.new if c.planned is None), key=lambda c: (c.stratum, _draw(rules, c.article))
    )
    checks = hidden(facts)
    settled = _answered([c for c in new if c.article in facts.settled], checks, facts)
    fresh = [c for c in new if c.article not in facts.settled]
    first = _calibration(fresh, facts)
    rest = [c for c in fresh if c.article not in {x.article for x in first}] if first else fresh
    conditions = {x.article: x for x in _conditions(rest, facts)}
    wanted = max(1, len(facts.plan.people))
    calibration = [Planned(c.article, c.stratum, wanted, calibration=True) for c in first]
    conditions |= {x.article: x for _, x in settled}
    known = [c for c, _ in settled]
    planned = [conditions[c.article] for c in _ordered(rest, known, rules)]
    waiting = [(c, c.planned) for c in facts.new if c.planned is not None]
    todo = [*settled, *((c, conditions[c.article]) for c in rest), *waiting]
    given = [*_to_all([*first, *facts.calibrated], facts), *_begun([*rest, *known])]
    given += [one for one in checks if one not in given]
    if not rules.pool:
        given += _given(todo, facts)
    return Decided((*calibration, *planned), tuple(given), tuple(checks))


def arranged(facts: Facts) -> list[str]:
    """The articles in the order in which they are walked through."""
    checked = {one.article for one in facts.plan.checks}
    rest, settled = ([c for c in facts.new if (c.article in checked) is x] for x in (False, True))
    return [c.article for c in _ordered(rest, settled, facts.plan.rules)]


# Conditions


def _calibration(fresh: Sequence[Candidate], facts: Facts) -> list[Candidate]:
    """The articles that are still to join the calibration: evenly from all strata."""
    if facts.counts or facts.plan.opened:
        return []
    n = min(facts.plan.rules.calibration - len(facts.calibrated), len(fresh))
    return [fresh[(2 * k + 1) * len(fresh) // (2 * n)] for k in range(n)]


def _conditions(rest: Iterable[Candidate], facts: Facts) -> Iterator[Planned]:
    """How many people label each article, and whether they see proposals.

    The share is exact: of the first n articles it never misses by one, however many come at a time.
    """
    rules = facts.plan.rules
    counts = Counter({x.wanted: x.articles for x in facts.counts})
    for c in rest:
        shared = _is_hit(counts.total(), rules.share, _draw(rules, "share"))
        wanted = rules.overlap if shared else 1
        withheld = _is_hit(counts[wanted], rules.withheld, _draw(rules, f"withheld {wanted}"))
        counts[wanted] += 1
        yield Planned(c.article, c.stratum, wanted, withheld)


def _is_hit(n: int, share: float, phase: int) -> bool:
    """Whether the n-th of a row, counted from 0, is of the share of it that is drawn at even distances."""
    step, start = round(share * _SURE), phase % _SURE
    return (start + (n + 1) * step) // _SURE > (start + n * step) // _SURE


# Hidden gold


def hidden(facts: Facts) -> list[Given]:
    """Which adjudicated articles are given to whom as if they were new: `hidden_gold` for each person.

    Nobody gets one that they know. Of the others those that fewest have, so that no article is soon known as
    one of them. Who has some already gets no more: they would appear among what is done.
    """
    rules, has = facts.plan.rules, {one.name for one in facts.plan.checks}
    times = Counter(one.article for one in facts.plan.checks)
    found: list[Given] = []
    for one in facts.plan.people:
        free = [article for article, there in facts.settled.items() if one.name not in there]
        free.sort(key=lambda article: (times[article], _draw(rules, f"{article} {one.name} hidden")))
        mine = free[: rules.hidden_gold] if one.name not in has else []
        times.update(mine)
        found += [Given(article, one.name) for article in mine]
    return found


def _answered(
    some: Iterable[Candidate], checks: Sequence[Given], facts: Facts
) -> list[tuple[Candidate, Planned]]:
    """The new articles with known answers that somebody has all the same, under the conditions of others."""
    rules, found = facts.plan.rules, list[tuple[Candidate, Planned]]()
    for c in some:
        if by := c.by | {one.name for one in checks if one.article == c.article}:
            withheld = _is_hit(len(found), rules.withheld, _draw(rules, "withheld hidden"))
            found.append((c._replace(by=by), Planned(c.article, c.stratum, len(by), withheld)))
    return found


def _ordered(rest: Iterable[Candidate], settled: Iterable[Candidate], rules: Rules) -> list[Candidate]:
    """In the order in which they are walked through; those with known answers anywhere among the others."""
    found = sorted(rest, key=lambda c: _walk(rules, c))
    for c in sorted(settled, key=lambda c: c.article):
        found.insert(_draw(rules, f"{c.article} place") % (len(found) + 1), c)
    return found


# People


def _to_all(some: Iterable[Candidate], facts: Facts) -> Iterator[Given]:
    for c in some:
        yield from (Given(c.article, one.name) for one in facts.plan.people if one.name not in c.by)
        if c.planned is None:
            yield from _begun([c])


def _begun(some: Iterable[Candidate]) -> Iterator[Given]:
    """What people have begun before it was planned is theirs."""
    return (Given(c.article, name) for c in some for name in sorted(c.by))


def _given(todo: Sequence[tuple[Candidate, Planned]], facts: Facts) -> Iterator[Given]:
    rules, loads = facts.plan.rules, _Loads(facts)
    for c, condition in todo:
        if c.planned is None:
            loads.add(c.by, condition)
    rows = [(c, condition, condition.wanted - len(c.by)) for c, condition in todo]
    rows = [row for row in rows if row[2] > 0]
    rows.sort(key=lambda row: (row[0].stratum, row[1].withheld, _draw(rules, row[0].article)))
    left = loads.possible(len(rows), max((need for *_, need in rows), default=1))
    for c, condition, need in rows:
        chosen = loads.choose(need, left, condition, c)
        loads.add(chosen, condition)
        left -= bool(chosen)
        yield from (Given(c.article, name) for name in chosen)


class _Loads:
    """How many articles everybody has, and may still have."""

    def __init__(self, facts: Facts) -> None:
        self._rules, self._people = facts.plan.rules, facts.plan.people
        self._all: Counter[str] = Counter()
        self._cells: Counter[tuple[str, str, bool]] = Counter()
        for load in facts.loads:
            self._all[load.name] += load.articles
            self._cells[load.name, load.stratum, load.withheld] += load.articles

    def add(self, names: Iterable[str], condition: Planned) -> None:
        for name in names:
            self._all[name] += 1
            self._cells[name, condition.stratum, condition.withheld] += 1

    def possible(self, most: int, need: int) -> int:
        """How many articles, at most so many, can be given to `need` people each."""
        low, high = 0, most
        while low < high:
            n = (low + high + 1) // 2
            low, high = (n, high) if self._slack(n, need) >= 0 else (low, n - 1)
        return low

    def choose(self, need: int, left: int, condition: Planned, c: Candidate) -> list[str]:
        """Who gets an article that lacks `need` people, with `left` to give, this one included; or nobody.

        Those with least, but not so that what is left can no longer be given: whoever may have as many as
        there are left has to get most of them.
        """
        free = [x for x in self._people if x.name not in c.by and self._room(x, 1)]
        if len(free) < need:
            return []
        ranked = sorted(free, key=lambda x: self._rank(x.name, condition, c))
        tight = [x for x in ranked if self._room(x, left)]
        must = max(0, len(tight) - max(0, self._slack(left, need)))
        names = [x.name for x in (*tight[:must], *(x for x in ranked if x not in tight[:must]))]
        return names[:need]

    def _rank(self, name: str, condition: Planned, c: Candidate) -> tuple[int, int, int]:
        cell = self._cells[name, condition.stratum, condition.withheld]
        return self._all[name], cell, _draw(self._rules, f"{c.article} {name}")

    def _room(self, one: Joined, n: int) -> bool:
        return one.quota is None or one.quota - self._all[one.name] >= n

    def _slack(self, n: int, need: int) -> int:
        """How many more places there are than `n` articles with `need` people each take."""
        rooms = (n if x.quota is None else min(n, max(0, x.quota - self._all[x.name])) for x in self._people)
        return sum(rooms) - n * need


# Order


def _walk(rules: Rules, c: Candidate) -> tuple[int, str]:
    return (_draw(rules, c.article) if rules.order is Order.RANDOM else c.place), c.article


def _draw(rules: Rules, words: str) -> int:
    """A number that the plan's seed says."""
    said = blake2b(f"{rules.seed} {words}".encode(), digest_size=8)
    return int.from_bytes(said.digest(), "big")
