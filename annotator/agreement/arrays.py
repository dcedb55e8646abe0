"""The arrays that agreement is worked out in."""

from collections import Counter
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]
_NARROW = (np.int8, np.int16, np.int32)
_Sums = TypeVar("_Sums")


def narrow(numbers: NDArray[Any]) -> NDArray[Any]:
    """The same whole numbers in as few bytes as hold them. They are to be kept, not to be reckoned with."""
    low, high = int(numbers.min(initial=0)), int(numbers.max(initial=0))
    for kind in _NARROW:
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            return numbers.astype(kind)
    return numbers


def added(one: _Sums, other: _Sums) -> _Sums:
    """Two named tuples (or dictionaries) of sums as one: number by number, array by array; None where one has
    none.
    """
    if one is None or other is None:
        return cast(_Sums, None)
    if isinstance(one, tuple) and isinstance(other, tuple) and hasattr(one, "_fields"):
        return cast(_Sums, type(one)(*map(added, one, other)))
    if isinstance(one, dict) and isinstance(other, dict) and not isinstance(one, Counter):
        return cast(_Sums, {name: added(mine, other[name]) for name, mine in one.items()})
    total: Any = one + other  # type: ignore[operator]
    return total  # type: ignore[no-any-return]
