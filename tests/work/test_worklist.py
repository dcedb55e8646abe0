"""The verbs of the annotation screen: what each does, what it is called, and why it cannot be done now."""

from collections.abc import Callable

import pytest

from annotator.model import Label, Origin, RegionKind, ReviewStatus, SpeakerKind, Voice
from annotator.store import Store
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist
from tests.work.desks import (
    BUILD,
    COUNCIL,
    CRITICS,
    QUAY,
    TAIL,
    TEXT,
    assert_kept,
    at_work,
    filled,
    mark,
    select,
    span,
)

LONG = "“We will build it. It will hold. Nobody will pay twice,”"


def did(work: Worklist) -> str:
    """What the last action is called, once the desk is found to say what was kept of it."""
    assert_kept(work)
    return work.store.history("ana", 1)[0].says


def labels(work: Worklist, field: str) -> list[tuple[str, str | None]]:
    return [(x.value, x.target) for x in work.chosen().said(field)]


# Quotes


def test_a_marked_quote_is_selected_and_has_no_more_than_its_words(work: Worklist) -> None:
    quote = mark(work, "“We will build it.", "Nobody will pay twice,”")
    assert work.quote == quote
    assert quote.content == (span(TEXT, "“We will build it."), span(TEXT, "Nobody will pay twice,”"))
    assert (quote.layer.name, quote.labels, quote.speakers, quote.parent) == ("ana", (), (), None)
    assert did(work) == "mark a quote"


def test_pieces_that_touch_become_one(work: Worklist) -> None:
    quote = mark(work, "We will", " build it")
    assert quote.content == (span(TEXT, "We will build it"),)


def test_quotations_are_offered_one_after_the_other(work: Worklist) -> None:
    work.go(BUILD)
    assert work.next_quotation() == span(TEXT, LONG)
    work.mark([work.next_quotation()])
    work.go(COUNCIL)
    assert work.next_quotation() == span(TEXT, "“pay for it”")


def test_a_quotation_that_began_earlier_is_offered_where_it_goes_on(work: Worklist) -> None:
    work.go(TAIL)
    assert work.next_quotation() == span(TEXT, LONG)


def test_a_quotation_that_ends_within_a_word_is_offered_with_the_whole_of_it() -> None:
    with filled(texts=["He wore 'the king”'s crown.\n"]) as store:
        work = at_work(store)
        quote = work.mark([work.next_quotation()])
        assert quote.content[0].of(work.desk.text) == "'the king”'s"
        with pytest.raises(NotNow, match="no quotation marks here"):
            work.next_quotation()


def test_the_outer_quotation_is_offered_before_the_one_inside() -> None:
    text = "“She said ‘never’ to me,” he said.\n"
    with filled(texts=[text]) as store:
        work = at_work(store)
        found = [work.mark([work.next_quotation()]).content[0].of(text) for _ in range(2)]
    assert found == ["“She said ‘never’ to me,”", "‘never’"]


@pytest.mark.parametrize("place", ["content", "cue", "source"])
def test_spans_are_set_and_taken_up_again(work: Worklist, place: str) -> None:
    mark(work, "that it will hold")
    spans = [span(TEXT, "Critics"), span(TEXT, "doubt")]
    work.set_spans(place, spans)  # type: ignore[arg-type]
    assert getattr(work.chosen(), place) == tuple(spans)
    assert work.spans_of(place) == tuple(spans)  # type: ignore[arg-type]
    assert did(work) == f"mark its {place}"


@pytest.mark.parametrize("place", ["cue", "source"])
def test_there_may_be_no_cue_and_no_source(work: Worklist, place: str) -> None:
    mark(work, "that it will hold")
    work.set_spans(place, [span(TEXT, "Critics")])  # type: ignore[arg-type]
    work.set_spans(place, [])  # type: ignore[arg-type]
    assert getattr(work.chosen(), place) == ()


