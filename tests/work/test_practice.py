"""Practice without a screen: what differs from gold, which lessons there are, and the way through them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.cli.practice import prepared
from annotator.formats.document import Named, Said
from annotator.model import Label, Quote, Speaker, SpeakerKind
from annotator.store import Store
from annotator.work.course import Course, Outcome, Result
from annotator.work.lessons import SPANS, Lesson
from annotator.work.truth import FIELDS, Judge, Judged, Truth
from annotator.work.worklist import Worklist
from tests.work.desks import IN_MEMORY, TEXT, mark, span

BUILT = "“We will build it. It will hold. Nobody will pay twice,”"


def truth(**more: object) -> Truth:
    """The mayor's words, strongly for the barrier; the article is about 10.1."""
    said: dict[str, object] = {
        "content": (span(TEXT, BUILT),),
        "cue": (span(TEXT, "said. Critics"),),
        "speakers": (Named("1", "Ida Brenn", SpeakerKind.PERSON, ("Brenn",)),),
        "labels": (Label("stance", "2", "barrier"),),
    }
    return Truth(Said("g", **(said | more)), ("10.1",))  # type: ignore[arg-type]


def judge(work: Worklist, *gold: Truth, fields: tuple[str, ...] = FIELDS) -> dict[str, Judged]:
    """By field; of one, the first."""
    own = list(work.desk.quotes.values())
    found = Judge(work.scheme, work.registry, work.desk).judge(own, gold, fields)
    return {one.field: one for one in reversed(found)}


def test_each_field_is_compared_by_itself(work: Worklist) -> None:
    mark(work, BUILT)
    said = judge(work, truth())
    assert {field: one.right for field, one in said.items()} == {
        "content": True, "cue": False, "source": True, "speaker": False, "stance": False, "topic": False,
    }  # fmt: skip
    assert str(said["speaker"]) == "speaker: yours none, right is Ida Brenn"
    assert str(said["stance"]) == "stance: yours none, right is Strongly for towards Flood barrier"
    work.set_spans("cue", [span(TEXT, "said. Critics")])
    work.set_speaker(Speaker("s", "BRENN"))  # by another of his names
    work.say_stance("2", "barrier")
    work.say_article_topic("10.1")
    assert all(one.right for one in judge(work, truth()).values())
    work.say_stance("2", "talks")
    work.say_topic("1")
    said = judge(work, truth())
    assert [field for field, one in said.items() if not one.right] == ["topic", "stance"]
    assert (said["topic"].yours, said["topic"].gold) == ("1", "10.1")


def test_an_unknown_speaker_is_right_only_where_gold_has_none_and_two_are_not_one(work: Worklist) -> None:
    mark(work, BUILT)
    unknown = truth(speakers=(Named(),))
    work.set_speaker(None)
    assert judge(work, unknown)["speaker"].right
    assert not judge(work, truth())["speaker"].right
    work.set_speaker(Speaker("s", "Ida Brenn"))
    assert not judge(work, unknown)["speaker"].right
    work.set_speaker(Speaker("o", "Olle Varr"), more=True)
    assert not judge(work, truth())["speaker"].right


def test_what_was_missed_and_what_is_none_is_wrong_content(work: Worklist) -> None:
    assert str(judge(work, truth())["content"]).startswith("content: yours none, right is “")
    mark(work, "that it will hold")
    said = Judge(work.scheme, work.registry, work.desk).judge(list(work.desk.quotes.values()), (), FIELDS)
    assert [str(one) for one in said] == ["content: yours “that it will hold”, right is none"]


def test_only_what_is_asked_is_compared(work: Worklist) -> None:
    mark(work, BUILT)
    assert set(judge(work, truth(), fields=SPANS)) == set(SPANS)


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Course]:
    with Store(IN_MEMORY) as store:
        yield prepared(store, tmp_path)


def accepted(course: Course) -> Quote:
    """Go on with what is proposed."""
    course.work.finish()
    quote = course.work.desk.content_in(course.lessons[0].n)[0]
    return quote


def test_the_lessons_of_the_sample_corpus_and_the_way_through(course: Course) -> None:
    kinds = [lesson.kind for lesson in course.lessons]
    assert {"right", "missed", "stance", "topic", "nothing", "undo", "alone"} <= set(kinds)
    assert kinds.count("alone") == 3
    places = [(x.article, x.n) for x in course.lessons if x.kind != "undo"]
    assert len(set(places)) == len(places)
    work = course.work
    assert course.lesson is not None
    assert (work.desk.article.digest, work.at) == places[0]
    assert work.quote is not None
    assert work.is_proposal(work.quote)
    assert work.desk.labels.labels  # what the article is about is said before
    assert course.follow() is None
    course.keys = 1
    accepted(course)
    ended = course.follow()
    assert ended is not None
    assert (ended.lesson.kind, ended.keys, ended.wrong) == ("right", 1, [])
    assert (work.desk.article.digest, work.at) == places[1]
    work.skip()
    ended = course.follow()
    assert ended is not None
    assert ended.skipped


def test_another_article_is_no_place_for_a_lesson_and_what_is_settled_is_gone_by(course: Course) -> None:
    work = course.work
    assert not course.is_away()
    work.move_article(1 if work.position[0] == 1 else -1)
    assert course.is_away()
    course.go()
    assert not course.is_away()
    second = course.lessons[1]
    work.enter(second.article)
    work.go(second.n)
    work.nothing()
    course.go()
    accepted(course)
    course.follow()
    assert [outcome.skipped for outcome in course.outcomes] == [False, True]


def test_undo_is_learnt_by_doing_it_and_doing_it_again(course: Course) -> None:
    n = next(n for n, lesson in enumerate(course.lessons) if lesson.kind == "undo")
    course.outcomes = [Outcome(lesson, 0, skipped=True) for lesson in course.lessons[: n - 1]]
    course.go()
    course.work.nothing()
    course.follow()
    assert course.lesson is not None
    assert course.lesson.kind == "undo"
    course.work.undo()
    assert course.follow() is None
    assert not course.is_away()
    course.work.redo()
    assert course.follow() is not None


def test_the_result_for_people_and_for_programs() -> None:
    one = Lesson("stance", "", "a", 1, (truth(),), SPANS)
    none = Lesson("nothing", "", "a", 2, (), SPANS)
    outcomes = [
        Outcome(one, 4, [Judged("content", True, "x", "x"), Judged("stance", False, "For", "Against")]),
        Outcome(one, 7, [Judged("content", True, "x", "x"), Judged("stance", True, "For", "For")]),
        Outcome(none, 1),
        Outcome(one, 99, skipped=True),
    ]
    result = Result(outcomes, 5, 62.3, 12.345)
    assert list(result.lines()) == [
        "3 of 5 lessons in 62 active seconds",
        "seconds a quote (median): 12.3",
        "keys a quote (median): 5.5",
        "content: 2 of 2 right (100 %)",
        "stance: 1 of 2 right (50 %)",
    ]
    said = result.as_json()
    assert (said["lessons"], said["finished"], said["keys_per_quote"]) == (5, 3, 5.5)
    assert said["accuracy"] == {"content": {"right": 2, "of": 2}, "stance": {"right": 1, "of": 2}}
    assert said["outcomes"][0]["differs"] == {"stance": {"yours": "For", "gold": "Against"}}
    assert list(Result([], 5, 0.0, None).lines()) == ["0 of 5 lessons in 0 active seconds"]
    assert Result([], 5, 0.0, None).as_json()["active_seconds_per_quote"] is None
