"""Other sessions that change the same things, and a database that says no: what is shown is what is kept."""

from collections.abc import Callable

import pytest

from annotator.errors import StoreError
from annotator.model import Change, SpeakerKind
from annotator.store import Store
from annotator.store.acting import Act, Stale
from annotator.store.engine import writing
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist
from tests.work.desks import QUAY, assert_kept, at_work, ids, mark, opened, says, select

LONG = "“We will build it. It will hold. Nobody will pay twice,”"


# Another session


def second(work: Worklist) -> Worklist:
    """The same person at another terminal."""
    return at_work(work.store, work.actor, article=work.desk.article.digest, new_id=ids(100).__next__)


def test_two_sessions_of_one_person_see_what_the_other_did_when_they_clash(work: Worklist) -> None:
    quote = mark(work, LONG)
    other = second(work)
    select(other, quote)
    other.say_stance("2", "barrier")
    select(work, quote)
    with pytest.raises(
        Stale, match="changed meanwhile by another session; it is shown again as it stands now"
    ):
        work.say_topic("21")
    assert [x.value for x in work.chosen().labels] == ["2"]
    assert_kept(work)
    work.say_topic("21")
    assert_kept(work)


def test_a_quote_that_the_other_deleted_is_gone_after_the_clash(work: Worklist) -> None:
    quote = mark(work, LONG)
    other = second(work)
    select(other, quote)
    other.delete()
    with pytest.raises(Stale):
        work.set_speaker(None)
    assert work.quote is None
    assert_kept(work)
    with pytest.raises(NotNow):
        work.set_speaker(None)


def test_new_quotes_of_two_sessions_stand_side_by_side(work: Worklist) -> None:
    other = second(work)
    mark(work, LONG)
    mark(other, "that it will hold")
    mark(work, "“pay for it”")
    assert len(opened(work).desk.quotes) == 3


def test_undo_takes_back_what_the_other_session_of_the_same_person_did(work: Worklist) -> None:
    other = second(work)
    mark(other, LONG)
    assert work.undo() == "mark a quote"
    assert_kept(work)
    assert work.redo() == "mark a quote"
    assert_kept(work)


def test_what_cannot_be_taken_back_is_said_and_shown_as_it_stands(store: Store, work: Worklist) -> None:
    quote = mark(work, LONG)
    store.add_actor("lead")
    changed = work.desk.quotes[quote.id]
    other = at_work(store, "lead")
    store.act("lead", Act("tidy up", (Change(changed, None),), changed.article))
    with pytest.raises(Stale, match="“mark a quote” cannot be taken back: it was changed meanwhile"):
        work.undo()
    assert work.desk.quotes == {}
    assert_kept(work)
    assert other.undo() == "tidy up"


def test_a_region_that_somebody_else_corrected_is_shown(store: Store, work: Worklist) -> None:
    store.add_actor("ben")
    ben = at_work(store, "ben")
    for session in (work, ben):
        session.go(QUAY)
    ben.mark_region()
    with pytest.raises(Stale):
        work.mark_region()
    assert not work.desk.is_body(QUAY)
    assert_kept(work)


def test_an_entry_that_another_session_made_is_found_after_a_clash(store: Store, work: Worklist) -> None:
    quote = mark(work, LONG)
    other = second(work)
    select(other, quote)
    other.set_speaker(other.new_speaker("Ida Brenn", SpeakerKind.PERSON))
    with pytest.raises(Stale):
        work.set_speaker(None)
    assert work.registry.exact("Ida Brenn") == other.registry.exact("Ida Brenn")


# A database that says no


def no_answer(*_: object, **__: object) -> None:
    raise StoreError("the database a.db does not answer; check the address and that the server runs")


def test_what_was_not_kept_is_not_shown_though_nothing_can_be_read_either(
    work: Worklist, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote = mark(work, LONG)
    work.finish()
    before = says(work)
    verbs: list[Callable[[], object]] = [
        lambda: mark(work, "that it will hold"),
        lambda: work.delete(),
        lambda: work.say_stance("1", work.new_speaker("Olle", SpeakerKind.PERSON)),
        lambda: work.mark_region(),
        lambda: work.say_article_topic("21"),
        lambda: work.flag("sure?"),
    ]
    with monkeypatch.context() as broken:
        for name in ("act", "open_article", "tally"):
            broken.setattr(work.store, name, no_answer)
        for verb in verbs:
            select(work, quote)
            with pytest.raises(StoreError, match="does not answer"):
                verb()
            assert says(work) == before
    assert len(work.store.history("ana", 9)) == 2
    mark(work, "that it will hold")
    assert_kept(work)


def test_a_file_that_cannot_be_written_is_a_sentence_and_costs_no_word(
    work: Worklist,
) -> None:
    mark(work, LONG)
    with writing(work.store._engine) as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER no BEFORE INSERT ON review BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    before = says(work)
    with pytest.raises(StoreError, match=r"did not take this .*; nothing of it was kept"):
        work.finish()
    assert says(work) == before
    assert_kept(work)
    with writing(work.store._engine) as connection:
        connection.exec_driver_sql("DROP TRIGGER no")
    assert work.finish()
