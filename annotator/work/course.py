"""A way through the lessons of practice: which is next, what was right, how quick one was. No screen."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from annotator.model import EventKind, ReviewStatus
from annotator.store.looking import Spot
from annotator.work.lessons import Lesson
from annotator.work.looking import visit
from annotator.work.pace import Pace
from annotator.work.truth import FIELDS, Judge, Judged
from annotator.work.worklist import Worklist


@dataclass
class Outcome:
    """What came of a lesson. `keys` were pressed in it; `skipped`: it was gone by."""

    lesson: Lesson
    keys: int
    judged: Sequence[Judged] = ()
    skipped: bool = False

    @property
    def wrong(self) -> list[Judged]:
        return [one for one in self.judged if not one.right]


@dataclass
class Result:
    """What came of all lessons: seconds are active ones; None where no quote was labelled."""

    outcomes: list[Outcome]
    lessons: int
    seconds: float
    seconds_a_quote: float | None

    @property
    def keys_a_quote(self) -> float | None:
        """The median of the keys pressed in lessons with one quote."""
        found = [x.keys for x in self.outcomes if len(x.lesson.truths) == 1 and not x.skipped]
        return median(found) if found else None

    def accuracy(self) -> Iterator[tuple[str, int, int]]:
        """(field, how often right, of how many), in the order of FIELDS, for those that were compared."""
        every = [one for outcome in self.outcomes for one in outcome.judged]
        counts, right = Counter(x.field for x in every), Counter(x.field for x in every if x.right)
        return ((name, right[name], counts[name]) for name in FIELDS if counts[name])

    def as_json(self) -> dict[str, Any]:
        """The result for programs."""
        return {
            "lessons": self.lessons,
            "finished": sum(not outcome.skipped for outcome in self.outcomes),
            "active_seconds": round(self.seconds, 1),
            "active_seconds_per_quote": _rounded(self.seconds_a_quote),
            "keys_per_quote": self.keys_a_quote,
            "accuracy": {name: {"right": right, "of": of} for name, right, of in self.accuracy()},
            "outcomes": [
                {
                    "lesson": outcome.lesson.kind,
                    "keys": outcome.keys,
                    "skipped": outcome.skipped,
                    "differs": {x.field: {"yours": x.yours, "gold": x.gold} for x in outcome.wrong},
                }
                for outcome in self.outcomes
            ],
        }

    def lines(self) -> Iterator[str]:
        """The result for people."""
        done = sum(not outcome.skipped for outcome in self.outcomes)
        yield f"{done} of {self.lessons} lessons in {self.seconds:.0f} active seconds"
        if self.seconds_a_quote is not None:
            yield f"seconds a quote (median): {self.seconds_a_quote:.1f}"
        if self.keys_a_quote is not None:
            yield f"keys a quote (median): {self.keys_a_quote:g}"
        for name, right, of in self.accuracy():
            yield f"{name}: {right} of {of} right ({100 * right // of} %)"


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)


@dataclass
class Course:
    """Somebody on the way through `lessons`; `begin` first."""

    work: Worklist
    lessons: Sequence[Lesson]
    outcomes: list[Outcome] = field(default_factory=list)
    keys: int = 0  # in this lesson
    _since: int = 0  # the running number of the last action before this lesson

    @property
    def lesson(self) -> Lesson | None:
        """The one under way; None when all are over."""
        return self.lessons[len(self.outcomes)] if len(self.outcomes) < len(self.lessons) else None

    def begin(self) -> None:
        """Say what the articles are about, for quotes to inherit, and go to the first lesson."""
        for lesson in self.lessons:
            self._visit(lesson)
            topics = lesson.truths[0].inherited if lesson.truths else ()
            known = [label.value for label in self.work.desk.labels.labels]
            for code in topics if not known else ():
                self.work.say_article_topic(code, more=True)
        self.work.active.taken()  # nobody has done anything yet
        self.go()

    def go(self) -> None:
        """Go to the lesson under way, with what is proposed there chosen."""
        self.keys = 0
        self._since = self._last()
        while (lesson := self.lesson) is not None:
            self.work.selected = None
            self._visit(lesson)
            if lesson.kind == "undo" or self.work.desk.review(lesson.n) is None:
                return
            self.outcomes.append(Outcome(lesson, 0, skipped=True))  # something else settled the sentence

    def _visit(self, lesson: Lesson) -> None:
        desk = self.work.desk
        start = desk.sentences[lesson.n].span.start if desk.article.digest == lesson.article else 0
        visit(self.work, Spot(lesson.article, "", lesson.n, start))
        self.work.go(lesson.n)

    def _last(self) -> int:
        return next((action.seq for action in self.work.store.actions(self.work.actor, limit=1)), 0)

    def follow(self) -> Outcome | None:
        """Look at what was done; where that ends the lesson, its outcome, and the next one begins."""
        lesson = self.lesson
        if lesson is None:
            return None
        ended = self._taken_back() if lesson.kind == "undo" else self._reviewed(lesson)
        if ended is None:
            return None
        self.outcomes.append(ended)
        self.go()
        return ended

    def is_away(self) -> bool:
        """Whether another article is on the desk than that of the lesson, where that is not its point."""
        lesson = self.lesson
        return (
            lesson is not None and lesson.kind != "undo" and lesson.article != self.work.desk.article.digest
        )

    def _taken_back(self) -> Outcome | None:
        assert self.lesson is not None
        actions = self.work.store.actions(self.work.actor, limit=50)
        kinds = {action.kind for action in actions if action.seq > self._since}
        done = {EventKind.UNDO, EventKind.REDO} <= kinds
        return Outcome(self.lesson, self.keys) if done else None

    def _reviewed(self, lesson: Lesson) -> Outcome | None:
        desk = self.work.desk
        review = desk.review(lesson.n) if desk.article.digest == lesson.article else None
        if review is None:
            return None
        if review.status is ReviewStatus.SKIPPED:
            return Outcome(lesson, self.keys, skipped=True)
        judge = Judge(self.work.scheme, self.work.registry, desk)
        return Outcome(
            lesson, self.keys, judge.judge(desk.content_in(lesson.n), lesson.truths, lesson.fields)
        )

    def result(self) -> Result:
        """How it went so far."""
        pace = Pace()
        for one in self.work.store.worked(self.work.actor):
            pace.add(one)
        return Result(self.outcomes, len(self.lessons), pace.active, pace.median)
