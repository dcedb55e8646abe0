"""Where articles go that no split has decided of yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from annotator.dataset.bundle import Bundle
from annotator.dataset.splitting.gathering import Gathered, gathered, sharing
from annotator.dataset.splitting.groups import Groups
from annotator.dataset.splitting.near import near_duplicates
from annotator.dataset.splitting.owning import found_days, part_of_day
from annotator.dataset.splitting.policy import QUARANTINE, By, Policy, days_of
from annotator.dataset.splitting.shingles import Shingled
from annotator.errors import UsageError
from annotator.store.splitting import Decision


def decided(
    bundles: Iterable[Bundle], policy: Policy, plan: str, before: Mapping[str, Decision]
) -> tuple[str, dict[str, Decision]]:
    """(the name of the plan, what is decided now of the articles that are not in `before`).

    `bundles` are all articles of the dataset by digest, new ones and old ones. An article of which nothing
    can be decided, for it and all that is tied to it have no date (no outlet), is not among the answers.
    Raises UsageError where that is so of all of them.
    """
    with Shingled() as texts:
        found = gathered(bundles, policy, texts)
        owns = found.owns
        if policy.by is By.DATE:
            if not policy.dates and plan == policy.plan:
                plan = policy.dated(*found_days(policy, owns))
            owns = [part_of_day(day, days_of(plan)) if day else None for day in owns]
        elif policy.by is By.OUTLET and not any(owns):
            raise UsageError("no article says which outlet ran it; split by group, or give them outlets")
        groups = _grouped(found, Groups(policy.by, owns), owns, before)
        return plan, _decisions(found.digests, groups, policy, before)


def _grouped(
    found: Gathered, groups: Groups, owns: list[str | None], before: Mapping[str, Decision]
) -> Groups:
    old: defaultdict[Decision, list[int]] = defaultdict(list)
    for n, digest in enumerate(found.digests):
        if digest in before:
            old[before[digest]].append(n)
        elif owns[n] == QUARANTINE:
            groups.out.add(n)
    for decision, some in old.items():
        if decision.part == QUARANTINE:
            groups.out.update(some)
        else:
            groups.decide(some, decision.part)
    for holders in sharing(found):
        _tie_all(groups, holders)
    for a, b in near_duplicates(found.texts, groups.kin):
        groups.tie(a, b)
    return groups


def _tie_all(groups: Groups, holders: list[int]) -> None:
    """All of them are tied to each other.

    Those decided before stay where they are: a tie to one of each of their groups will do. Where there are
    none, one to the first, which no tie to a later one puts out.
    """
    inside = [n for n in holders if n not in groups.out]
    anchors = list({groups.of(n): n for n in inside if groups.is_decided(n)}.values()) or inside[:1]
    for n in inside:
        for anchor in anchors:
            groups.tie(anchor, n)


def _decisions(
    digests: list[str], groups: Groups, policy: Policy, before: Mapping[str, Decision]
) -> dict[str, Decision]:
    members: defaultdict[int, list[int]] = defaultdict(list)
    for n in range(len(digests)):
        if n not in groups.out:
            members[groups.of(n)].append(n)
    made: dict[str, Decision] = {}
    for some in members.values():
        old = [before[digests[n]].cluster for n in some if digests[n] in before]
        cluster = min(old) if old else digests[some[0]]
        part = groups.fixed(some[0]) or _part(policy, cluster, groups.own(some))
        if part:
            made |= {digests[n]: Decision(part, cluster) for n in some if digests[n] not in before}
    out = (digests[n] for n in groups.out)
    made |= {digest: Decision(QUARANTINE, digest) for digest in out if digest not in before}
    return dict(sorted(made.items()))


def _part(policy: Policy, cluster: str, own: str | None) -> str | None:
    return policy.drawn(cluster) if policy.by is By.GROUP else own
