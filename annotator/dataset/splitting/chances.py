"""How far a share may miss what was asked for: few groups, great chance."""

from math import exp, lgamma, log, log1p, sqrt

_TOO_FAR = 1 / 4  # of the share, up or down
_TAIL = 0.025  # on either side


def likely(n: int, share: float) -> tuple[float, float]:
    """The share that comes out where each of `n` falls to a part with chance `share`: in 95 of 100 cases.

    The quantiles .025 and .975 of the binomial distribution, as fractions of `n` (> 0).
    """
    if share in (0, 1):
        return share, share
    wide = 10 * sqrt(n * share * (1 - share)) + 10  # beyond, there is nothing to add up
    low, total = None, 0.0
    first, last = max(0, int(n * share - wide)), min(n, int(n * share + wide))
    for k in range(first, last + 1):
        total += exp(
            lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(share) + (n - k) * log1p(-share)
        )
        if low is None and total >= _TAIL:
            low = k
        if total >= 1 - _TAIL:
            last = k
            break
    return (low or 0) / n, last / n


def warning(n: int, what: str, part: str, share: int) -> str | None:
    """A sentence where a part that asks for `share` per cent of `n` may miss that by more than a quarter."""
    if not n or share in (0, 100):
        return None
    low, high = likely(n, share / 100)
    if 100 * low >= share * (1 - _TOO_FAR) and 100 * high <= share * (1 + _TOO_FAR):
        return None
    return (
        f"with {n:,} {what}, a share of {share} % for {part} may come out anywhere from {100 * low:.1f} to "
        f"{100 * high:.1f} %; more {what} make it surer, a split from a file exact"
    )