@pytest.mark.parametrize(
    ("words", "cue", "source"),
    [
        ("that it will hold", "doubt", "Critics"),  # before the content: its last word, its first
        (LONG, " she said", " she said"),  # behind the first piece, where the sentence goes on
        ("“We will build it.", "“We will", "“We will"),  # where it does not: from its start
    ],
)
def test_where_one_begins_to_look(work: Worklist, words: str, cue: str, source: str) -> None:
    mark(work, words)
    assert work.marks_from("cue") == span(TEXT, cue).start
    assert work.marks_from("source") == span(TEXT, source).start


def test_deleting_takes_the_flags_along_and_selects_another(work: Worklist) -> None:
    other = mark(work, "We will build it")
    mark(work, LONG)
    work.flag("sure?")
    work.delete()
    assert work.desk.notes == {}
    assert work.quote == work.desk.quotes[other.id]
    assert did(work) == "delete a quote"
    work.delete()
    assert work.quote is None


def test_a_quote_judges_another(work: Worklist) -> None:
    claim, doubt = mark(work, LONG), mark(work, "that it will hold")
    work.set_about(claim.id)
    assert work.desk.quotes[doubt.id].about == claim.id
    assert did(work) == "say which quote it judges"
    work.set_about(None)
    assert work.desk.quotes[doubt.id].about is None


# Speakers


def test_a_new_speaker_is_in_the_registry_once_a_quote_names_it(work: Worklist) -> None:
    mark(work, LONG)
    ida = work.new_speaker("  Ida   Brenn ", SpeakerKind.PERSON)
    assert ida.name == "Ida Brenn"
    assert ida.id not in work.registry
    work.set_speaker(ida)
    assert work.chosen().speakers == (Voice(ida.id),)
    assert work.registry.get(ida.id) == ida
    assert did(work) == "say who spoke"
    work.undo()
    assert ida.id not in work.registry
    assert work.store.speakers() == []
    assert_kept(work)


def test_one_more_speaker_stands_beside_and_nobody_gives_way_to_somebody(work: Worklist) -> None:
    mark(work, LONG)
    ida, olle = work.new_speaker("Ida", SpeakerKind.PERSON), work.new_speaker("Olle", SpeakerKind.PERSON)
    work.set_speaker(None)
    assert work.chosen().speakers == (Voice(None),)
    work.set_speaker(ida, more=True)
    work.set_speaker(olle, more=True)
    assert work.chosen().speakers == (Voice(ida.id), Voice(olle.id))
    work.set_speaker(olle)
    assert work.chosen().speakers == (Voice(olle.id),)


def test_the_last_named_comes_first_in_the_registry(work: Worklist) -> None:
    mark(work, LONG)
    for name in ("Ada", "Bo", "Ada"):
        work.set_speaker(work.registry.exact(name) or work.new_speaker(name, SpeakerKind.PERSON))
    assert [s.name for s in work.registry.find("")] == ["Ada", "Bo"]


def test_those_who_speak_here_the_nearest_before_first(work: Worklist) -> None:
    people = {}
    for name, words in (("Ida", LONG), ("Critics", "that it will hold"), ("Olle", "“pay for it”")):
        mark(work, words)
        people[name] = work.new_speaker(name, SpeakerKind.PERSON)
        work.set_speaker(people[name])
    select(work, work.here[0])
    assert [s.name for s in work.speakers_here()] == ["Critics", "Ida"]
    mark(work, "Mayor Ida Brenn")
    assert [s.name for s in work.speakers_here()] == ["Ida", "Critics", "Olle"]
    assert work.agencies_here() == []


def test_agencies_are_added_marked_and_taken_away(work: Worklist) -> None:
    mark(work, "that Brenn had said she would “pay for it”")
    news = work.new_speaker("Varr News", SpeakerKind.ORGANISATION)
    work.set_via(news)
    assert work.spans_of("via") == ()
    work.set_spans("via", [span(TEXT, "Varr News")])
    assert did(work) == "mark the agency"
    assert work.chosen().via == (Voice(news.id, span(TEXT, "Varr News")),)
    work.set_via(work.new_speaker("Karsa Press", SpeakerKind.ORGANISATION))
    assert did(work) == "say whom it came through"
    assert work.spans_of("via") == ()  # those of the last one
    work.set_via(news)
    assert work.chosen().via[0] == Voice(news.id, span(TEXT, "Varr News"))  # it keeps its place in the text
    mark(work, "“pay for it”")
    assert [s.name for s in work.agencies_here()] == ["Varr News", "Karsa Press"]
    work.cycle(-1)
    work.set_via(None)
    assert work.chosen().via == ()


