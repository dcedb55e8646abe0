"""The quotes that people disagree on most, over all articles: to be settled first, if one likes."""

from contextlib import closing
from dataclasses import replace

from annotator.agreement.asking import asked
from annotator.agreement.comparable import comparable
from annotator.agreement.fields import rows
from annotator.agreement.joining import Joining
from annotator.agreement.worst import Worst, worst
from annotator.dataset.judging.columns import SENTENCES, judged
from annotator.model import Layer, LayerKind
from annotator.work.adjudication.opening import Opening

MOST = 100


def worst_open(work: Opening, most: int = MOST) -> list[Worst]:
    """The worst of those that nobody has settled yet, with their words."""
    names = {name for one in work.order.ranked if one.open for name in one.standing.people}
    people = [Layer(LayerKind.HUMAN, name, work.version) for name in sorted(names)]
    if len(people) < 2:
        return []
    joining = Joining()
    with closing(work.store.judging_in_blocks(people, SENTENCES)) as blocks:
        for found in blocks:
            joining.take(comparable(judged(found, people, work.scheme, found.texts)[0]))
    some, known = joining.told(), work.store.judged_at(work.layer)
    ordered = worst(some, rows(some, asked(some), None), most + len(known))
    open_ = [one for one in ordered if (one.article, one.start) not in known][:most]
    texts = {digest: work.store.article(digest).text for digest in {one.article for one in open_}}
    return [replace(one, words=texts[one.article][one.start : one.end]) for one in open_]
