"""The first look at articles that are to be split: what may tie them, in few bytes an article."""

from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from annotator.dataset.bundle import Bundle
from annotator.dataset.splitting.owning import own, stories
from annotator.dataset.splitting.policy import Policy
from annotator.dataset.splitting.shingles import Shingled
from annotator.dataset.splitting.wording import body_words, fingerprint, labelled, unlabelled


class Gathered(NamedTuple):
    """Articles by number, in the order of their digests.

    `owns`: see `owning.own`. `keys` and `holders`: story number or quote, and who has it.
    """

    digests: list[str]
    owns: list[str | None]
    keys: "array[int]"
    holders: "array[int]"
    texts: Shingled


def gathered(bundles: Iterable[Bundle], policy: Policy, texts: Shingled) -> Gathered:
    """What `bundles`, by digest, say; their shingles go into `texts`.

    Raises ValueError where they come in another order.
    """
    found = Gathered([], [], array("Q"), array("L"), texts)
    for n, bundle in enumerate(bundles):
        if n and bundle.digest <= found.digests[-1]:
            raise ValueError(f"article {bundle.digest[:12]} comes too late: a split takes them by digest")
        found.digests.append(bundle.digest)
        found.owns.append(own(policy, bundle))
        keys = {fingerprint(f"story {story}") for story in stories(bundle)}
        keys.update(map(fingerprint, labelled(bundle) | unlabelled(bundle)))
        found.keys.extend(keys)
        found.holders.extend([n] * len(keys))
        texts.add(body_words(bundle))
    return found


def sharing(found: Gathered) -> Iterator[list[int]]:
    """The articles that have a story or a quote in common, a list for each that several have."""
    keys, holders = np.array(found.keys, np.uint64), np.array(found.holders, np.int64)
    order = np.lexsort((holders, keys))
    keys, holders = keys[order], holders[order]
    for some in np.split(holders, np.flatnonzero(np.diff(keys)) + 1):
        if len(some) > 1:
            yield some.tolist()
