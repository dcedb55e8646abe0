"""A suggester over a store: what is kept, what is superseded, what goes wrong, and going on after a stop."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from annotator.errors import StoreError
from annotator.model import Change, Event, Label, Layer, LayerKind, Merge, Quote, Verdict, VerdictKind
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.fill import Filling
from annotator.suggest import running
from annotator.suggest.checking import Refused
from annotator.suggest.running import Report, Run, Watcher
from annotator.suggest.suggester import Defeated, Given, Suggestion, Unusable
from annotator.text.sentences import SEGMENTER, sentences
from tests.suggest import made
from tests.suggest.made import Dummy

MAIN, OTHER, SILENT = (made.article(text) for text in (made.TEXT, made.OTHER, made.SILENT))
BUILD = made.span(made.TEXT, "“We will build it,”")
ANA = Layer(LayerKind.HUMAN, "ana")


@pytest.fixture
def store(db_url: str) -> Iterator[Store]:
    with Store(db_url) as one:
        for article in (MAIN, OTHER, SILENT):
            one.add_article(article, sentences(article.text), (), SEGMENTER)
        one.add_actor("ana")
        one.act("ana", Act("named", (Change(None, made.MAYOR),)))
        yield one


class Seen(Watcher):
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.steps = 0
        self.bad: list[tuple[str, str]] = []

    def done(self) -> None:
        self.steps += 1

    def failed(self, digest: str, sentence: str) -> None:
        self.bad.append((digest, sentence))

    def refused(self, digest: str, refused: Refused) -> None:
        self.bad.append((digest, str(refused)))


def run(store: Store, says: Callable[[Given], Suggestion] = made.marked, version: str = "1") -> Report:
    """A run over all that this version has not read."""
    one = Run(store, Dummy(says, version=version), made.SCHEME)
    return one.over(one.unread())


def quotes(store: Store, version: str = "1") -> dict[str, list[Quote]]:
    """What the layer says of each article."""
    found = {
        a: store.open_article(a.digest, made.layer(version=version)).quotes for a in (MAIN, OTHER, SILENT)
    }
    return {a.text: said for a, said in found.items() if said}


def first_only(given: Given) -> Suggestion:
    """The first quotation of an article, and no more."""
    found = made.marked(given)
    return Suggestion(found.quotes[:1], found.speakers)


def nothing(given: Given) -> Suggestion:
    assert given.article
    return Suggestion()


def test_proposals_stand_in_the_layer_of_their_suggester(store: Store) -> None:
    report = run(store)
    assert report == Report(articles=3, proposals=3, new=3, speakers=1)
    found = quotes(store)
    assert [len(found[text]) for text in (made.TEXT, made.OTHER)] == [2, 1]
    assert {(q.rule, q.score) for said in found.values() for q in said} == {("marks", 0.5)}
    assert [s.name for s in store.speakers()] == ["Ida Brenn", "Olle Varr"]
    assert store.actors() == ["ana"]  # a program is nobody at work
    assert made.layer() in store.layers()


def test_each_article_is_one_event_of_the_program(store: Store) -> None:
    run(store)
    events = store.history("model dummy 1")
    assert sorted(str(event.article) for event in events) == sorted([MAIN.digest, OTHER.digest])


def test_what_was_read_is_not_read_again_unless_it_is_said(store: Store) -> None:
    run(store)
    assert Run(store, Dummy(made.marked), made.SCHEME).unread() == []
    assert run(store, first_only) == Report()
    again = Run(store, Dummy(made.marked), made.SCHEME).over([MAIN.digest, OTHER.digest])
    assert again == Report(articles=2, proposals=3)
    assert len(store.history("model dummy 1")) == 2


def test_what_is_not_proposed_again_is_gone(store: Store) -> None:
    run(store)
    report = Run(store, Dummy(first_only), made.SCHEME).over([MAIN.digest])
    assert report == Report(articles=1, proposals=1, gone=1)
    assert len(quotes(store)[made.TEXT]) == 1


def test_a_newer_version_supersedes_an_older_one(store: Store) -> None:
    run(store)
    before = {q.id for q in quotes(store)[made.TEXT]}
    report = run(store, first_only, version="2")
    assert (report.articles, report.proposals, report.superseded, report.gone) == (3, 2, 3, 0)
    assert quotes(store) == {}
    (kept,) = quotes(store, "2")[made.TEXT]
    assert kept.id in before
    assert kept.layer.version == "2"


def test_another_suggester_supersedes_nothing(store: Store) -> None:
    run(store)
    one = Run(store, Dummy(nothing, name="other"), made.SCHEME)
    assert one.over(one.unread()).superseded == 0
    assert len(quotes(store)[made.TEXT]) == 2


def test_human_labels_and_verdicts_are_never_touched(store: Store) -> None:
    run(store)
    one, two = quotes(store)[made.TEXT]
    mine = Quote("00000000-0000-4000-8000-0000000000aa", MAIN.digest, ANA, one.content, derived_from=one.id)
    accepted = Verdict(MAIN.digest, ANA, one.id, VerdictKind.ACCEPTED)
    rejected = Verdict(MAIN.digest, ANA, two.id, VerdictKind.REJECTED)
    store.act("ana", Act("a", (Change(None, mine), Change(None, accepted)), MAIN.digest))
    store.act("ana", Act("r", (Change(None, rejected),), MAIN.digest))
    report = run(store, version="2")
    assert report.rejected == 1
    assert store.open_article(MAIN.digest, ANA).quotes == [mine]
    assert store.open_proposals(MAIN.digest, ANA) == []
    run(store, nothing, version="3")
    assert store.open_article(MAIN.digest, ANA).quotes == [mine]


# What goes wrong


def test_an_article_that_defeats_a_suggester_is_named_and_the_others_go_on(store: Store) -> None:
    def says(given: Given) -> Suggestion:
        if given.article == MAIN:
            raise ValueError("too\nlong")
        return made.marked(given)

    one, seen = Run(store, Dummy(says), made.SCHEME), Seen()
    report = one.over(one.unread(), seen)
    assert seen.bad == report.failed == [(MAIN.digest, "the suggester dummy raised ValueError (too long)")]
    assert (seen.steps, report.articles, report.proposals, report.well) == (3, 2, 1, False)
    assert Run(store, Dummy(says), made.SCHEME).unread() == [MAIN.digest]


@pytest.mark.parametrize("said", [None, [], (), "quotes"])
def test_what_is_no_suggestion_is_the_articles_failure(store: Store, said: object) -> None:
    report = run(store, lambda given: said)  # type: ignore[arg-type, return-value]
    assert len(report.failed) == 3
    assert "and no Suggestion" in report.failed[0][1]


def test_a_refused_proposal_is_counted_and_the_others_are_stored(store: Store) -> None:
    def says(given: Given) -> Suggestion:
        found = made.marked(given)
        return Suggestion((*found.quotes, *(replace(q, id="twin") for q in found.quotes[:1])), found.speakers)

    one, seen = Run(store, Dummy(says), made.SCHEME), Seen()
    report = one.over(one.unread(), seen)
    assert report.refused == {"it has the content of another proposal": 2}
    assert (report.proposals, report.well, len(seen.bad)) == (3, False, 2)


def test_an_article_of_which_everything_is_refused_stays_as_it_was(store: Store) -> None:
    run(store)
    before = quotes(store)

    def says(given: Given) -> Suggestion:
        wrong = (Label("topic", "0.0"),)
        return Suggestion(tuple(replace(q, labels=wrong) for q in made.marked(given).quotes))

    report = Run(store, Dummy(says), made.SCHEME).over([MAIN.digest, OTHER.digest])
    assert (report.articles, sum(report.refused.values())) == (0, 3)
    assert quotes(store) == before


def test_a_suggester_that_cannot_go_on_ends_the_run_and_what_was_done_is_kept(store: Store) -> None:
    def says(given: Given) -> Suggestion:
        if given.article == SILENT:
            raise Unusable("the server is gone")
        return made.marked(given)

    one = Run(store, Dummy(says), made.SCHEME)
    with pytest.raises(Unusable, match="the server is gone"):
        one.over(one.unread())
    assert (one.report.articles, len(quotes(store))) == (2, 2)


def test_where_the_first_articles_all_fail_the_others_are_not_tried(store: Store) -> None:
    def says(given: Given) -> Suggestion:
        raise Defeated("no weights")

    with pytest.raises(Unusable, match="the first 2 articles all failed"):
        Run(store, Dummy(says), made.SCHEME, hopeless=2).over([MAIN.digest, OTHER.digest, SILENT.digest])
    patient = Run(store, Dummy(says), made.SCHEME, hopeless=None)
    assert len(patient.over([MAIN.digest, OTHER.digest, SILENT.digest]).failed) == 3


def test_ctrl_c_keeps_what_was_done_and_the_next_run_goes_on(store: Store) -> None:
    def says(given: Given) -> Suggestion:
        if given.article == OTHER:
            raise KeyboardInterrupt
        return made.marked(given)

    one = Run(store, Dummy(says), made.SCHEME)
    with pytest.raises(KeyboardInterrupt):
        one.over(one.unread())
    assert one.report == Report(articles=1, proposals=2, new=2, speakers=1)
    assert list(quotes(store)) == [made.TEXT]
    assert run(store) == Report(articles=2, proposals=1, new=1)


# Speakers


def test_the_registry_of_a_run_grows_and_each_new_speaker_is_made_once(store: Store) -> None:
    sizes: list[int] = []

    def says(given: Given) -> Suggestion:
        sizes.append(len(given.registry))
        return made.marked(given)

    assert run(store, says).speakers == 1
    assert sizes == [1, 2, 2]


def refusing(store: Store, monkeypatch: pytest.MonkeyPatch, cause: Exception | None = None) -> None:
    """Let the store refuse what is said of the first article, and all that comes with it."""
    real = store.fill_many

    def many(actor: str, layer: Layer, fillings: list[Filling]) -> list[Event | None]:
        if any(filling.article == MAIN.digest for filling in fillings):
            raise StoreError("it is refused") from cause
        return real(actor, layer, fillings)

    monkeypatch.setattr(store, "fill_many", many)


def test_what_the_store_refuses_of_one_article_costs_no_other(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(store, monkeypatch)
    seen = Seen()
    one = Run(store, Dummy(made.marked), made.SCHEME)
    report = one.over(one.unread(), seen)
    assert seen.bad == report.failed == [(MAIN.digest, "it is refused")]
    assert (report.articles, report.speakers) == (2, 1)  # whom the refused one would have brought
    assert quotes(store)[made.OTHER][0].speakers[0].speaker == made.NEW.id


def test_where_the_database_does_not_answer_the_run_ends(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(store, monkeypatch, OSError("gone"))
    with pytest.raises(StoreError, match="it is refused"):
        run(store)
    assert quotes(store) == {}


def test_a_speaker_whom_a_newer_version_no_longer_names_goes_and_may_come_again(store: Store) -> None:
    run(store)

    def says(given: Given) -> Suggestion:
        return nothing(given) if given.article == MAIN else made.marked(given)

    run(store, nothing, version="2")
    assert [s.name for s in store.speakers()] == ["Ida Brenn"]
    assert run(store, says, version="3").speakers == 1
    assert [s.name for s in store.speakers()] == ["Ida Brenn", "Olle Varr"]


def test_entries_that_may_be_one_are_proposed_to_the_lead(store: Store) -> None:
    merge = Merge(made.MAYOR.id, made.NEW.id, 0.7, "both are mayors")

    def says(given: Given) -> Suggestion:
        unknown = Merge(made.MAYOR.id, made.TWIN.id, 0.7, "nobody has this id")
        return replace(made.marked(given), merges=(merge, unknown, "no merge"))  # type: ignore[arg-type]

    run(store, says)
    assert store.merges() == [merge]


def test_slow_work_is_kept_as_it_comes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "PATIENCE", 0.0)
    kept: list[int] = []

    def says(given: Given) -> Suggestion:
        kept.append(len(quotes(store)))
        return made.marked(given)

    run(store, says)
    assert kept == [0, 1, 2]
