"""The suggester “learned”: the rules' reading, bettered where what the team has labelled beats the rules."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Self

from annotator.model import Label, Origin, Quote, RegionKind, Voice
from annotator.scheme import Scheme
from annotator.suggest.joining import Joiner
from annotator.suggest.learned import marks, texts
from annotator.suggest.learned.ruled import Ruled, following, ruled
from annotator.suggest.learned.speakers import Choice
from annotator.suggest.learned.texts import Texts
from annotator.suggest.learned.training import SPANS
from annotator.suggest.learned.weights import Weights, folder, load
from annotator.suggest.suggester import Given, Project, Suggestion, Unusable, layer_of, proposal
from annotator.text.attribution import Attribution
from annotator.text.marks import Quotation
from annotator.text.people import Person, mentioned, people
from annotator.text.types import derive_type
from annotator.text.words import Words

NAME = "learned"
_SURE = 0.5  # a stance or topic is proposed where it is likelier than all others together

Speaking = Sequence[Sequence[int]]


class Learned:
    """Each part of the reading is the model's where that serves, else the rules'."""

    name = NAME

    def __init__(self, weights: Weights, scheme: Scheme, by_rule: Ruled = ruled) -> None:
        if not weights.serves:
            raise Unusable(
                "nothing that was learned here beats the rules yet; label more and run annotator learn"
            )
        self.version = weights.version
        self._weights, self._scheme, self._by_rule = weights, scheme, by_rule
        self._joiner = Joiner()

    @classmethod
    def for_project(cls, project: Project) -> Self:
        """The newest weights beside the project's database. Raises Unusable where none can be used."""
        return cls(load(folder(project.config)), project.scheme)

    def suggest(self, given: Given) -> Suggestion:
        """What is proposed for the body of an article."""
        words, found = Words(given.article.text, given.sentences), given.quotations
        if not len(words):
            return Suggestion()
        said = [a for a in self._attributions(words, found) if _in_body(given, a)]
        persons, spoken = people(words, said, found)
        joined = self._joiner.join(persons, given.registry)
        speaking = self._speaking(words, said, persons, spoken)
        quotes = [self._quote(given, one, speaking[n], persons, joined.ids) for n, one in enumerate(said)]
        return Suggestion(tuple(map(self._labelled(given), quotes)), joined.speakers, joined.merges)

    def _attributions(self, words: Words, found: Sequence[Quotation]) -> Sequence[Attribution]:
        by_rule = self._by_rule(words, found)
        if "marks" in self._weights.serves:
            by_rule = self._spoken_marks(words, found, by_rule)
        spans = self._weights.spans
        if spans is None or SPANS not in self._weights.serves:
            return by_rule
        return spans.read(words, found, by_rule)

    def _spoken_marks(
        self, words: Words, found: Sequence[Quotation], said: Sequence[Attribution]
    ) -> list[Attribution]:
        """`said` without what is nothing but a pair of marks that holds nobody's words."""
        model = self._weights.others["marks"]
        told = zip(found, marks.features(words, found), strict=True)
        silent = {(one.span,) for one, own in told if model.best(own)[0] == marks.NO}
        kept = [n for n, one in enumerate(said) if one.content not in silent]
        return following(said, kept)

    def _speaking(
        self, words: Words, said: Sequence[Attribution], persons: Sequence[Person], spoken: Speaking
    ) -> Speaking:
        if "speaker" not in self._weights.serves:
            return spoken
        choice, model = Choice(words, said, persons, spoken), self._weights.others["speaker"]
        return [choice.best(model, n) for n in range(len(said))]

    def _quote(
        self, given: Given, one: Attribution, who: Sequence[int], persons: Sequence[Person],
        ids: Sequence[str | None],
    ) -> Quote:  # fmt: skip
        speakers = tuple(dict.fromkeys(Voice(ids[place], None, Origin.RULE) for place in who))
        via = []
        for span in one.via:
            place = mentioned(persons, span)
            via.append(Voice(None if place is None else ids[place], span, Origin.RULE))
        return proposal(
            given.article, layer_of(self), one.content, cue=one.cue, source=one.source, speakers=speakers,
            via=tuple(via), rule=one.rule, score=one.score,
        )  # fmt: skip

    def _labelled(self, given: Given) -> Callable[[Quote], Quote]:
        """Quotes with stance and topic, as far as these serve and the scheme takes them."""

        def labelled(quote: Quote) -> Quote:
            found = tuple(self._labels(given.article.text, quote))
            kind = derive_type(given.quotations, quote.content, [], given.article.text)
            wrong = [x for x in self._scheme.check(found, bool(quote.speakers), kind) if not x.open]
            return replace(quote, labels=() if wrong else found)

        return labelled

    def _labels(self, text: str, quote: Quote) -> Iterator[Label]:
        value = self._value("stance", texts.stance_terms(text, quote))
        if value is not None:
            plain = Label("stance", value, None, Origin.RULE)
            target = self._value("target", texts.stance_terms(text, quote))
            both = (plain, replace(plain, target=target)) if target else (plain,)
            yield from [label for label in both if self._scheme.refuse(label) is None][:1]
        topic = self._value("topic", texts.topic_terms(text, quote))
        if (
            topic is not None
            and self._scheme.refuse(label := Label("topic", topic, None, Origin.RULE)) is None
        ):
            yield label

    def _value(self, name: str, terms: Sequence[str]) -> str | None:
        """What the model `name` is sure of; None where it does not serve."""
        if name not in self._weights.serves:
            return None
        model: Texts = self._weights.others[name]
        value, sure = model.best(terms)
        return value if sure >= _SURE else None


def _in_body(given: Given, one: Attribution) -> bool:
    start = one.content[0].start
    return not any(
        r.kind is not RegionKind.BODY and r.span.start <= start < r.span.end for r in given.regions
    )
