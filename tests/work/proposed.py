"""Articles for which a model has proposed something."""

from collections.abc import Sequence

from annotator.model import Label, Layer, LayerKind, Origin, Quote, Span, Speaker, SpeakerKind, Voice
from annotator.store import Store
from annotator.suggest.suggester import proposal
from tests.work.desks import TEXT, article, span, uid

MODEL = Layer(LayerKind.MODEL, "rules", "1")
BRENN = Speaker(uid(900), "Ida Brenn", SpeakerKind.PERSON)
VARR = Speaker(uid(901), "Olle Varr", SpeakerKind.PERSON)
LONG = "“We will build it. It will hold. Nobody will pay twice,”"
DOUBT = "that it will hold"
TOLD = "that Brenn had said she would “pay for it”"
INNER = "she would “pay for it”"
_LABELS = (Label("stance", "2", "barrier", Origin.RULE), Label("topic", "1", None, Origin.RULE))


def proposals() -> tuple[Quote, ...]:
    """One over three sentences and its tail, one behind it, one inside another."""
    return (
        _one(LONG, "she [said]. Critics", "[she] said. Critics", BRENN, _LABELS),
        _one(DOUBT, "Critics [doubt]", "[Critics] doubt", None),
        _one(TOLD, "Varr [told]", "[Olle Varr] told", VARR),
        _one(INNER, "had [said] she", "[Brenn] had said", BRENN),
    )


def _one(words: str, cue: str, source: str, speaker: Speaker | None, labels: Sequence[Label] = ()) -> Quote:
    said = (Voice(speaker.id, None, Origin.RULE),) if speaker else ()
    return proposal(
        article(TEXT), MODEL, (span(TEXT, words),), cue=(_within(cue),), source=(_within(source),),
        speakers=said, labels=tuple(labels), rule="a.rule", score=0.9,
    )  # fmt: skip


def _within(words: str) -> Span:
    """Where the words in square brackets stand."""
    around = span(TEXT, words.replace("[", "").replace("]", ""))
    start = around.start + words.index("[")
    return Span(start, start + words.index("]") - words.index("[") - 1)


def propose(store: Store, quotes: Sequence[Quote] | None = None, layer: Layer = MODEL) -> tuple[Quote, ...]:
    """Have the model say these quotes of the article, and nothing else."""
    some = tuple(proposals() if quotes is None else quotes)
    store.fill(layer.name, layer, article(TEXT).digest, some, (BRENN, VARR))
    return some
