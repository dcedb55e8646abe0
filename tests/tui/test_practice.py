"""Practice on the screen, played by somebody who reads the lessons and knows the gold."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from annotator.cli.practice import prepared
from annotator.store import Store
from annotator.tui.commands import commands
from annotator.tui.hinting import Hints
from annotator.tui.practice import PracticeApp
from annotator.work.course import Course
from annotator.work.lessons import Lesson
from tests.tui.played import SMALL, Played
from tests.work.desks import IN_MEMORY


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Course]:
    with Store(IN_MEMORY) as store:
        yield prepared(store, tmp_path)


@asynccontextmanager
async def practised(course: Course) -> AsyncIterator[Played]:
    app = PracticeApp(course, commands(course.work.scheme))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        yield Played(pilot)


async def solve(play: Played, course: Course, lesson: Lesson) -> None:
    """Do what the lesson says."""
    work = course.work
    truth = lesson.truths[0] if lesson.truths else None
    if lesson.kind == "wrong":
        while work.quote is not None and work.is_proposal(work.quote):
            await play.press("d")
    elif lesson.kind in ("end", "start"):
        assert truth is not None
        while work.chosen().content != truth.said.content:
            quote, gold = work.chosen(), truth.said.content
            end = "." if quote.end < gold[-1].end else ","
            start = "<" if quote.start > gold[0].start else ">"
            await play.press(end if lesson.kind == "end" else start)
    elif lesson.kind == "missed":
        await play.press("v")
        assert play.annotating.asked is not None
        assert truth is not None
        sheet = play.annotating.asked.sheet
        assert isinstance(sheet, Hints)
        await play.press(sheet.shown[truth.said.cue[0].start])
    elif lesson.kind == "speaker":
        assert truth is not None
        await play.press("w", *str(truth.said.speakers[0].name), "enter")
        if play.annotating.asked is not None:
            await play.press("enter")  # a new one: a person
    elif lesson.kind == "topic":
        assert truth is not None
        field = work.scheme.field("topic")
        label = field.label(truth.own_topics[0]) if field else None
        assert field is not None
        assert label is not None
        parent = field.label(label.parent) if label.parent else None
        await play.press("o", *([parent.key] if parent else []), label.key)
    elif lesson.kind in ("stance", "alone"):
        assert truth is not None
        (stance,) = truth.stances
        target, field = work.scheme.target(str(stance.target)), work.scheme.field("stance")
        step = field.label(stance.value) if field else None
        assert target is not None
        assert step is not None
        await play.press("t", target.key, step.key)
    await play.press(*{"nothing": ("n",), "undo": ("u", "r")}.get(lesson.kind, ("space",)))


async def test_whoever_does_what_the_lessons_say_is_right_in_all(course: Course) -> None:
    async with practised(course) as play:
        for n, lesson in enumerate(course.lessons, start=1):
            assert course.lesson == lesson
            assert (await play.rows())[0].startswith(f" {n}/{len(course.lessons)} ")
            await solve(play, course, lesson)
            assert len(course.outcomes) == n, lesson
            assert [str(one) for one in course.outcomes[-1].wrong] == []
        text = await play.text()
        assert "Practice is over" in text
        assert f"{len(course.lessons)} of {len(course.lessons)} lessons" in text
        assert "(100 %)" in text
        await play.press("enter")
        assert play.over
    result = course.result()
    assert all(right == of for _field, right, of in result.accuracy())
    assert {field for field, _right, _of in result.accuracy()} == {
        "content", "cue", "source", "speaker", "stance", "topic",
    }  # fmt: skip
    assert result.keys_a_quote is not None
    assert result.keys_a_quote <= 5


async def test_the_lesson_says_which_keys_and_what_differs_is_said_at_once(course: Course) -> None:
    async with practised(course) as play:
        assert "[space] takes it and goes on" in (await play.rows())[0]
        await play.press(",", "space")
        assert "not as gold has it: content: yours “" in await play.news()
        assert course.outcomes[-1].keys == 2
        await play.press("z")
        assert await play.news() == "left out"


async def test_who_goes_to_another_article_is_brought_back(course: Course) -> None:
    async with practised(course) as play:
        await play.press("]" if course.work.position[0] == 1 else "[")
        assert await play.news() == "back to the lesson"
        assert course.lesson is not None
        assert course.work.at == course.lesson.n
        await play.press("space")
        assert (await play.news()).startswith("right, with ")
        await play.press("Q")
        assert play.over
    assert len(course.outcomes) == 1