def test_a_name_is_added_once(work: Worklist) -> None:
    mark(work, LONG)
    ida = work.new_speaker("Ida Brenn", SpeakerKind.PERSON)
    work.set_speaker(ida)
    known = work.add_alias(ida, "Brenn")
    assert known.aliases == ("Brenn",)
    assert did(work) == "add the name Brenn"
    assert work.registry.exact("brenn") == known
    assert work.add_alias(known, "Brenn") is known
    assert len(work.store.history("ana", 9)) == 3


# Stance, topic, fields


def test_the_last_target_is_the_next_ones(work: Worklist) -> None:
    mark(work, LONG)
    assert work.target_for(work.chosen()) is None
    work.say_stance("2", "barrier")
    work.say_stance("-1", "talks", 1)
    assert labels(work, "stance") == [("2", "barrier"), ("-1", "talks")]
    work.say_stance("1")  # the pair's own target
    assert labels(work, "stance") == [("1", "barrier"), ("-1", "talks")]
    mark(work, "that it will hold")
    work.say_stance("-2")
    assert labels(work, "stance") == [("-2", "barrier")]
    work.say_stance("none")
    assert labels(work, "stance") == [("none", None)]
    assert work.target_for(work.chosen()) == "barrier"
    assert did(work) == "say the stance"


def test_a_stance_towards_an_entry_of_the_registry(work: Worklist) -> None:
    mark(work, LONG)
    olle = work.new_speaker("Olle Varr", SpeakerKind.PERSON)
    work.say_stance("-1", olle)
    assert labels(work, "stance") == [("-1", olle.id)]
    assert work.registry.get(olle.id) == olle
    assert_kept(work)


def test_a_target_that_was_taken_back_is_no_target_any_more(work: Worklist) -> None:
    quote = mark(work, LONG)
    work.say_stance("-1", work.new_speaker("Olle Varr", SpeakerKind.PERSON))
    work.undo()
    assert work.target_for(work.chosen()) is None
    with pytest.raises(NotNow, match="needs a target"):
        work.say_stance("2")
    assert work.desk.quotes[quote.id].labels == ()


def test_topics_of_the_quote_and_of_the_article(work: Worklist) -> None:
    mark(work, LONG)
    work.say_article_topic("21")
    work.say_article_topic("10.1", more=True)
    assert [x.value for x in work.desk.labels.labels] == ["21", "10.1"]
    assert did(work) == "say the article's topic"
    assert "topic" not in [f.field for f in work.findings(work.chosen())]  # inherited
    work.say_topic("8.1")
    work.say_topic("8", more=True)
    assert labels(work, "topic") == [("8.1", None), ("8", None)]
    assert did(work) == "say the topic"
    work.say_article_topic("21", more=True)
    work.say_article_topic("10.1", more=True)
    assert work.desk.labels.labels == ()
    assert_kept(work)


def test_flags_are_toggled_and_the_type_typed(work: Worklist) -> None:
    mark(work, "that it will hold")
    work.toggle("denies", "yes")
    assert labels(work, "denies") == [("yes", None)]
    work.toggle("denies", "yes")
    assert labels(work, "denies") == []
    work.say("type", "direct")
    assert work.desk.type_of(work.chosen()) == "direct"
    assert did(work) == "say type"
    work.say("type", None)
    assert work.desk.type_of(work.chosen()) == "indirect"


def test_what_is_still_open(work: Worklist) -> None:
    mark(work, LONG)
    assert [f.field for f in work.findings(work.chosen())] == ["speaker", "stance", "topic"]
    work.set_speaker(None)
    work.say_stance("none")
    work.say_topic("21")
    assert work.findings(work.chosen()) == []
    assert [f.name for f in work.asked_fields()] == ["denies", "np"]


