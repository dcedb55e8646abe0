"""Plans as they run: begun, kept up to date with the corpus, and asked what somebody is to do."""

from collections.abc import Sequence

from annotator.errors import UsageError
from annotator.store import Store
from annotator.store.team import Decided, Joined, Order, Pass, Plan, Rules, Task
from annotator.work.assigning.giving import arranged, decide


def begin(store: Store, rules: Rules, people: Sequence[Joined]) -> Plan:
    """Begin a plan. Raises UsageError where the rules cannot be kept."""
    check(rules, people)
    return store.begin_plan(rules, people, decide)


def tried(store: Store, rules: Rules, people: Sequence[Joined]) -> Decided:
    """What a plan that begins now would give to whom; nothing is kept. Raises UsageError."""
    check(rules, people)
    return decide(store.plan_facts(rules, people))


def check(rules: Rules, people: Sequence[Joined]) -> None:
    """Raises UsageError where the rules cannot be kept by these people."""
    if len(people) < rules.overlap:
        names = ", ".join(one.name for one in people) or "nobody"
        raise UsageError(
            f"{rules.overlap} people an article need at least {rules.overlap} people, and there are: {names}"
        )
    if rules.what is Pass.LABELS and rules.withheld:
        raise UsageError("no proposals are shown in a pass of labels; leave --without-proposals out")
    if rules.hidden_gold and rules.pool:
        raise UsageError("whoever takes from a pool has nothing to hide gold among; leave --hidden-gold out")
    if rules.hidden_gold and rules.what is Pass.LABELS:
        raise UsageError("in a pass of labels all articles are adjudicated; leave --hidden-gold out")
    if rules.pool and not rules.lease:
        raise UsageError("what is taken from a pool is held for a time; say how long with --lease MINUTES")


def grow(store: Store) -> int:
    """Plan what came since, in all plans that run; how many articles were given out."""
    return sum(store.grow_plan(plan.id, decide) for plan in store.running_plans())


def bring_up_to_date(store: Store, plan: Plan, people: Sequence[Joined] = ()) -> int:
    """The same for one plan, with these people or their quotas anew, and what found nobody before."""
    return store.grow_plan(plan.id, decide, people, anew=True)


def task(store: Store, actor: str, what: Pass | None = None) -> Task | None:
    """What somebody is to do now; None where no plan runs."""
    grow(store)
    return store.task(actor, what)


def order(store: Store, plan: Plan, by: Order) -> None:
    """Walk through a plan's articles in another order from now on."""
    store.order_plan(plan.id, by, arranged)
