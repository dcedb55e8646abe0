"""Whom one may mean: candidates of the article, rows for what is typed, the same as another quote."""

from collections.abc import Sequence

import pytest

from annotator.model import Quote, Speaker, SpeakerKind
from annotator.work.naming import is_description, is_pronoun, likely_kind
from annotator.work.people import Candidate, candidates
from annotator.work.registry import Registry
from annotator.work.same import same_as, say_same
from annotator.work.session import NotNow
from annotator.work.whom import Whom, offers, whom
from annotator.work.worklist import Worklist
from tests.work.desks import at_work, filled, ids, mark, select, span

TEXT = (
    "Ida Brenn, the mayor, said the quay was late.\n"
    "She added that nobody had been paid.\n"
    "Olle Varr said the town would pay.\n"
    "“Not a coin,” the mayor replied.\n"
    "A harbour official said the cranes had come.\n"
    "Residents said they had seen none.\n"
)
LATE, PAID, PAY, COIN, CRANES, NONE = (
    "the quay was late", "that nobody had been paid", "the town would pay", "“Not a coin,”",
    "the cranes had come", "they had seen none",
)  # fmt: skip
SOURCES = {
    LATE: "Ida Brenn, the mayor,", PAID: "She", PAY: "Olle Varr", CRANES: "A harbour official",
    NONE: "Residents",
}  # fmt: skip
IDA, OLLE = Speaker("i", "Ida Brenn", aliases=("Brenn",)), Speaker("o", "Olle Varr")
BOTH = (IDA, OLLE, Speaker("p", "Port of Lind", SpeakerKind.ORGANISATION))


@pytest.fixture
def work() -> Worklist:
    return at_work(filled(texts=[TEXT, "“No,” said Olle Varr.\n"]))


def marked(work: Worklist, words: str) -> Quote:
    """A quote with its source, selected."""
    mark(work, words)
    if words in SOURCES:
        work.set_spans("source", [span(TEXT, SOURCES[words])])
    return work.chosen()


def named(work: Worklist, name: str) -> Speaker:
    """Say that the selected quote is by `name`."""
    speaker = work.registry.exact(name) or work.new_speaker(name, SpeakerKind.PERSON)
    work.set_speaker(speaker)
    return speaker


def first(work: Worklist) -> Candidate:
    return candidates(work)[0]


# Before anything is typed


def test_a_name_in_the_source_is_offered_as_a_new_speaker_of_its_kind(work: Worklist) -> None:
    marked(work, LATE)
    assert first(work).picked == ("new", "Ida Brenn", "person")
    assert "mayor" in first(work).says


def test_a_name_that_the_registry_has_is_its_entry(work: Worklist) -> None:
    marked(work, PAY)
    olle = named(work, "Olle Varr")
    work.undo()
    assert first(work).picked == ("new", "Olle Varr", "person")  # the entry went when that was taken back
    work.set_speaker(olle)
    marked(work, LATE)
    assert ("known", olle.id) in [one.picked for one in candidates(work)]


def test_a_pronoun_means_the_entry_that_was_given_to_whom_it_means(work: Worklist) -> None:
    marked(work, LATE)
    mayor = named(work, "Brenn, Ida")  # a name that the text does not have
    marked(work, PAID)
    assert first(work).picked == ("known", mayor.id)


@pytest.mark.parametrize(
    ("words", "picked"),
    [(CRANES, ("new", "harbour official", "anonymous")), (NONE, ("new", "residents", "group"))],
)
def test_those_without_a_name_are_offered_too(work: Worklist, words: str, picked: tuple[str, ...]) -> None:
    marked(work, words)
    assert first(work).picked == picked


def test_others_who_speak_here_follow_the_nearest_before_first_and_each_once(work: Worklist) -> None:
    for words, name in ((LATE, "Ida Brenn"), (PAY, "Olle Varr"), (NONE, "Residents")):
        marked(work, words)
        named(work, name)
    ids = [work.registry.exact(name).id for name in ("Olle Varr", "Ida Brenn", "Residents")]  # type: ignore[union-attr]
    mark(work, COIN)  # no source is marked: nobody is meant yet
    known = [one.picked[1] for one in candidates(work) if one.picked[0] == "known"]
    assert known == ids


