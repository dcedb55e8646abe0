"""Articles go from one person to another: none twice to one, none that was begun, no more than are to go."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from annotator.store.team import Holding, Joined, Move
from annotator.work.assigning.moving import reassigned, rebalanced

NAMES = ("ana", "ben", "eva")


def holding(article: int, name: str, **more: object) -> Holding:
    known: dict[str, object] = {
        "title": "", "number": article, "body": 3, "reviewed": 0, "skipped": 0, "begun": False,
        "withheld": False, "calibration": False,
    }  # fmt: skip
    return Holding(f"a{article}", name, **(known | more))  # type: ignore[arg-type]


def people(*names: str, quota: int | None = None) -> list[Joined]:
    return [Joined(name, quota) for name in names]


@st.composite
def plans(draw: st.DrawFn) -> list[Holding]:
    found = []
    for n, names in enumerate(draw(st.lists(st.sets(st.sampled_from((*NAMES, "old"))), max_size=20))):
        calibration = draw(st.integers(0, 9)) == 0
        for name in sorted(names):
            reviewed = draw(st.sampled_from([0, 0, 1, 3]))
            more = {"reviewed": reviewed, "begun": reviewed > 0, "calibration": calibration}
            found.append(holding(n, name, **more))
    return found


def after(holdings: list[Holding], moves: list[Move]) -> list[tuple[str, str]]:
    """(article, name) of all, once the moves are made."""
    pairs = [(one.article, one.name) for one in holdings]
    for move in moves:
        pairs.remove((move.article, move.giver))
        pairs.append((move.article, move.taker))
    return pairs


def moved(holdings: list[Holding], moves: list[Move]) -> list[Holding]:
    """The holdings once the moves are made; who takes one begins anew."""
    to = {(move.article, move.giver): move.taker for move in moves}
    return [
        one._replace(name=to[key], reviewed=0, begun=False) if (key := (one.article, one.name)) in to else one
        for one in holdings
    ]


def check(holdings: list[Holding], moves: list[Move]) -> None:
    pairs = after(holdings, moves)
    assert len(set(pairs)) == len(pairs)
    assert Counter(a for a, _ in pairs) == Counter(one.article for one in holdings)  # overlap stays exact
    known = {(one.article, one.name): one for one in holdings}
    for move in moves:
        one = known[move.article, move.giver]
        assert not one.finished
        assert not one.calibration


@given(plans(), st.none() | st.integers(0, 9))
def test_rebalancing_makes_what_is_left_alike(holdings: list[Holding], quota: int | None) -> None:
    joined = people(*NAMES, quota=quota)
    moves = rebalanced(holdings, joined)
    check(holdings, moves)
    known = {(one.article, one.name): one for one in holdings}
    assert not any(known[move.article, move.giver].begun for move in moves)
    done = moved(holdings, moves)
    had, has = (Counter(x.name for x in some if not x.calibration) for some in (holdings, done))
    assert quota is None or all(has[name] <= max(quota, had[name]) for name in NAMES)
    assert rebalanced(done, joined) == []


@given(st.lists(st.sampled_from((*NAMES, "old")), max_size=20))
def test_where_nothing_holds_it_back_the_rest_is_shared_alike(names: list[str]) -> None:
    holdings = [holding(n, name) for n, name in enumerate(names)]
    left = Counter(dict.fromkeys(NAMES, 0))
    left.update(x.name for x in moved(holdings, rebalanced(holdings, people(*NAMES))))
    assert "old" not in left
    assert max(left.values()) - min(left.values()) <= 1


def test_who_has_most_gives_what_would_come_last() -> None:
    holdings = [holding(n, "ana") for n in range(5)] + [holding(9, "ben", reviewed=3, begun=True)]
    assert rebalanced(holdings, people("ana", "ben")) == [Move("a4", "ana", "ben"), Move("a3", "ana", "ben")]


def test_what_was_begun_stays() -> None:
    holdings = [holding(n, "ana", reviewed=1, begun=True) for n in range(5)]
    assert rebalanced(holdings, people("ana", "ben")) == []


def test_what_nobody_in_the_plan_has_in_hand_goes_first() -> None:
    holdings = [holding(0, "old"), holding(1, "old"), holding(2, "ana")]
    moves = rebalanced(holdings, people("ana", "ben"))
    assert {(m.article, m.giver) for m in moves} == {("a0", "old"), ("a1", "old")}
    assert Counter(name for _, name in after(holdings, moves)) in ({"ana": 2, "ben": 1}, {"ana": 1, "ben": 2})


@given(plans(), st.sampled_from([None, "ben", "eva"]), st.booleans(), st.none() | st.integers(0, 5))
def test_reassigning_takes_what_somebody_has_not_done(
    holdings: list[Holding], taker: str | None, begun: bool, quota: int | None
) -> None:
    moves = reassigned(holdings, people(*NAMES, quota=quota), "ana", taker, begun=begun)
    check(holdings, moves)
    known = {(one.article, one.name): one for one in holdings}
    assert all(move.giver == "ana" and taker in (None, move.taker) for move in moves)
    assert begun or not any(known[move.article, "ana"].begun for move in moves)
    if quota is None and taker is None:
        open_ = [x for x in holdings if x.name == "ana" and not (x.finished or x.calibration)]
        free = [x for x in open_ if (begun or not x.begun)
                and {y.name for y in holdings if y.article == x.article}.isdisjoint({"ben"}) ]  # fmt: skip
        assert {x.article for x in free} <= {move.article for move in moves}


def test_reassigning_only_some() -> None:
    holdings = [holding(n, "ana") for n in range(3)]
    moves = reassigned(holdings, people("ana", "ben"), "ana", articles=["a1"])
    assert moves == [Move("a1", "ana", "ben")]
