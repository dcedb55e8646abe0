"""Where each gold quote came from: from whose quotes, what was done with each, and who decided it when."""

from collections.abc import Iterator
from typing import Any

from annotator.agreement.pairing import pair
from annotator.model import ADJUDICATED, Quote, VerdictKind
from annotator.store import Store
from annotator.store.adjudicating import Decision, Passed, Said

Record = dict[str, Any]


def trail(store: Store) -> Iterator[Record]:
    """A record a gold quote, by article and place; and one (`gold` null) for each that was rejected."""
    decisions = store.decisions(ADJUDICATED)
    for digest in store.touched(ADJUDICATED):
        gold, passed = store.open_article(digest, ADJUDICATED).quotes, store.passed(digest, ADJUDICATED)
        yield from _of_article(digest, gold, store.said(digest), passed, decisions)


def _of_article(
    digest: str,
    gold: list[Quote],
    said: list[Said],
    passed: dict[str, Passed],
    decisions: dict[str, list[Decision]],
) -> Iterator[Record]:
    versions: dict[str, list[Record]] = {quote.id: [] for quote in gold}
    rejected: list[Record] = []
    for one in said:
        for quote, partner in partners(one.quotes, gold, passed).items():
            version = _version(one, quote, passed[quote.id])
            if partner is not None:
                versions[partner].append(version)
            else:
                rejected.append(version)
    for quote in sorted(gold, key=lambda quote: (quote.start, quote.end, quote.id)):
        yield {
            "gold": quote.id, "article": digest, "derived_from": quote.derived_from,
            "versions": versions[quote.id],
            "decided": [_decided(one) for one in decisions.get(quote.id, ())],
        }  # fmt: skip
    for version in rejected:
        decided = [_decided(one) for one in decisions.get(version["quote"], ())]
        yield {
            "gold": None,
            "article": digest,
            "derived_from": None,
            "versions": [version],
            "decided": decided,
        }


def partners(
    quotes: tuple[Quote, ...], gold: list[Quote], passed: dict[str, Passed]
) -> dict[Quote, str | None]:
    """A judged quote of one person -> the gold quote it became: what was taken from it, else the likest."""
    taken = {quote.derived_from: quote.id for quote in gold}
    judged = [quote for quote in quotes if quote.id in passed]
    found: dict[Quote, str | None] = {quote: taken.get(quote.id) for quote in judged}
    rest = [q for q in judged if q.id not in taken and passed[q.id].kind is not VerdictKind.REJECTED]
    for i, j, _iou in pair([quote.content for quote in rest], [quote.content for quote in gold]):
        found[rest[i]] = gold[j].id
    return found


def _version(one: Said, quote: Quote, passed: Passed) -> Record:
    return {"person": one.layer.name, "quote": quote.id, "verdict": passed.kind, "at": passed.at}


def _decided(one: Decision) -> Record:
    return {"by": one.by, "at": one.at, "says": one.says}