def test_what_already_is_makes_no_event(work: Worklist) -> None:
    quote = mark(work, LONG)
    work.set_spans("content", quote.content)
    work.set_about(None)
    work.set_via(None)
    work.say("type", None)
    work.flag("")
    work.flag("sure?")
    work.flag("sure?")
    assert [event.says for event in work.store.history("ana", 9)] == ["flag", "mark a quote"]


# Reviews


def test_finishing_says_done_where_there_is_a_quote_and_nothing_where_there_is_none(work: Worklist) -> None:
    mark(work, "that it will hold")
    assert work.finish()
    assert did(work) == "finish a sentence"
    assert work.at == COUNCIL
    assert work.finish()  # on from the start of the article
    assert did(work) == "say nothing is here"
    assert work.at == QUAY
    found = [work.desk.review(n) for n in (CRITICS, COUNCIL)]
    assert [(r.status, r.origin) for r in found if r] == [
        (ReviewStatus.DONE, Origin.TYPED), (ReviewStatus.NOTHING, Origin.TYPED),
    ]  # fmt: skip


def test_the_cue_alone_makes_no_sentence_one_with_a_quote(work: Worklist) -> None:
    mark(work, "that it will hold")
    work.set_spans("source", [span(TEXT, "Olle Varr")])
    work.go(COUNCIL)
    work.finish()
    review = work.desk.review(COUNCIL)
    assert review is not None
    assert review.status is ReviewStatus.NOTHING


def test_the_article_is_finished_with_its_last_sentence(work: Worklist) -> None:
    verbs: list[Callable[[], bool]] = [work.nothing, work.skip, work.finish]
    went_on = [verbs[n % 3]() for n in range(6)]
    assert went_on == [True] * 5 + [False]
    assert work.finished
    assert work.at == COUNCIL
    assert work.desk.reviewed == 4
    assert work.corpus() == (4, 8)
    assert did(work) == "say nothing is here"


def test_the_same_answer_again_makes_no_event_but_goes_on(work: Worklist) -> None:
    work.skip()
    work.go(QUAY)
    assert work.skip()
    assert work.at == BUILD
    assert len(work.store.history("ana", 9)) == 1


# Flags and regions


def test_a_flag_stands_on_the_quote_else_on_the_sentence(work: Worklist) -> None:
    work.go(CRITICS)
    work.flag("  who \n are they? ")
    on_sentence = work.flagged(None)
    assert on_sentence is not None
    assert (on_sentence.text, on_sentence.quote) == ("who are they?", None)
    quote = mark(work, "that it will hold")
    assert work.flagged(quote) is None
    work.flag("sure?")
    on_quote = work.flagged(quote)
    assert on_quote is not None
    assert (on_quote.quote, on_quote.span) == (quote.id, quote.content[0])
    work.flag("quite sure?")
    assert {n.text for n in work.desk.notes.values()} == {"who are they?", "quite sure?"}
    assert did(work) == "flag"
    work.flag("", on_quote=False)
    work.flag(" ")
    assert work.desk.notes == {}
    assert did(work) == "take a flag away"


def test_a_wrong_mark_is_corrected_for_everybody(store: Store, work: Worklist) -> None:
    store.add_actor("ben")
    work.go(QUAY)
    assert [work.mark_region() for _ in range(4)] == [
        RegionKind.BOILERPLATE, RegionKind.HEADLINE, RegionKind.BODY, RegionKind.BOILERPLATE,
    ]  # fmt: skip
    assert did(work) == "mark a sentence as boilerplate"
    other = at_work(store, "ben")
    assert not other.desk.is_body(QUAY)
    region = other.desk.region(QUAY)
    assert region is not None
    assert region.origin is Origin.TYPED
    assert other.at == BUILD


def test_labels_come_from_the_one_who_typed_them(work: Worklist) -> None:
    mark(work, LONG)
    work.say_topic("21")
    assert work.chosen().labels == (Label("topic", "21", origin=Origin.TYPED),)