def test_a_quote_far_away_is_read_from_a_window_of_the_article() -> None:
    filler = "Nothing was said on that day at the quay.\n" * 200
    text = f"Ada Marn said it was over.\n{filler}Ida Brenn said it had begun.\n{filler}"
    work = at_work(filled(texts=[text]))
    mark(work, "it had begun")
    work.set_spans("source", [span(text, "Ida Brenn")])
    assert [one.picked for one in candidates(work)] == [("new", "Ida Brenn", "person")]


def test_who_was_named_in_an_earlier_session_is_known_to_the_next(work: Worklist) -> None:
    marked(work, PAY)
    named(work, "Olle Varr")
    marked(work, LATE)
    named(work, "Zoe Ane")
    second = work.store.neighbour(work.desk.article.digest, 1)
    later = at_work(work.store, article=second, new_id=ids(100).__next__)
    mark(later, "“No,”")
    candidates(later)
    assert [s.name for s in later.registry.recent()] == ["Zoe Ane", "Olle Varr"]


def test_agencies_are_asked_for_by_themselves(work: Worklist) -> None:
    marked(work, LATE)
    work.set_via(work.new_speaker("Lind News", SpeakerKind.ORGANISATION))
    marked(work, PAY)
    named(work, "Olle Varr")
    assert [whom(work, "via").says(one.picked) for one in candidates(work, "via")] == [
        "Lind News  organisation"
    ]
    assert whom(work, "via").rows("'1") == []


# While something is typed


def rows(typed: str, here: Sequence[Candidate] = (), unknown: bool = True) -> list[tuple[str, ...]]:
    return offers(Registry(BOTH), typed, here, unknown)


HERE = (
    Candidate(("new", "Ada Marn", "person"), ("Ada Marn", "spokeswoman")),
    Candidate(("known", "o"), ("Olle Varr", "Varr", "port minister"), "port minister"),
)


def test_those_of_the_article_come_first_and_unknown_last() -> None:
    assert rows("", HERE) == [
        ("new", "Ada Marn", "person"), ("known", "o"), ("known", "i"), ("known", "p"), ("unknown",),
    ]  # fmt: skip


def test_an_exact_name_comes_before_those_of_the_article_and_those_before_others() -> None:
    assert rows("port", HERE)[:2] == [("known", "o"), ("known", "p")]  # by office, then by name
    assert rows("Port of Lind", HERE)[0] == ("known", "p")
    assert rows("ada", HERE)[0] == ("new", "Ada Marn", "person")
    assert rows("ada", HERE)[-1] == ("new", "ada")  # of another kind, or somebody else


@pytest.mark.parametrize("typed", ["he", "She", "they"])
def test_a_pronoun_is_nobodys_name_and_may_mean_anybody_here(typed: str) -> None:
    found = rows(typed, HERE)
    assert {("new", "Ada Marn", "person"), ("known", "o")} <= set(found)
    assert ("new", typed) not in found


def test_a_description_finds_the_office_else_offers_itself_and_all_who_speak_here() -> None:
    assert rows("the spokeswoman", HERE)[0] == ("new", "Ada Marn", "person")
    found = rows("the diver", HERE)
    assert found[0] == ("new", "the diver")
    assert found[-2:] == [("new", "Ada Marn", "person"), ("known", "o")]


def test_a_number_behind_its_sign_is_a_quotes() -> None:
    assert rows("'12") == rows("#12") == [("same", "12")]
    assert rows("'") == rows("#") == []
    assert rows("'t Hove")[0] == ("new", "'t Hove")


