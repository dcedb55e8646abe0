"""Articles that are tied to each other, as groups of which each goes into one part."""

from collections.abc import Sequence

from annotator.dataset.splitting.owning import is_later, latest
from annotator.dataset.splitting.policy import By


class Groups:
    """Articles by number, growing together tie by tie (union-find).

    A tie that would bring two parts together is refused instead, and one of its two articles, never one that
    was decided before, is put out. So, once every tie was told, two articles that are tied are in one group,
    or were decided before, or one of them is out. The order of ties matters only to which articles go out.
    """

    def __init__(self, by: By, owns: Sequence[str | None]) -> None:
        """`owns`: where each article belongs by itself, if it says so."""
        self.out: set[int] = set()
        self._by = by
        self._owns = owns
        self._around = list(range(len(owns)))
        self._own = dict(enumerate(owns))
        self._fixed: dict[int, str] = {}  # the part of a group that holds decided articles
        self._decided: set[int] = set()

    def decide(self, some: Sequence[int], part: str) -> None:
        """That these articles are one group and in `part` was decided before, whatever is tied to them."""
        root = some[0]
        for n in some:
            self._around[n] = root
        self._decided.update(some)
        self._fixed[root] = part
        self._own[root] = None

    def of(self, n: int) -> int:
        """The group of an article, as the number of one of its articles."""
        around = self._around
        while around[n] != n:
            around[n] = n = around[around[n]]
        return n

    def is_decided(self, n: int) -> bool:
        return n in self._decided

    def fixed(self, n: int) -> str | None:
        """The part that was decided of the group of an article."""
        return self._fixed.get(self.of(n))

    def kin(self, n: int) -> int | None:
        """What articles have in common between which a tie would change nothing."""
        return None if n in self.out else self.of(n)

    def tie(self, a: int, b: int) -> None:
        """The two belong together: they are in one group from now on, or one of them is out."""
        if {a, b} & self.out or {a, b} <= self._decided or self.of(a) == self.of(b):
            return
        one, other = sorted((self.of(a), self.of(b)))
        fixed = {part for n in (one, other) if (part := self._fixed.get(n))}
        owns = [own for n in (one, other) if (own := self._own[n])]
        if len(fixed) > 1 or not self._agree(next(iter(fixed), None), owns):
            self.out.add(max({a, b} - self._decided))
            return
        self._around[other] = one
        self._own[one] = latest(owns) if owns else None
        self._fixed.pop(other, None)
        if fixed:
            self._fixed[one] = fixed.pop()

    def _agree(self, fixed: str | None, owns: Sequence[str]) -> bool:
        """Whether what belongs into `owns` may be together, and in `fixed`.

        What is old may be in test, and so may who speaks in train; what is new must never be in train.
        """
        if self._by is By.OUTLET:
            return len({*owns, *filter(None, (fixed,))}) < 2
        return fixed is None or not any(is_later(own, fixed) for own in owns)

    def own(self, some: Sequence[int]) -> str | None:
        """Where the articles of a group belong by themselves; None where none of them says so."""
        owns = [own for n in some if (own := self._owns[n])]
        return latest(owns) if owns else None
