"""What the lead ruled is read in the guideline; what is to be looked at again is walked over and settled."""

from annotator.model import Again, Change, Ruling
from annotator.store.acting import Act
from annotator.work.worklist import Worklist
from tests.tui.played import played
from tests.work.desks import BUILD, HOLD

RULING = Ruling("00000000-0000-4000-8000-0000000000d1", "lena", "cue", "A [nod] is a *cue*, too.")


def ask(work: Worklist, *sentences: int) -> None:
    """Lena rules on cues, and asks the person at work to look at these sentences again."""
    desk = work.desk
    marks = [
        Again(desk.article.digest, work.layer, desk.sentences[n].span, "lena ruled on cue") for n in sentences
    ]
    work.store.add_actor("lena")
    changes = (Change(None, RULING), *(Change(None, mark) for mark in marks))
    work.store.act("lena", Act("rule", changes, desk.article.digest))
    work.reload()


async def test_a_ruling_is_read_at_its_section(work: Worklist) -> None:
    ask(work)
    async with played(work) as play:
        await play.press("j", "q", "c", "g")
        rows = await play.rows()
        assert rows[0].strip().startswith("R6 The cue · guideline.md")
        assert any("Ruling of lena, " in row and "A [nod] is a *cue*, too." in row for row in rows)


async def test_places_to_look_at_again_are_walked_over_and_settled(work: Worklist) -> None:
    ask(work, BUILD, HOLD)
    for n in (BUILD, HOLD):
        work.go(n)
        work.nothing()
    ask_again = work.store.asked_again(work.layer, work.desk.article.digest)
    assert ask_again == []
    work.undo()
    async with played(work) as play:
        await play.press("F", "a")
        assert work.at == HOLD
        assert "look again: lena ruled on cue" in await play.text()
        await play.press("n")
        assert work.desk.asked_again(HOLD) == []
        assert "look again: lena" not in await play.text()
