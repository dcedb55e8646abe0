"""Six moments of an annotator's day, each with the keys that it takes and what is there afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from annotator.cli.annotate import pointing
from annotator.model import Article, Label, Layer, LayerKind, Origin, Quote, Source, Span, Speaker, Voice
from annotator.resources import folder
from annotator.scheme import Scheme, parse_scheme
from annotator.store import Store
from annotator.suggest.suggester import proposal
from annotator.text.sentences import SEGMENTER, sentences
from annotator.work.worklist import Worklist

WHO = "hand"
MODEL = Layer(LayerKind.MODEL, "moments", "1")
MARN = Speaker("6f1d2c1e-0c55-5d11-9a35-0d1f3b7a9c01", "Pia Marn")
TARGET = "barrier"


@dataclass(frozen=True, slots=True)
class Said:
    """A quote by the words that are it, each of which stands once in the text."""

    content: str
    cue: str = "said"
    source: str = "Pia Marn"
    stance: str = ""  # the step towards TARGET, or `none`


@dataclass(frozen=True, slots=True)
class Moment:
    """What stands there, what is proposed, what is pressed, and which quotes there are then.

    `most` is the goal; `done` counts the sentences that are finished afterwards.
    """

    name: str
    text: str
    proposed: tuple[Said, ...]
    keys: tuple[str, ...]
    then: tuple[Said, ...]
    most: int
    done: int


_NEXT = " Nobody asked her why."
MOMENTS = (
    Moment(
        "a right proposal",
        "“The barrier will hold,” said Pia Marn." + _NEXT,
        (Said("“The barrier will hold,”", stance="1"),),
        ("5", "space"),
        (Said("“The barrier will hold,”", stance="2"),),
        most=2,
        done=1,
    ),
    Moment(
        "a speech of three sentences by “he”",
        "Ove Lund came late. “It is dear. It is late. It must be built,” he said." + _NEXT,
        (Said("“It is dear. It is late. It must be built,”", source="he", stance="1"),),
        ("4", "space"),
        (Said("“It is dear. It is late. It must be built,”", source="he", stance="1"),),
        most=2,
        done=3,
    ),
    Moment(
        "an indirect quote that was missed, by its cue",
        "Pia Marn doubted that the barrier would hold." + _NEXT,
        (),
        ("v", "a", "2", "space"),
        (Said("that the barrier would hold", "doubted", stance="-1"),),
        most=4,
        done=1,
    ),
    Moment(
        "an edge one word short",
        "Pia Marn said that the barrier would hold." + _NEXT,
        (Said("that the barrier would", stance="1"),),
        ("full_stop", "4", "space"),
        (Said("that the barrier would hold", stance="1"),),
        most=3,
        done=1,
    ),
    Moment(
        "one pair of marks made two quotes",
        "“It is dear. It is late. It must be built,” said Pia Marn." + _NEXT,
        (Said("“It is dear. It is late. It must be built,”", stance="1"),),
        ("X", "2", "2", "space", "5", "space"),
        (Said("“It is dear. It is late.", stance="-1"), Said("It must be built,”", stance="2")),
        most=6,
        done=3,
    ),
    Moment(
        "a sentence with nothing in it",
        "The barrier stands in the harbour." + _NEXT,
        (),
        ("space",),
        (),
        most=1,
        done=1,
    ),
)


def scheme() -> Scheme:
    """The scheme that the program brings along."""
    path = folder("guidelines") / "scheme.toml"
    return parse_scheme(path.read_text("utf-8"), str(path))


def at_work(moment: Moment) -> Worklist:
    """Somebody before whom a moment lies, in a database in memory; the last stance was towards TARGET."""
    store = Store("sqlite://")
    digest = sha256(moment.text.encode()).hexdigest()
    article = Article(digest, moment.text, (Source("moment.txt", "A moment"),))
    store.add_article(article, sentences(moment.text), (), SEGMENTER)
    one = scheme()
    store.use_scheme(one.name, one.version, one.digest, one.text)
    store.add_actor(WHO)
    store.fill(MODEL.name, MODEL, digest, [_proposal(article, said) for said in moment.proposed], [MARN])
    work = Worklist(store, WHO, one, pointer=pointing)
    work.target = TARGET
    first = moment.then[0].content if moment.then else moment.text
    work.go(work.desk.sentence_at(moment.text.index(first)))
    return work


def _proposal(article: Article, said: Said) -> Quote:
    content, cue, source = (_span(article.text, words) for words in (said.content, said.cue, said.source))
    labels = (Label("stance", said.stance, TARGET, Origin.RULE), Label("topic", "21", None, Origin.RULE))
    return proposal(
        article, MODEL, (content,), cue=(cue,), source=(source,),
        speakers=(Voice(MARN.id, None, Origin.RULE),), labels=labels, rule="moment", score=0.9,
    )  # fmt: skip


def _span(text: str, words: str) -> Span:
    start = text.index(f" {words} ") + 1 if f" {words} " in text else text.index(words)
    return Span(start, start + len(words))


def outcome(work: Worklist) -> tuple[list[Said], int]:
    """The quotes that there are, and how many sentences are finished; Pia Marn speaks all of them.

    Raises ValueError where somebody else does.
    """
    quotes = [quote for _n, quote in work.desk.numbered()]
    for quote in quotes:
        names = [work.registry.name(voice.speaker) for voice in quote.speakers]
        if names != [MARN.name]:
            raise ValueError(f"{names} speak, and not {MARN.name}")
    return [_said(quote, work.desk.text) for quote in quotes], work.desk.reviewed


def _said(quote: Quote, text: str) -> Said:
    def words(spans: Sequence[Span]) -> str:
        return " … ".join(span.of(text) for span in spans)

    stance = " ".join(x.value for x in quote.said("stance") if x.target in (TARGET, None))
    return Said(words(quote.content), words(quote.cue), words(quote.source), stance)
