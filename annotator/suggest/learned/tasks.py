"""The questions that are learned one by one, beside where quotes are: each with the rules' answer.

A task turns an article into questions, fits a model to those of many articles, and counts right answers.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from annotator.agreement.rates import Rate, counted
from annotator.model import Quote
from annotator.suggest.learned import linear, marks, speakers, texts
from annotator.suggest.learned.example import Example
from annotator.suggest.learned.linear import Features, Linear
from annotator.suggest.learned.texts import Texts
from annotator.text.marks import quotations
from annotator.text.people import people
from annotator.text.words import Words

Q = TypeVar("Q")
M = TypeVar("M")
_STRENGTH = 0.3


class Task(Protocol, Generic[Q, M]):
    """`rule` says what the rules are; `needs` how many questions there have to be."""

    name: str
    rule: str
    needs: int

    def questions(self, example: Example) -> list[Q]: ...
    def fit(self, questions: Sequence[Q], seed: int) -> M: ...
    def by_rule(self, learned_from: Sequence[Q], asked: Sequence[Q]) -> Rate: ...
    def by_model(self, model: M, asked: Sequence[Q]) -> Rate: ...
    def differ(self, questions: Sequence[Q]) -> bool:
        """Whether there are two different answers to learn."""
        ...


def _answered(good: int, of: int) -> Rate:
    """Questions with one answer each, of which so many are right."""
    return counted(good, of, of)


@dataclass(frozen=True, slots=True)
class Marked:
    """Whether a quotation is somebody's words: `answer`, and what the rules hold."""

    features: Features
    answer: bool
    ruled: bool


class Marks:
    name, rule, needs = "marks", "signs", 100

    def questions(self, example: Example) -> list[Marked]:
        found = quotations(example.article.text)
        if not found:
            return []
        words = Words(example.article.text, example.sentences)
        known, ruled = marks.features(words, found), marks.by_rule(words, found)
        return [Marked(known[n], yes, ruled[n]) for n, yes in marks.told(example, words, found)]

    def fit(self, questions: Sequence[Marked], seed: int) -> Linear:
        answers = [marks.YES if q.answer else marks.NO for q in questions]
        return linear.learn([q.features for q in questions], answers, _STRENGTH, seed)

    def differ(self, questions: Sequence[Marked]) -> bool:
        return len({q.answer for q in questions}) > 1

    def by_rule(self, learned_from: Sequence[Marked], asked: Sequence[Marked]) -> Rate:
        return _yes([(q.ruled, q.answer) for q in asked])

    def by_model(self, model: Linear, asked: Sequence[Marked]) -> Rate:
        return _yes([(model.chances(q.features)[marks.YES] >= 0.5, q.answer) for q in asked])


def _yes(pairs: Sequence[tuple[bool, bool]]) -> Rate:
    """Precision and recall of yes, where each pair is (given, wanted)."""
    both = sum(given and wanted for given, wanted in pairs)
    return counted(both, sum(given for given, _ in pairs), sum(wanted for _, wanted in pairs))


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who speaks: `choice` has the article's persons, `answers` those who are right; attribution `number`."""

    choice: speakers.Choice
    number: int
    answers: frozenset[int]


class Speakers:
    name, rule, needs = "speaker", "recency and names", 100

    def questions(self, example: Example) -> list[Spoken]:
        if not any(True for _ in speakers.known(example)):
            return []
        words = Words(example.article.text, example.sentences)
        said = [speakers.as_attribution(q) for q in example.quotes]
        persons, spoken = people(words, said, quotations(example.article.text))
        choice = speakers.Choice(words, said, persons, spoken)
        return [Spoken(choice, n, _right(choice, q, example)) for n, q in speakers.known(example)]

    def fit(self, questions: Sequence[Spoken], seed: int) -> Linear:
        told = [(f, p in q.answers) for q in questions for p, f in enumerate(q.choice.features(q.number))]
        answers = [speakers.YES if yes else speakers.NO for _, yes in told]
        return linear.learn([f for f, _ in told], answers, _STRENGTH, seed)

    def differ(self, questions: Sequence[Spoken]) -> bool:
        return any(0 < len(q.answers) < len(q.choice.persons) for q in questions)

    def by_rule(self, learned_from: Sequence[Spoken], asked: Sequence[Spoken]) -> Rate:
        return _answered(sum(not q.answers.isdisjoint(q.choice.spoken[q.number]) for q in asked), len(asked))

    def by_model(self, model: Linear, asked: Sequence[Spoken]) -> Rate:
        good = (not q.answers.isdisjoint(q.choice.best(model, q.number)) for q in asked)
        return _answered(sum(good), len(asked))


def _right(choice: speakers.Choice, quote: Quote, example: Example) -> frozenset[int]:
    bearing = (p for p, one in enumerate(choice.persons) if speakers.right(one, quote, example.speakers))
    return frozenset(bearing)


@dataclass(frozen=True, slots=True)
class Worded:
    """The words of a quote as terms, and the value that people gave it."""

    terms: tuple[str, ...]
    answer: str


class Values:
    """A label of a quote from its words. There is no rule for it: the commonest value stands for one."""

    rule, needs = "commonest value", 100

    def __init__(
        self,
        name: str,
        said: Callable[[Example], Iterator[tuple[Quote, str]]],
        terms: Callable[[str, Quote], list[str]],
    ) -> None:
        self.name, self._said, self._terms = name, said, terms

    def questions(self, example: Example) -> list[Worded]:
        text = example.article.text
        return [Worded(tuple(self._terms(text, quote)), value) for quote, value in self._said(example)]

    def fit(self, questions: Sequence[Worded], seed: int) -> Texts:
        return texts.learn([q.terms for q in questions], [q.answer for q in questions], seed)

    def differ(self, questions: Sequence[Worded]) -> bool:
        return len({q.answer for q in questions}) > 1

    def by_rule(self, learned_from: Sequence[Worded], asked: Sequence[Worded]) -> Rate:
        values = Counter(q.answer for q in learned_from)
        commonest = min(values, key=lambda value: (-values[value], value), default="")
        return _answered(sum(q.answer == commonest for q in asked), len(asked))

    def by_model(self, model: Texts, asked: Sequence[Worded]) -> Rate:
        return _answered(sum(model.best(q.terms)[0] == q.answer for q in asked), len(asked))


TASKS: tuple[Task[Any, Any], ...] = (
    Marks(),
    Speakers(),
    Values("stance", texts.stances, texts.stance_terms),
    Values("target", texts.targets, texts.stance_terms),
    Values("topic", texts.topics, texts.topic_terms),
)
