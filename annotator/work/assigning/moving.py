"""Letting articles go from one person to another. Pure; what is begun or finished stays, unless asked for."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from annotator.store.team import Holding, Joined, Move


class Shares:
    """Who has what, and how much of it is left to do, while moves are thought of."""

    def __init__(self, holdings: Iterable[Holding], people: Sequence[Joined], *, begun: bool = False) -> None:
        self.people = {one.name: one for one in people}
        self.left: Counter[str] = Counter(dict.fromkeys(self.people, 0))
        self.all: Counter[str] = Counter()
        self.has: defaultdict[str, set[str]] = defaultdict(set)
        self.movable: defaultdict[str, dict[str, Holding]] = defaultdict(dict)
        for one in holdings:
            self.has[one.name].add(one.article)
            if one.calibration:
                continue
            self.all[one.name] += 1
            if not one.finished:
                self.left[one.name] += 1
                if begun or not one.begun:
                    self.movable[one.name][one.article] = one

    def can_take(self, name: str, article: str) -> bool:
        quota = self.people[name].quota
        return article not in self.has[name] and (quota is None or self.all[name] < quota)

    def move(self, one: Holding, taker: str) -> Move:
        giver = one.name
        del self.movable[giver][one.article]
        for counts, by in ((self.left, 1), (self.all, 1)):
            counts[giver] -= by
            counts[taker] += by
        self.has[giver].discard(one.article)
        self.has[taker].add(one.article)
        self.movable[taker][one.article] = one._replace(name=taker)
        return Move(one.article, giver, taker)


def reassigned(
    holdings: Sequence[Holding],
    people: Sequence[Joined],
    giver: str,
    taker: str | None = None,
    *,
    articles: Sequence[str] = (),
    begun: bool = False,
) -> list[Move]:
    """What `giver` has not done goes to `taker`, else each article to who has least left to do.

    `articles`: only these. What nobody can take stays where it is.
    """
    shares, moves = Shares(holdings, people, begun=begun), []
    for one in list(shares.movable[giver].values()):
        names = [taker] if taker is not None else sorted(shares.people, key=lambda x: (shares.left[x], x))
        able = (x for x in names if x != giver and shares.can_take(x, one.article))
        to = next(able, None) if not articles or one.article in articles else None
        if to is not None:
            moves.append(shares.move(one, to))
    return moves


def rebalanced(holdings: Sequence[Holding], people: Sequence[Joined]) -> list[Move]:
    """Moves after which what is left to do differs by one at most, as far as quotas and overlap let it.

    What is in hands that are no longer in the plan goes first. Others give what they would come to last.
    """
    shares = Shares(holdings, people)
    givers: dict[tuple[str, str], str] = {}  # (article, who has it now): who had it
    while (found := next(_better(shares), None)) is not None:
        move = shares.move(*found)
        giver = givers.pop((move.article, move.giver), move.giver)
        if giver != move.taker:
            givers[move.article, move.taker] = giver
    return [Move(article, giver, taker) for (article, taker), giver in givers.items()]


def _better(shares: Shares) -> Iterator[tuple[Holding, str]]:
    """Moves that make shares more alike, the best first."""
    gone = [name for name in shares.movable if name not in shares.people]
    here = sorted(shares.people, key=lambda name: (-shares.left[name], name))
    for giver in (*sorted(gone), *here):
        for taker in reversed(here):
            if giver in shares.people and shares.left[giver] - shares.left[taker] <= 1:
                break
            able = (x for x in reversed(shares.movable[giver].values()) if shares.can_take(taker, x.article))
            yield from ((one, taker) for one in able)