def test_rows_in_words() -> None:
    one = Whom(Registry(BOTH), HERE, same=lambda number: ("i", None))
    says = [one.says(row) for row in one.rows("")]
    assert says[:2] == ["new: Ada Marn  person", "Olle Varr  person  here: port minister"]
    assert says[2:4] == ["Ida Brenn  person  (Brenn)", "Port of Lind  organisation"]
    assert one.says(("same", "3")) == "the same as quote 3: Ida Brenn, unknown"
    assert one.says(("known", "gone")) == "(not in the registry)"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ida Brenn", "person"), ("an official", "anonymous"), ("residents", "group"), ("the diver", "role"),
        ("the Foreign Ministry", "person"),
    ],
)  # fmt: skip
def test_the_likely_kind(name: str, kind: str) -> None:
    assert likely_kind(name) == kind


def test_what_is_no_name() -> None:
    assert is_pronoun("He")
    assert not is_pronoun("Heda")
    assert is_description("a senior official")
    assert not is_description("the Kremlin")
    assert not is_description("the")


@pytest.mark.parametrize("name", ["he", "They"])
def test_no_pronoun_becomes_a_name(work: Worklist, name: str) -> None:
    marked(work, LATE)
    ida = named(work, "Ida Brenn")
    why = f"“{name}” is a pronoun, not a name; choose whom it means"
    with pytest.raises(NotNow, match=why):
        work.add_alias(ida, name)
    with pytest.raises(NotNow, match=why):
        work.new_speaker(name, SpeakerKind.PERSON)


# The same as another quote


def test_the_last_quote_is_the_one_that_was_given_speakers_last(work: Worklist) -> None:
    marked(work, PAY)
    named(work, "Olle Varr")
    marked(work, LATE)
    named(work, "Ida Brenn")
    marked(work, NONE)
    assert say_same(work) == "Ida Brenn"
    assert work.chosen().source == (span(TEXT, "Residents"),)
    assert work.store.history("ana", 1)[0].says == "say who spoke"


def test_in_a_new_session_the_last_quote_is_the_one_before_in_the_text(work: Worklist) -> None:
    for words, name in ((PAY, "Olle Varr"), (LATE, "Ida Brenn")):
        marked(work, words)
        named(work, name)
    again = at_work(work.store, article=work.desk.article.digest, new_id=ids(100).__next__)
    mark(again, NONE)
    assert say_same(again) == "Olle Varr"


def test_in_a_new_article_it_is_the_last_one_of_the_article_before(work: Worklist) -> None:
    marked(work, LATE)
    named(work, "Ida Brenn")
    work.move_article(1)
    mark(work, "“No,”")
    assert say_same(work) == "Ida Brenn"


def test_several_speakers_and_unknown_ones_are_taken_over(work: Worklist) -> None:
    marked(work, LATE)
    ida = named(work, "Ida Brenn")
    olle = work.new_speaker("Olle Varr", SpeakerKind.PERSON)
    work.set_speaker(olle, more=True)
    marked(work, PAY)
    say_same(work, "1")
    assert [v.speaker for v in work.chosen().speakers] == [ida.id, olle.id]
    work.set_speaker(None)
    marked(work, NONE)
    assert say_same(work) == "unknown"
    assert say_same(work, "1", more=True) == "Ida Brenn, Olle Varr"


def test_there_may_be_nothing_to_be_the_same_as(work: Worklist) -> None:
    marked(work, LATE)
    with pytest.raises(NotNow, match="no quote has a speaker yet; w says who speaks"):
        same_as(work)
    with pytest.raises(NotNow, match="quote 1 has no speaker yet"):
        same_as(work, "1")
    with pytest.raises(NotNow, match="there is no quote 7 in this article"):
        same_as(work, "7")
    named(work, "Ida Brenn")
    work.undo()  # and with it her entry
    with pytest.raises(NotNow, match="no quote has a speaker yet"):
        same_as(work)


def test_where_it_is_so_already_nothing_is_kept(work: Worklist) -> None:
    quote = marked(work, LATE)
    named(work, "Ida Brenn")
    before = work.store.history("ana", 99)
    select(work, quote)
    say_same(work)
    assert work.store.history("ana", 99) == before
