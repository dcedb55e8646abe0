"""The suggester “learned”: the rules' reading, bettered where what the team has labelled beats the rules."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Self

from annotator.model import Label, Origin, Quote
from annotator.scheme import Scheme
from annotator.suggest.learned import marks, texts
from annotator.suggest.learned.ruled import Ruled, ruled
from annotator.suggest.learned.speakers import Choice
from annotator.suggest.learned.texts import Texts
from annotator.suggest.learned.training import SPANS
from annotator.suggest.learned.weights import Weights, folder, load
from annotator.suggest.rules import Rules
from annotator.suggest.suggester import Given, Project, Suggestion, Unusable
from annotator.text.attribution import Attribution
from annotator.text.marks import Quotation
from annotator.text.people import Person, Spoken, people
from annotator.text.reading import Reading
from annotator.text.types import derive_type
from annotator.text.words import Words

NAME = "learned"
_SURE = 0.5  # a stance or topic is proposed where it is likelier than all others together


class Learned(Rules):
    """Each part of the reading is the model's where that serves, else the rules'."""

    name = NAME

    def __init__(self, weights: Weights, scheme: Scheme, by_rule: Ruled = ruled) -> None:
        if not weights.serves:
            raise Unusable(
                "nothing that was learned here beats the rules yet; label more and run annotator learn"
            )
        super().__init__()
        self.version = weights.version
        self._weights, self._scheme, self._by_rule = weights, scheme, by_rule

    @classmethod
    def for_project(cls, project: Project) -> Self:
        """The newest weights beside the project's database. Raises Unusable where none can be used."""
        return cls(load(folder(project.config)), project.scheme)

    def suggest(self, given: Given) -> Suggestion:
        """The quotes of one article, with stance and topic where these are learned."""
        said = super().suggest(given)
        return replace(said, quotes=tuple(self._labelled(given, quote) for quote in said.quotes))

    def read(self, given: Given) -> Reading:
        words, found = Words(given.article.text, given.sentences), given.quotations
        said = tuple(self._attributions(words, found))
        persons, spoken = people(words, said, found)
        return Reading(said, persons, self._speaking(words, said, persons, spoken))

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
        return [said[n] for n in kept]

    def _speaking(
        self, words: Words, said: Sequence[Attribution], persons: Sequence[Person], spoken: Spoken
    ) -> Spoken:
        if "speaker" not in self._weights.serves:
            return spoken
        choice, model = Choice(words, said, persons, spoken), self._weights.others["speaker"]
        return tuple(tuple(choice.best(model, n)) for n in range(len(said)))

    def _labelled(self, given: Given, quote: Quote) -> Quote:
        """`quote` with stance and topic, as far as these serve and the scheme takes them."""
        found = tuple(self._labels(given.article.text, quote))
        kind = derive_type(given.quotations, quote.content, [], given.article.text)
        wrong = [x for x in self._scheme.check(found, bool(quote.speakers), kind) if not x.open]
        return quote if wrong else replace(quote, labels=found)

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
