"""The same speakers as another quote has."""

from annotator.work import edits
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist


def same_as(work: Worklist, number: str = "") -> tuple[str | None, ...]:
    """The speakers of quote `number`, or of the last one that was given speakers. Raises NotNow.

    The last one is that of this article, in this session; else the nearest before the selected one that has
    speakers; else the last one of another article.
    """
    if number:
        quote = dict(work.desk.numbered()).get(int(number))
        if quote is None:
            raise NotNow(f"there is no quote {number} in this article")
        if not quote.speakers:
            raise NotNow(f"quote {number} has no speaker yet")
        return tuple(voice.speaker for voice in quote.speakers)
    registry, here = work.registry, work.desk.article.digest
    last = registry.last if all(key is None or key in registry for key in registry.last) else ()
    if last and registry.last_in == here:
        return last
    chosen = work.chosen()
    before = [q for _n, q in work.desk.numbered() if q.start < chosen.start and q.speakers]
    if before:
        return tuple(voice.speaker for voice in before[-1].speakers)
    if not last:
        raise NotNow("no quote has a speaker yet; w says who speaks")
    return last


def say_same(work: Worklist, number: str = "", *, more: bool = False) -> str:
    """The selected quote is said by those of another quote; their names. Raises NotNow."""
    quote = work.chosen()
    others = same_as(work, number)
    old = [voice.speaker for voice in quote.speakers if voice.speaker] if more else []
    work.edit("say who spoke", edits.with_speakers(quote, [*old, *others]))
    return ", ".join(work.registry.name(key) for key in others)
