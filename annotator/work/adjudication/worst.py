"""The quotes that people disagree on most, over all articles: to be settled first, if one likes."""

from dataclasses import replace

from annotator.agreement.asking import asked
from annotator.agreement.fields import rows
from annotator.agreement.worst import Worst, worst
from annotator.dataset.judging.columns import judged
from annotator.model import Layer, LayerKind
from annotator.work.adjudication.opening import Opening

MOST = 100


def worst_open(work: Opening, most: int = MOST) -> list[Worst]:
    """The worst of those that nobody has settled yet, with their words."""
    names = {name for one in work.order.ranked if one.open for name in one.standing.people}
    people = [Layer(LayerKind.HUMAN, name, work.version) for name in sorted(names)]
    if len(people) < 2:
        return []
    columns, _left = judged(work.store.judging(people), people, work.scheme, work.store.texts)
    every = list(asked(columns))
    known = work.store.judged_at(work.layer)
    ordered = worst(columns, every, rows(columns, every, None), most + len(known))
    found = [one for one in ordered if (one.article, one.start) not in known]
    texts = {digest: work.store.article(digest).text for digest in {one.article for one in found[:most]}}
    return [replace(one, words=texts[one.article][one.start : one.end]) for one in found[:most]]
