"""The arrays that agreement is worked out in."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]
_NARROW = (np.int8, np.int16, np.int32)


def narrow(numbers: NDArray[Any]) -> NDArray[Any]:
    """The same whole numbers in as few bytes as hold them. They are to be kept, not to be reckoned with."""
    low, high = int(numbers.min(initial=0)), int(numbers.max(initial=0))
    for kind in _NARROW:
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            return numbers.astype(kind)
    return numbers
