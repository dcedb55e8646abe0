"""What one may look at: the facts of an article, a speaker's other quotes, one's flags and actions."""

from datetime import datetime, timedelta, timezone

from annotator.model import Source, SpeakerKind
from annotator.store import Store
from annotator.store.looking import PAGE
from annotator.work import looking
from annotator.work.looking import Deed, Flags, History
from annotator.work.worklist import Worklist
from tests.work.desks import (
    BUILD,
    COUNCIL,
    CRITICS,
    OTHER,
    QUAY,
    TEXT,
    add,
    article,
    at_work,
    filled,
    mark,
    select,
)

LONG = "“We will build it. It will hold. Nobody will pay twice,”"
DOUBT = "Critics doubt that it will hold"


def all_deeds(work: Worklist) -> list[Deed]:
    history = History(work)
    found = history.more()
    while more := history.more():
        found += more
    return found


def marks(work: Worklist) -> list[tuple[str, bool, str]]:
    return [(deed.action.says, deed.stands, deed.turn) for deed in all_deeds(work)]


# The article


def test_facts_say_what_is_known_and_leave_out_what_is_not() -> None:
    sources = (
        Source("wall.md", "The wall", "The Quay Post", "2031-03-04", url="https://quay.example/wall"),
        Source("copy.md", outlet="The Copy", date="2031-03-05"),
    )
    with filled(texts=[OTHER]) as store:
        add(store, article(TEXT, *sources))
        work = at_work(store, article=article(TEXT).digest)
        mark(work, LONG)
        work.say_article_topic("21.2")
        facts = list(looking.facts(work))
        assert facts[:6] == [
            ("title", "The wall"),
            ("outlet", "The Quay Post"),
            ("date", "2031-03-04"),
            ("url", "https://quay.example/wall"),
            ("path", "wall.md"),
            ("also", "The Copy · 2031-03-05 · copy.md"),
        ]
        said = dict(facts)
        assert said["topics"] == "21.2 Water works and flood protection"
        assert said["article"].startswith("2 of 2 · sha256 ")
        assert said["so far"] == f"{work.desk.reviewed} of 6 sentences · 1 quote"


def test_what_else_a_speaker_says_follows_merged_entries(work: Worklist) -> None:
    first, second, third = mark(work, LONG), mark(work, DOUBT), mark(work, "“pay for it”")
    ida = work.new_speaker("Ida Brenn", SpeakerKind.PERSON)
    for quote in (first, third):
        select(work, quote)
        work.set_speaker(ida)
    select(work, second)
    assert looking.same_speaker(work, work.chosen()) == []
    work.set_speaker(work.new_speaker("the critics", SpeakerKind.GROUP))
    assert looking.same_speaker(work, work.chosen()) == []
    assert [q.id for q in looking.same_speaker(work, work.desk.quotes[first.id])] == [third.id]


# Flags


def test_flags_of_this_article_come_first_and_the_others_a_page_at_a_time(
    store: Store, work: Worklist
) -> None:
    other = article(OTHER).digest
    for n in range(PAGE + 3):
        one = article(f"“No,” said the {n}th of them.\n")
        add(store, one)
        there = at_work(store, article=one.digest, new_id=work.new_id)
        there.flag(f"number {n}")
    work.go(CRITICS)
    work.flag("who?")
    work.go(BUILD)
    mark(work, LONG)
    work.flag("which wall?")
    flags = Flags(work)
    assert [(f.text, f.spot.sentence, f.quote is not None) for f in flags.here()] == [
        ("which wall?", BUILD, True),
        ("who?", CRITICS, False),
    ]
    pages = [flags.more(), flags.more(), flags.more()]
    assert [len(page) for page in pages] == [PAGE, 3, 0]
    assert [f.text for page in pages for f in page] == [f"number {n}" for n in range(PAGE + 3)]
    assert all(f.spot.article not in (other, work.desk.article.digest) for page in pages for f in page)


def test_one_goes_to_a_flag_in_another_article_and_its_quote_is_chosen(store: Store, work: Worklist) -> None:
    work.go(COUNCIL)
    quote = mark(work, "“pay for it”")
    work.flag("she?")
    work.next_unfinished()
    assert work.desk.text == OTHER
    found = Flags(work).more()[0]
    looking.visit(work, found.spot, found.quote)
    assert (work.desk.text, work.at, work.selected) == (TEXT, COUNCIL, quote.id)
    assert at_work(store).at == COUNCIL  # and is found there again


# History


def test_history_says_what_stands_and_what_undo_and_redo_would_do(work: Worklist) -> None:
    assert marks(work) == []
    mark(work, LONG)
    work.say_topic("21.2")
    work.say_stance("1", "barrier")
    assert marks(work) == [
        ("say the stance", True, "undo"),
        ("say the topic", True, ""),
        ("mark a quote", True, ""),
    ]
    work.undo()
    work.undo()
    assert marks(work) == [
        ("say the stance", False, ""),
        ("say the topic", False, "redo"),
        ("mark a quote", True, "undo"),
    ]
    work.redo()
    assert marks(work) == [
        ("say the stance", False, "redo"),
        ("say the topic", True, "undo"),
        ("mark a quote", True, ""),
    ]
    work.say_topic("1.1")
    assert [turn for _says, _stands, turn in marks(work)] == ["undo", "", "", ""]  # nothing is left to redo


def test_what_history_marks_is_what_undo_and_redo_do(work: Worklist) -> None:
    mark(work, LONG)
    work.say_topic("21.2")
    work.undo()
    for _ in range(3):
        undone = next(deed.action.says for deed in all_deeds(work) if deed.turn == "undo")
        assert work.undo() == undone
        again = next(deed.action.says for deed in all_deeds(work) if deed.turn == "redo")
        assert work.redo() == again


def test_history_pages_over_many_that_were_taken_back(work: Worklist) -> None:
    mark(work, LONG)
    for n in range(PAGE):
        work.say_topic(("1.1", "21.2")[n % 2])
    for _ in range(PAGE):
        work.undo()
    found = all_deeds(work)
    assert [deed.stands for deed in found] == [False] * PAGE + [True]
    assert found[-1].turn == "undo"


def test_history_leads_to_where_it_was(work: Worklist) -> None:
    mark(work, LONG)
    work.next_unfinished()
    spot = all_deeds(work)[0].action.spot
    assert spot is not None
    looking.visit(work, spot)
    assert (work.desk.text, work.at) == (TEXT, BUILD)
    work.go(QUAY)


def test_times_are_said_where_one_is() -> None:
    here = timezone(timedelta(hours=2))
    now = datetime(2031, 3, 4, 9, 30, tzinfo=here)
    assert looking.when("2031-03-04T05:07:00.000Z", now) == "07:07"
    assert looking.when("2031-03-03T22:30:00.000Z", now) == "00:30"
    assert looking.when("2031-03-03T21:30:00.000Z", now) == "03 Mar 23:30"
    assert looking.when("2030-12-31T12:00:00.000Z", now) == "31 Dec 2030"
