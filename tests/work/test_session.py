"""One person's way through a corpus: where one is, taking back, other sessions, a database that says no."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from annotator.model import Region, RegionKind, SpeakerKind
from annotator.store import Store
from annotator.work.worklist import Worklist
from tests.work.desks import (
    BUILD,
    COUNCIL,
    CRITICS,
    HOLD,
    OTHER,
    QUAY,
    SHARE,
    TEXT,
    add,
    article,
    assert_kept,
    at_work,
    filled,
    ids,
    mark,
    says,
    scheme,
    span,
    use_scheme,
)

LONG = "“We will build it. It will hold. Nobody will pay twice,”"


# Going


def test_a_first_session_begins_at_the_first_sentence_to_do(work: Worklist) -> None:
    assert (work.desk.text, work.at, work.position) == (TEXT, QUAY, (1, 2))


def test_it_begins_behind_headline_and_boilerplate() -> None:
    text = "Skip to content\n\nThe wall\n\nIt holds, she said.\n"
    one = article(text)
    marked = [Region(one.digest, span(text, "Skip to content"), RegionKind.BOILERPLATE)]
    with filled(texts=[]) as store:
        add(store, one, [*marked, Region(one.digest, span(text, "The wall"), RegionKind.HEADLINE)])
        work = at_work(store)
        assert (work.at, work.desk.body) == (2, 1)


def test_moving_passes_over_what_is_no_body_unless_asked(work: Worklist) -> None:
    work.go(HOLD)
    work.mark_region()
    work.go(BUILD)
    assert work.move(1)
    assert work.at == HOLD + 1
    assert work.move(-1)
    assert work.at == BUILD
    assert work.move(1, marked_too=True)
    assert work.at == HOLD
    work.go(COUNCIL)
    assert not work.move(1)
    assert work.at == COUNCIL
    assert work.move(1, marked_too=True)
    assert work.at == SHARE
    assert not work.move(1, marked_too=True)
    work.go(QUAY)
    assert not work.move(-1)


def test_going_to_a_sentence_selects_its_first_quote_or_keeps_the_selection(work: Worklist) -> None:
    long, inner = mark(work, LONG), mark(work, "It will hold.")
    work.go(BUILD)
    assert work.quote == long
    work.go(HOLD)
    assert work.quote == long  # it is here, too
    work.cycle(1)
    assert work.quote == work.desk.quotes[inner.id]
    work.go(CRITICS)
    assert work.quote is None
    work.go(HOLD)
    assert work.quote == long


def test_a_quote_that_only_says_who_speaks_here_is_chosen_where_there_is_no_content(work: Worklist) -> None:
    quote = mark(work, "that it will hold")
    work.set_spans("source", [span(TEXT, "Olle Varr")])
    work.go(QUAY)
    assert work.quote is None
    work.go(COUNCIL)
    assert work.quote == work.desk.quotes[quote.id]
    mark(work, "“pay for it”")
    work.go(QUAY)
    work.go(COUNCIL)
    assert work.chosen().content == (span(TEXT, "“pay for it”"),)


def test_choosing_goes_round_the_quotes_of_the_sentence(work: Worklist) -> None:
    for words in (LONG, "It will hold.", "will hold. Nobody"):
        mark(work, words)
    work.go(HOLD, work.here[0].id)
    found = []
    for by in (1, 1, 1, -1, -1):
        work.cycle(by)
        found.append(work.desk.number(work.chosen()))
    assert found == [2, 3, 1, 3, 2]


def test_articles_open_at_their_first_sentence_to_do(work: Worklist) -> None:
    work.finish()
    work.move_article(1)
    assert (work.desk.text, work.at, work.position) == (OTHER, 0, (2, 2))
    work.finish()
    work.move_article(-1)
    assert (work.desk.text, work.at) == (TEXT, BUILD)
    work.move_article(1)
    assert work.at == 1
    assert work.selected is None


def test_a_finished_article_opens_at_its_first_sentence(work: Worklist) -> None:
    work.move_article(1)
    while not work.finished:
        work.finish()
    work.move_article(-1)
    work.move_article(1)
    assert work.at == 0


def test_unfinished_articles_come_round_the_end(work: Worklist) -> None:
    work.move_article(1)
    while not work.finished:
        work.finish()
    work.next_unfinished()
    assert work.desk.text == TEXT
    work.next_unfinished()
    assert work.desk.text == TEXT  # the only one
    work.move_article(1)
    work.undo()
    work.move_article(-1)
    work.next_unfinished()
    assert work.desk.text == OTHER


def test_a_skipped_sentence_is_neither_reviewed_nor_to_do(work: Worklist) -> None:
    work.move_article(1)
    for _ in range(2):
        work.skip()
    assert work.finished
    assert work.corpus() == (0, 8)
    work.next_unfinished()
    assert work.desk.text == TEXT


# Restarts


@pytest.fixture
def restart(sqlite_url: str) -> Iterator["Restart"]:
    """A new program on the same file, each with stores and ids of its own."""
    with ExitStack() as stack:
        stack.enter_context(filled(sqlite_url))
        last: list[Store] = []
        numbers = ids()

        def start() -> Worklist:
            if last:
                last.pop().close()
            last.append(stack.enter_context(Store(sqlite_url)))
            use_scheme(last[-1])
            return at_work(last[-1], new_id=numbers.__next__)

        yield start


Restart = Callable[[], Worklist]


def test_one_resumes_where_one_left(restart: Restart) -> None:
    work = restart()
    work.move_article(1)
    work.go(1)
    work.leave()
    again = restart()
    assert (again.desk.text, again.at) == (OTHER, 1)


def test_an_action_remembers_where_it_happened(restart: Restart) -> None:
    mark(restart(), "that it will hold")
    again = restart()  # nobody said goodbye
    assert again.at == CRITICS
    assert again.chosen().content == (span(TEXT, "that it will hold"),)


def test_an_article_that_was_opened_is_remembered(restart: Restart) -> None:
    restart().move_article(1)
    assert restart().desk.text == OTHER


def test_an_article_asked_for_wins_and_its_place_counts_only_there(restart: Restart) -> None:
    work = restart()
    work.go(CRITICS)
    work.skip()
    other = article(OTHER).digest
    asked = at_work(work.store, article=other)
    assert (asked.desk.text, asked.at) == (OTHER, 0)
    again = at_work(work.store, article=work.desk.article.digest)
    assert again.at == CRITICS


def test_each_person_has_a_place_and_a_layer_of_their_own(restart: Restart) -> None:
    work = restart()
    mark(work, LONG)
    work.store.add_actor("ben")
    ben = at_work(work.store, "ben")
    assert (ben.at, ben.desk.quotes, ben.undo()) == (QUAY, {}, None)
    assert len(work.desk.quotes) == 1


def test_undo_and_redo_go_on_after_restarts_and_from_article_to_article(restart: Restart) -> None:
    work = restart()
    states = [everything(work)]
    steps: list[Callable[[Worklist], object]] = [
        lambda w: mark(w, LONG),
        lambda w: w.set_speaker(w.new_speaker("Ida Brenn", SpeakerKind.PERSON)),
        lambda w: w.finish(),
        mark_in_the_next_article,
        lambda w: w.set_speaker(w.registry.exact("Ida Brenn")),
        lambda w: w.finish(),
    ]
    for step in steps:
        step(work)
        states.append(everything(work))
    for before in reversed(states[:-1]):
        work = restart()
        assert work.undo()
        assert everything(work) == before
        assert_kept(work)
    assert restart().undo() is None
    for after in states[1:]:
        work = restart()
        assert work.redo()
        assert everything(work) == after
        assert_kept(work)
    assert restart().redo() is None


def mark_in_the_next_article(work: Worklist) -> None:
    work.move_article(1)
    work.mark([work.next_quotation()])


def everything(work: Worklist) -> list[object]:
    digests = [info.digest for info in work.store.articles()]
    return [says(at_work(work.store, article=d)) for d in digests]


def test_undo_shows_where_the_action_was(work: Worklist) -> None:
    quote = mark(work, "that it will hold")
    work.delete()
    work.move_article(1)
    assert work.undo() == "delete a quote"
    assert (work.desk.text, work.at) == (TEXT, CRITICS)
    assert work.quote == work.desk.quotes[quote.id]
    assert work.undo() == "mark a quote"
    assert work.quote is None
    assert work.redo() == "mark a quote"
    assert work.redo() == "delete a quote"
    assert work.redo() is None
    assert work.position == (1, 2)
    assert_kept(work)


def test_a_new_action_buries_what_was_taken_back(work: Worklist) -> None:
    mark(work, LONG)
    work.undo()
    mark(work, "that it will hold")
    assert work.redo() is None
    assert work.undo() == "mark a quote"
    assert work.undo() is None


# What is written beside an action


def test_an_event_says_when_where_how_long_and_under_which_scheme(store: Store) -> None:
    now = 0.0
    work = Worklist(store, "ana", scheme(), seconds=lambda: now)
    work.go(CRITICS)
    for _ in range(3):
        now += 2.0
        work.active.pulse()
    mark(work, "that it will hold")
    (event,) = store.history("ana", 9)
    assert (event.active_ms, event.scheme) == (6000, scheme().digest)
    assert (event.article, event.offset) == (
        work.desk.article.digest,
        work.desk.sentences[CRITICS].span.start,
    )
    now += 1000.0
    work.finish()
    assert store.history("ana", 1)[0].active_ms == 30_000
