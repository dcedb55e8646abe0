"""The split of a dataset: which part each article is in, what is left out and why."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from annotator.dataset.bundle import Bundle
from annotator.dataset.record import Record
from annotator.dataset.splitting.auditing import Auditor
from annotator.dataset.splitting.chances import warning
from annotator.dataset.splitting.deciding import decided
from annotator.dataset.splitting.from_file import read_file
from annotator.dataset.splitting.near import needs
from annotator.dataset.splitting.owning import speakers_of
from annotator.dataset.splitting.policy import PARTS, QUARANTINE, TEST, TRAIN, By, Policy, days_of
from annotator.store.splitting import Decision

DECISION_BYTES = 300  # that one takes in memory; measured
_LARGE = 4  # a group that holds more than one in so many articles cannot be split, and is told

_QUARANTINED = "tied to articles of different parts"
_UNDECIDED = {
    By.DATE: "it has no date, and nothing that it is tied to has one",
    By.OUTLET: "it has no outlet, and nothing that it is tied to has one",
    By.FILE: "the file of the split does not name it",
}
_ASSISTED = "labelled with proposals in view, and test asks for labels made without"
_NEW = "it came in while the dataset was written"


class Keeper(Protocol):
    """Who remembers how a dataset was split: the store."""

    def split_plans(self) -> list[str]: ...
    def split_parts(self, plan: str) -> dict[str, Decision]: ...
    def keep_split(self, plan: str, decisions: Mapping[str, Decision]) -> None: ...


class _Look:
    """One look at the bundles, if it is taken at all, and what is noted by the way."""

    def __init__(self, bundles: Iterable[Bundle]) -> None:
        self._bundles = bundles
        self.taken = False
        self.digests: list[str] = []
        self.assisted: set[str] = set()

    def __iter__(self) -> Iterator[Bundle]:
        self.taken = True
        for bundle in self._bundles:
            self.digests.append(bundle.digest)
            if any(answer["assisted"] for answer in bundle.answers if answer["layer"]["kind"] != "model"):
                self.assisted.add(bundle.digest)
            yield bundle


class Splits:
    """Where each article of a dataset goes."""

    def __init__(
        self,
        policy: Policy,
        plan: str,
        digests: list[str],
        decisions: Mapping[str, Decision],
        assisted: set[str],
        keep: Callable[[], None],
        warnings: Iterable[str],
    ) -> None:
        """`assisted`: whose labels were made with proposals in view, where that is asked."""
        self.policy, self.plan = policy, plan
        self._digests, self._decisions, self._assisted = digests, decisions, assisted
        self._keep = keep
        self._warnings = list(warnings)
        self._auditor: Auditor | None = None

    @classmethod
    def of(
        cls, keeper: Keeper, policy: Policy, bundles: Iterable[Bundle], digests: Iterable[str] | None = None
    ) -> "Splits":
        """The split of the articles that `bundles` gives by digest: all that people or gold say anything of.

        `digests`: those articles, where they are cheap to have. Then the bundles are looked at only where the
        plan has not decided of one of them yet, where the policy asks who saw proposals, and where a file
        names articles by path or story; and the near-duplicates are looked for only where one is new.
        Nothing is kept before `keep`. Raises UsageError and InputError where the policy cannot be had.
        """
        look = _Look(bundles)
        known = None if digests is None else sorted(digests)
        if policy.by is By.FILE:
            plan, decisions, warnings = _said(policy, look, known)
            new: dict[str, Decision] = {}
        else:
            plan, decisions, new = _decided(keeper, policy, look, known)
            warnings = []
        if policy.unassisted_test and not look.taken:
            deque(look, maxlen=0)
        assisted = look.assisted if policy.unassisted_test else set()
        every = look.digests if known is None else known
        return cls(policy, plan, every, decisions, assisted, lambda: keeper.keep_split(plan, new), warnings)

    def part(self, digest: str) -> str | None:
        """train, validation, test; None where the article is left out (see `why`)."""
        found = self._decisions.get(digest)
        if found is None or found.part == QUARANTINE or self._lacks_test(digest, found):
            return None
        return found.part

    def why(self, digest: str) -> str:
        """Why an article is left out, in one of a few phrases; empty where it is not."""
        found = self._decisions.get(digest)
        if found is None:
            return _UNDECIDED.get(self.policy.by, _NEW)
        if found.part == QUARANTINE:
            return _QUARANTINED
        return _ASSISTED if self._lacks_test(digest, found) else ""

    def _lacks_test(self, digest: str, found: Decision) -> bool:
        return found.part == TEST and digest in self._assisted

    def leaves_out(self, record: Record, part: str) -> str | None:
        """Why a quote is not in `part`, though its article is; None where it is.

        Only of a split by speaker: train has nobody who is held out, and the others nobody who is not.
        """
        if self.policy.by is not By.SPEAKER:
            return None
        drawn = {self.policy.drawn(id) for id in speakers_of(record)}
        if drawn - {part}:
            return "its speaker is held out of train" if part == TRAIN else "its speaker is not held out"
        return None if drawn or part == TRAIN else "its speaker is not known"

    def keep(self) -> None:
        """Remember what was decided now, for ever. Call when a dataset is really written.

        Raises StoreError where another export has decided otherwise meanwhile.
        """
        self._keep()

    def auditor(self) -> Auditor:
        """Who is to be told each article that is written."""
        days = days_of(self.plan) if self.policy.by is By.DATE else None
        self._auditor = Auditor(self.policy.by, days, self._group, self.leaves_out)
        return self._auditor

    def _group(self, digest: str) -> str | None:
        found = self._decisions.get(digest)
        return found.cluster if found else None

    def describe(self) -> dict[str, Any]:
        """All of it in what JSON can hold; the same before and after it was kept.

        Ask after the auditor has seen all: the number of speakers and outlets is known only then.
        """
        inside = [(digest, part) for digest in self._digests if (part := self.part(digest))]
        groups = {(self._decisions[digest].cluster, part) for digest, part in inside}
        why = Counter(reason for digest in self._digests if (reason := self.why(digest)))
        by_part, groups_by_part = Counter(part for _, part in inside), Counter(part for _, part in groups)
        return {
            "plan": self.plan,
            "by": str(self.policy.by),
            "salt": self.policy.salt,
            "shares": dict(zip(PARTS, self.policy.shares, strict=True)),
            "unassisted_test": self.policy.unassisted_test,
            "parts": {part: by_part[part] for part in PARTS},
            "groups": {part: groups_by_part[part] for part in PARTS},
            "quarantined": why[_QUARANTINED],
            "left_out": dict(sorted(why.items())),
            "warnings": [*self._warnings, *self._told_chances(len(groups)), *self._told_sizes(by_part)],
            "audited": self._auditor.kinds if self._auditor else [],
            "index_bytes": self._index_bytes(),
        }

    def _index_bytes(self) -> int:
        audit = self._auditor.index_bytes if self._auditor else 0
        return DECISION_BYTES * len(self._digests) + audit

    def _told_chances(self, groups: int) -> Iterator[str]:
        by = self.policy.by
        if by in (By.SPEAKER, By.OUTLET):
            n, what = self._auditor.count(by) if self._auditor else 0, f"{by}s"
        else:
            n, what = groups if by is By.GROUP else 0, "groups"
        said = warning(n, what, TEST, self.policy.shares[PARTS.index(TEST)])
        if said:
            yield said

    def _told_sizes(self, by_part: Mapping[str, int]) -> Iterator[str]:
        for part, share in zip(PARTS, self.policy.shares, strict=True):
            if not by_part.get(part) and (share or part == TRAIN) and self.policy.by is not By.FILE:
                yield f"no article went to {part}"
        sizes = Counter(self._decisions[x].cluster for x in self._digests if self.part(x))
        most = max(sizes.values(), default=0)
        if most > 1 and most * _LARGE > sum(sizes.values()):
            yield (
                f"one group holds {most:,} of {sum(sizes.values()):,} articles, each tied to another of them "
                "by a story, a quote or its text; it went to one part whole"
            )


def _decided(
    keeper: Keeper, policy: Policy, look: _Look, digests: Sequence[str] | None
) -> tuple[str, dict[str, Decision], dict[str, Decision]]:
    """(the name of the plan, all that it has decided, what of that is new)."""
    # The name of a split by date that found its own days begins like the policy's, and then has the days.
    plans = (plan for plan in keeper.split_plans() if plan.startswith(policy.plan))
    plan = next(plans, policy.plan) if policy.by is By.DATE else policy.plan
    before = keeper.split_parts(plan)
    if digests is not None and before.keys() >= set(digests):
        return plan, before, {}
    needs(len(digests or ()))  # known now, and not when all was looked at
    plan, new = decided(look, policy, plan, before)
    return plan, before | new, new


def _said(
    policy: Policy, look: _Look, digests: Sequence[str] | None
) -> tuple[str, dict[str, Decision], list[str]]:
    """(the name of the plan, all that the file of the policy says, what is wrong with it)."""
    assert policy.file
    said = read_file(policy.file)
    if digests is not None and said.names_digests:
        pairs = [(digest, said.part_of(digest)) for digest in digests]
    else:
        pairs = [(bundle.digest, said.part(bundle)) for bundle in look]
    needs(len(pairs))  # the audit will compare texts: known now, and not when all is written
    decisions = {digest: Decision(part, digest) for digest, part in pairs if part}
    unknown = said.unknown()
    return f"file; sha256 {said.digest}", decisions, [unknown] if unknown else []
