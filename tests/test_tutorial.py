"""What docs/tutorial.md tells comes true: its keys, pressed on the real screens, lead to what it says.

scripts/try_docs runs all of its blocks from a fresh clone.
"""

from annotator.model import ADJUDICATED, Layer, LayerKind, Quote, ReviewStatus
from annotator.store import Store
from annotator.suggest.pointing import Pointing
from annotator.tui.adjudicate import AdjudicateApp
from annotator.tui.commands import commands
from annotator.work.adjudication.adjudication import Adjudication
from annotator.work.adjudication.feedback import What, feedback
from annotator.work.worklist import Worklist
from scripts.documenting.pages import page
from tests import gold
from tests.conftest import ROOT
from tests.tui.played import Played, played, take_in
from tests.tui.test_screens import propose
from tests.work.desks import filled, scheme

TUTORIAL = ROOT / "docs" / "tutorial.md"


def keys() -> list[list[str]]:
    """What is pressed at each screen of the page, but for leaving it."""
    screens = [block.one("screen") for block in page(TUTORIAL).blocks]
    return [said.removesuffix(" Q").split() for said in screens if said]


def quotes(store: Store, digest: str, layer: Layer) -> list[Quote]:
    opened = store.open_article(digest, layer)
    reviewed = [one for one in opened.reviews if one.status is not ReviewStatus.SKIPPED]
    assert len(reviewed) == 10
    return sorted(opened.quotes, key=lambda quote: quote.start)


async def test_its_keys_lead_where_it_says() -> None:
    ana, ben, lea = keys()
    with filled(texts=[]) as store:
        (digest,) = take_in(store, gold.file("corpus/01-ferry-courier.md"))
        propose(store, digest)
        for name, pressed in (("ana", ana), ("ben", ben)):
            store.add_actor(name)
            async with played(Worklist(store, name, scheme(), pointer=Pointing())) as play:
                await play.press(*pressed)
        hers, his = (quotes(store, digest, Layer(LayerKind.HUMAN, name)) for name in ("ana", "ben"))
        assert (len(hers), len(his)) == (11, 10)
        steps = {q.derived_from: q.said("stance")[0].value for q in hers}
        shared = [(steps[q.derived_from], q.said("stance")[0].value) for q in his]
        stances = [(a, b) for a, b in shared if "none" not in (a, b)]
        assert (len(stances), sum(a == b for a, b in stances)) == (7, 6)

        store.add_actor("lea")
        app = AdjudicateApp(Adjudication(store, "lea", scheme()), commands(scheme(), {}))
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            await Played(pilot).press(*lea)
        assert len(quotes(store, digest, ADJUDICATED)) == 11
        told = [one.what for one in feedback(store, scheme(), "ben")]
        assert sorted(told) == [What.CHANGED, What.CHANGED, What.MISSED]
