"""The fewest keys of marking from where a selection begins to the spans that are wanted."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import count

from annotator.model import Span
from annotator.tui.commands import Command
from annotator.work.marking import Marking
from scripts.benches.keying.dry import Dry

NEAR = 30  # characters before or behind all that matters: nobody walks farther the wrong way
MOST = 6000  # selections that are looked at
_LEAVING = {"save", "cancel", "drop", "clear", "guideline"}  # they end marking, or go back
_PIECES = {"piece", "cut_piece", "join_piece"}  # of no use for one span


class NoWayError(Exception):
    """No keys were found; the search looked at all selections in reach."""


Way = tuple[str, ...]
State = tuple[tuple[Span, ...], Span, Span, bool]


class Marker:
    """Searches on the screen's own marking mode, and remembers what it found."""

    def __init__(self) -> None:
        self._known: dict[object, tuple[Way | None, int]] = {}

    def way(self, screen: Dry, wanted: Sequence[Span], most: int) -> Way:
        """The keys from the selection of `screen`, which is marking, to one that marks `wanted`.

        Raises NoWayError where it takes more than `most`.
        """
        assert screen.marking is not None
        marking = screen.marking
        key = (screen.work.desk.article.digest, _state(marking), tuple(wanted))
        found, looked = self._known.get(key, (None, -1))
        if found is None and looked < most:
            found = _search(screen, tuple(wanted), most)
            self._known[key] = found, most
        if found is None or len(found) > most:
            raise NoWayError(f"no {most} keys mark {wanted} from {marking.selection}")
        return found


def _state(marking: Marking) -> State:
    return tuple(marking.pieces), marking.anchor, marking.head, marking.extending


def _search(screen: Dry, wanted: tuple[Span, ...], most: int) -> Way | None:
    screen = screen.fork()
    begin = screen.marking
    assert begin is not None
    pieces = len({*wanted, *begin.spans()}) > 1
    moves = [c for c in screen.commands if c.mode == "mark" and c.calls[0] not in _LEAVING]
    moves = [c for c in moves if pieces or c.calls[0] not in _PIECES]
    letters = _letters(screen, wanted)
    near = Span(
        max(0, min(begin.selection.start, wanted[0].start) - NEAR),
        max(begin.selection.end, wanted[-1].end) + NEAR,
    )
    order = count()
    queue: list[tuple[int, int, Way, Marking]] = [(0, next(order), (), begin)]
    best = {_state(begin): 0}
    looked = 0
    while queue and looked < MOST:
        cost, _, way, at = heapq.heappop(queue)
        if at.spans() == wanted:
            return way
        if cost > best[_state(at)]:
            continue
        looked += 1
        for keys, there in _moves(screen, at, moves, letters):
            state, price = _state(there), cost + len(keys)
            if (
                price <= most
                and price < best.get(state, 1 << 30)
                and _useful(there, wanted, near, begin, keys)
            ):
                best[state] = price
                heapq.heappush(queue, (price, next(order), (*way, *keys), there))
    return None


def _moves(
    screen: Dry, at: Marking, moves: Sequence[Command], letters: Iterable[str]
) -> Iterator[tuple[Way, Marking]]:
    for command in moves:
        if command.calls[0] == "find":
            for letter in letters:
                there = _copied(at)
                if there.find(letter, int(command.calls[1])):
                    yield (command.keys[0], letter), there
            continue
        there = screen.marking = _copied(at)
        if screen.do(command) and screen.marking is there and screen.asked is None:
            yield (command.keys[0],), there
        screen.asked = None


def _copied(marking: Marking) -> Marking:
    new = copy(marking)
    new.pieces = list(marking.pieces)
    return new


def _useful(there: Marking, wanted: tuple[Span, ...], near: Span, begin: Marking, keys: Way) -> bool:
    """Whether a selection can be on a shortest way: it is near, and has an end that is wanted already."""
    if not near.contains(there.selection) or not set(there.pieces) <= {*wanted, *begin.pieces}:
        return False
    if keys[0] == "q" or there.selection == begin.selection:
        return True
    open_ = [span for span in wanted if span not in there.pieces]
    now = there.selection
    if there.anchor == there.head and not there.extending:
        return True
    ends = (begin.selection.start, begin.selection.end)
    return (
        any(now.start == s.start or now.end == s.end for s in open_) or now.start in ends or now.end in ends
    )


def _letters(screen: Dry, wanted: Sequence[Span]) -> list[str]:
    """The letters with which the first and the last words that are wanted begin."""
    desk = screen.work.desk
    found: dict[str, None] = {}
    for span in wanted:
        tokens = [t for n in desk.sentences_of(span) for t in desk.tokens(n) if span.overlaps(t)]
        words = [t for t in tokens if t.of(desk.text)[0].isalnum()]
        for token in (*tokens[:1], *tokens[-1:], *words[:1], *words[-1:]):
            letter = token.of(desk.text)[0]
            if letter.isascii() and letter.isalpha():
                found[letter.lower()] = None
    return list(found)
