"""What one quote has, given to others of the article: who is hit, and one action for all."""

import pytest

from annotator.model import Quote, Span, SpeakerKind
from annotator.work.propagating import hits, left_out, offered, propagate
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist
from tests.work.desks import assert_kept, at_work, filled, mark, select

TEXT = (
    "Mayor Ida Brenn said the quay was late.\n"
    "Brenn said nobody had been paid.\n"
    "Olle Varr said the town would pay.\n"
    "She said it was not a coin.\n"
    "The mayor said it was over.\n"
    "The Mayor said the cranes had come.\n"
)
SAID = (
    ("the quay was late", "Mayor Ida Brenn"), ("nobody had been paid", "Brenn"),
    ("the town would pay", "Olle Varr"), ("it was not a coin", "She"), ("it was over", "The mayor"),
    ("the cranes had come", "The Mayor"),
)  # fmt: skip


@pytest.fixture
def work() -> Worklist:
    return at_work(filled(texts=[TEXT]))


@pytest.fixture
def quotes(work: Worklist) -> list[Quote]:
    """All of them with their sources."""
    found = []
    for words, source in SAID:
        start = TEXT.rindex(source, 0, mark(work, words).start)
        work.set_spans("source", [Span(start, start + len(source))])
        found.append(work.chosen())
    return found


def by(work: Worklist, quote: Quote, name: str) -> str:
    select(work, quote)
    speaker = work.registry.exact(name) or work.new_speaker(name, SpeakerKind.PERSON)
    work.set_speaker(speaker)
    return speaker.id


def test_a_speaker_goes_to_the_same_source_and_to_his_names_but_to_no_pronoun(
    work: Worklist, quotes: list[Quote]
) -> None:
    ida = by(work, quotes[4], "Ida Brenn")
    work.add_alias(work.registry.live()[0], "Brenn")
    assert offered(work) == ("speaker",)
    found = hits(work, "speaker")
    assert [work.desk.number(hit.before) for hit in found] == [2, 6]
    assert all(hit.likely for hit in found)
    assert [[v.speaker for v in hit.after.speakers] for hit in found] == [[ida], [ida]]


def test_from_a_pronoun_it_goes_to_the_names_of_the_speaker(work: Worklist, quotes: list[Quote]) -> None:
    by(work, quotes[3], "Brenn")
    assert [work.desk.number(hit.before) for hit in hits(work, "speaker")] == [2]


def test_who_has_another_speaker_is_hit_but_not_likely_and_who_has_this_one_is_not(
    work: Worklist, quotes: list[Quote]
) -> None:
    by(work, quotes[5], "Olle Varr")
    by(work, quotes[4], "Ida Brenn")
    assert [(work.desk.number(hit.before), hit.likely) for hit in hits(work, "speaker")] == [(6, False)]
    by(work, quotes[5], "Ida Brenn")
    with pytest.raises(NotNow, match="no other quote here has this source"):
        hits(work, "speaker")


def test_all_that_was_accepted_is_one_action_and_one_undo(work: Worklist, quotes: list[Quote]) -> None:
    ida = by(work, quotes[4], "Ida Brenn")
    work.add_alias(work.registry.live()[0], "Brenn")
    before = len(work.store.history("ana", 99))
    assert propagate(work, "speaker", hits(work, "speaker")) == 2
    (event,) = work.store.history("ana", 99)[:-before]
    assert (event.says, len(event.changes)) == ("say the speaker of 2 more", 2)
    assert [len(work.desk.quotes[q.id].speakers) for q in quotes] == [0, 1, 0, 0, 1, 1]
    assert work.desk.quotes[quotes[1].id].speakers[0].speaker == ida
    assert_kept(work)
    assert work.undo() == event.says
    assert work.desk.quotes[quotes[1].id].speakers == ()
    assert work.selected == quotes[4].id  # where one was
    assert_kept(work)
    assert work.redo() == event.says
    assert_kept(work)


def test_only_what_was_accepted_is_changed_and_nothing_is_no_action(
    work: Worklist, quotes: list[Quote]
) -> None:
    by(work, quotes[4], "Ida Brenn")
    before = work.store.history("ana", 99)
    assert propagate(work, "speaker", []) == 0
    assert work.store.history("ana", 99) == before
    propagate(work, "speaker", hits(work, "speaker")[:1])
    assert sum(bool(q.speakers) for q in work.desk.quotes.values()) == 2


def test_topics_go_to_all_others_those_with_topics_of_their_own_are_not_likely(
    work: Worklist, quotes: list[Quote]
) -> None:
    select(work, quotes[1])
    work.say_topic("10.1")
    select(work, quotes[2])
    work.say_topic("4.3")
    work.say_topic("1", more=True)
    assert offered(work) == ("topic",)
    found = hits(work, "topic")
    assert [(work.desk.number(hit.before), hit.likely) for hit in found] == [
        (1, True), (2, False), (4, True), (5, True), (6, True),
    ]  # fmt: skip
    assert left_out(work, "topic") == 0
    propagate(work, "topic", [hit for hit in found if hit.likely])
    said = [[x.value for x in q.said("topic")] for _n, q in work.desk.numbered()]
    assert said == [["4.3", "1"], ["10.1"], ["4.3", "1"], ["4.3", "1"], ["4.3", "1"], ["4.3", "1"]]
    assert_kept(work)
    propagate(work, "topic", hits(work, "topic"))
    with pytest.raises(NotNow, match="all other quotes of this article have this topic already"):
        hits(work, "topic")


def test_there_must_be_something_to_propagate(work: Worklist, quotes: list[Quote]) -> None:
    select(work, quotes[0])
    with pytest.raises(NotNow, match="neither a speaker nor a topic of its own"):
        offered(work)
    work.set_speaker(None)
    with pytest.raises(NotNow, match="neither a speaker nor a topic of its own"):
        offered(work)
    by(work, quotes[0], "Ida Brenn")
    work.say_topic("1")
    assert offered(work) == ("speaker", "topic")


def test_two_speakers_go_by_the_source_alone(work: Worklist, quotes: list[Quote]) -> None:
    by(work, quotes[4], "Ida Brenn")
    work.add_alias(work.registry.live()[0], "Brenn")
    work.set_speaker(work.new_speaker("Olle Varr", SpeakerKind.PERSON), more=True)
    assert [work.desk.number(hit.before) for hit in hits(work, "speaker")] == [6]
