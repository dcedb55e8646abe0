"""What follows from an action by itself: parents, and sentences done with a quote that began earlier."""

from dataclasses import replace

import pytest

from annotator.model import Change, Origin, Quote, ReviewStatus, Span
from annotator.store import Store
from annotator.work.derive import composed
from annotator.work.worklist import Worklist
from tests.work.desks import (
    BUILD,
    COUNCIL,
    CRITICS,
    HOLD,
    QUAY,
    SHARE,
    TAIL,
    assert_kept,
    at_work,
    filled,
    mark,
    select,
    span,
)

LONG = "“We will build it. It will hold. Nobody will pay twice,”"
TOLD = "that Brenn had said she would “pay for it”"
INNER = "she would “pay for it”"


def parents(work: Worklist) -> dict[int, int | None]:
    """Number of each quote -> number of the one it stands in."""
    number = {q.id: n for n, q in work.desk.numbered()}
    return {n: number[q.parent] if q.parent else None for n, q in work.desk.numbered()}


def statuses(work: Worklist) -> str:
    """A letter a sentence: done, (inherited), nothing, skipped; a dot: to do."""
    signs = {ReviewStatus.DONE: "d", ReviewStatus.NOTHING: "n", ReviewStatus.SKIPPED: "s"}
    found = [work.desk.review(n) for n in range(len(work.desk.sentences))]
    return "".join(
        "." if r is None else "i" if r.origin is Origin.INHERITED else signs[r.status] for r in found
    )


# Parents


@pytest.mark.parametrize("order", [(TOLD, INNER), (INNER, TOLD)], ids=["outer first", "inner first"])
def test_the_quote_around_is_the_parent_in_whatever_order_they_are_marked(
    work: Worklist, order: tuple[str, str]
) -> None:
    for words in order:
        mark(work, words)
    assert parents(work) == {1: None, 2: 1}
    assert_kept(work)


def test_the_nearest_quote_around_is_the_parent(work: Worklist) -> None:
    for words in ("“pay for it”", TOLD, INNER):
        mark(work, words)
    assert parents(work) == {1: None, 2: 1, 3: 2}
    assert [q.id for q in work.desk.ancestors(work.desk.quotes[work.here[-1].id])] == [
        q.id for q in work.here[1::-1]
    ]


def test_deleting_the_parent_gives_its_children_to_the_quote_around_it(work: Worklist) -> None:
    inner, outer, middle = (mark(work, words) for words in ("“pay for it”", TOLD, INNER))
    select(work, middle)
    work.delete()
    assert work.desk.quotes[inner.id].parent == outer.id
    select(work, outer)
    work.delete()
    assert work.desk.quotes[inner.id].parent is None
    assert_kept(work)
    for _ in range(2):
        work.undo()
    assert parents(work) == {1: None, 2: 1, 3: 2}
    assert_kept(work)


def test_a_quote_that_shrinks_loses_its_children_and_gets_them_back(work: Worklist) -> None:
    outer, inner = mark(work, TOLD), mark(work, INNER)
    select(work, outer)
    work.set_spans("content", [span(work.desk.text, "that Brenn had said")])
    assert work.desk.quotes[inner.id].parent is None
    work.set_spans("content", [span(work.desk.text, TOLD)])
    assert work.desk.quotes[inner.id].parent == outer.id


def test_broken_content_is_around_what_one_of_its_pieces_holds(work: Worklist) -> None:
    text = work.desk.text
    outer = mark(work, "“We will build it.", "Nobody will pay twice,”")
    inside, between = mark(work, "will build it"), mark(work, "It will hold.")
    assert work.desk.quotes[inside.id].parent == outer.id
    assert work.desk.quotes[between.id].parent is None
    both = work.mark([span(text, "build"), span(text, "pay twice")])
    assert both.parent is None  # no one piece of the outer quote holds all of it


def test_the_same_words_twice_are_no_parents_of_each_other(work: Worklist) -> None:
    first, second = mark(work, TOLD), mark(work, INNER)
    work.set_spans("content", [span(work.desk.text, TOLD)])
    assert [work.desk.quotes[q.id].parent for q in (first, second)] == [None, None]


def test_a_cue_or_label_moves_no_parent(work: Worklist) -> None:
    mark(work, TOLD)
    inner = mark(work, INNER)
    work.set_spans("cue", [span(work.desk.text, "had said")])
    (event,) = work.store.history("ana", 1)
    assert [change.after for change in event.changes] == [work.desk.quotes[inner.id]]


def test_a_deleted_quote_is_judged_no_more(work: Worklist) -> None:
    claim, doubt = mark(work, LONG), mark(work, "that it will hold")
    work.set_about(claim.id)
    select(work, claim)
    work.delete()
    assert work.desk.quotes[doubt.id].about is None
    assert_kept(work)
    work.undo()
    assert work.desk.quotes[doubt.id].about == claim.id
    assert_kept(work)


# Sentences done with a quote


def done(work: Worklist, n: int) -> None:
    work.go(n)
    work.finish()


def long_with_cue(work: Worklist) -> Quote:
    quote = mark(work, LONG)
    work.set_spans("cue", [_said(work)])
    work.set_spans("source", [_she(work)])
    return work.desk.quotes[quote.id]


def _said(work: Worklist) -> Span:
    found = span(work.desk.text, "she said.")
    return Span(found.start + 4, found.end - 1)


def _she(work: Worklist) -> Span:
    found = span(work.desk.text, "she said.")
    return Span(found.start, found.start + 3)


def test_what_a_quote_covers_is_done_with_its_first_sentence(work: Worklist) -> None:
    mark(work, LONG)
    assert statuses(work) == "......."
    done(work, BUILD)
    assert statuses(work) == ".di...."  # the third one says who spoke, too
    assert work.desk.reviewed == 2
    assert work.at == TAIL
    assert_kept(work)


def test_its_own_reporting_clause_leaves_no_word_over(work: Worklist) -> None:
    long_with_cue(work)
    done(work, BUILD)
    assert statuses(work) == ".dii..."
    assert work.at == CRITICS


def test_the_reporting_clause_may_be_marked_after_the_sentence_was_finished(work: Worklist) -> None:
    quote = mark(work, LONG)
    done(work, BUILD)
    select(work, quote)
    work.set_spans("cue", [_said(work)])
    assert statuses(work) == ".di...."
    work.set_spans("source", [_she(work)])
    assert statuses(work) == ".dii..."
    work.set_spans("source", [])
    assert statuses(work) == ".di...."
    assert_kept(work)


def test_a_quote_that_shrinks_or_goes_takes_its_sentences_along(work: Worklist) -> None:
    quote = long_with_cue(work)
    done(work, BUILD)
    select(work, quote)
    work.set_spans("content", [span(work.desk.text, "“We will build it. It will hold.")])
    assert statuses(work) == ".di...."
    work.set_spans("content", [span(work.desk.text, LONG)])
    assert statuses(work) == ".dii..."
    work.delete()
    assert statuses(work) == ".d....."
    assert_kept(work)
    work.undo()
    assert statuses(work) == ".dii..."
    assert_kept(work)


def test_a_first_sentence_that_is_only_skipped_covers_nothing(work: Worklist) -> None:
    long_with_cue(work)
    work.go(BUILD)
    work.skip()
    assert statuses(work) == ".s....."
    done(work, BUILD)
    assert statuses(work) == ".dii..."
    work.undo()
    assert statuses(work) == ".s....."


def test_a_quote_marked_in_a_finished_sentence_covers_at_once(work: Worklist) -> None:
    mark(work, "“We will build it.")
    done(work, BUILD)
    assert statuses(work) == ".d....."
    work.go(BUILD)
    work.mark([span(work.desk.text, LONG)])
    assert statuses(work) == ".di...."


def test_what_was_typed_of_a_covered_sentence_stays(work: Worklist) -> None:
    quote = mark(work, LONG)
    done(work, HOLD)
    done(work, BUILD)
    assert statuses(work) == ".dd...."
    select(work, quote)
    work.delete()
    assert statuses(work) == ".dd...."


def test_one_may_say_oneself_that_a_covered_sentence_is_done(work: Worklist) -> None:
    mark(work, LONG)
    done(work, BUILD)
    done(work, HOLD)
    assert statuses(work) == ".dd...."
    assert work.desk.reviewed == 2
    assert_kept(work)


def test_chains_of_quotes_pass_it_on_and_take_it_back() -> None:
    text = "“One. Two. Three. Four,” said Ida. Five.\n"
    with filled(texts=[text]) as store:
        work = at_work(store)
        first, second = mark(work, "“One. Two."), mark(work, "Two. Three.")
        mark(work, "Three. Four,”")
        work.set_spans("cue", [span(text, "said")])
        work.set_spans("source", [span(text, "Ida")])
        done(work, 0)
        assert statuses(work) == "diii."
        assert_kept(work)
        select(work, second)
        work.delete()
        assert statuses(work) == "di..."
        assert_kept(work)
        work.undo()
        assert statuses(work) == "diii."
        select(work, first)
        work.delete()
        assert statuses(work) == "d...."


def test_two_quotes_may_cover_the_same_sentence(work: Worklist) -> None:
    one = mark(work, LONG)
    two = mark(work, "build it. It will hold.")
    done(work, BUILD)
    select(work, one)
    work.delete()
    assert statuses(work) == ".di...."
    select(work, two)
    work.delete()
    assert statuses(work) == ".d....."


def test_a_quote_refutes_that_nothing_is_here(work: Worklist) -> None:
    work.go(CRITICS)
    work.nothing()
    assert statuses(work) == "....n.."
    mark(work, "that it will hold")
    assert statuses(work) == "......."  # to do again: it has a quote that nobody called finished
    assert_kept(work)
    work.undo()
    assert statuses(work) == "....n.."
    assert_kept(work)


def test_a_quote_that_grows_over_a_sentence_with_nothing_covers_it(work: Worklist) -> None:
    quote = mark(work, "“We will build it.")
    for n in (BUILD, HOLD):
        done(work, n)
    assert statuses(work) == ".dn...."
    select(work, quote)
    work.set_spans("content", [span(work.desk.text, "“We will build it. It will hold.")])
    assert statuses(work) == ".di...."
    assert_kept(work)


# Regions


def test_a_line_of_boilerplate_inside_a_quote_is_never_reviewed(work: Worklist) -> None:
    mark(work, LONG)
    work.go(HOLD)
    work.mark_region()
    done(work, BUILD)
    assert statuses(work) == ".d....."
    for kind in ("headline", "body"):
        work.go(HOLD)
        assert work.mark_region() == kind
    assert statuses(work) == ".di...."
    assert_kept(work)


def test_the_review_of_a_sentence_that_turns_out_to_be_boilerplate_does_not_count(work: Worklist) -> None:
    for n in (QUAY, COUNCIL):
        done(work, n)
    work.go(QUAY)
    work.mark_region()
    assert (work.desk.reviewed, work.desk.body, work.corpus()) == (1, 5, (1, 7))
    assert_kept(work)
    work.undo()
    assert statuses(work) == "n....n."
    assert work.corpus() == (2, 8)
    assert_kept(work)


def test_boilerplate_is_not_reviewed_when_it_is_called_body(work: Worklist) -> None:
    work.go(SHARE)
    work.mark_region()  # headline
    work.mark_region()
    assert statuses(work) == "......."
    assert (work.desk.body, work.corpus()) == (7, (0, 9))
    assert_kept(work)


# Changes made one


def test_changes_of_one_entity_become_one_and_those_of_nothing_none(store: Store) -> None:
    work = at_work(store)
    a = mark(work, LONG)
    b, c = replace(a, parent="x"), replace(a, about="y")
    assert composed([Change(None, a), Change(a, b), Change(b, c)]) == (Change(None, c),)
    assert composed([Change(a, b), Change(b, a)]) == ()
    assert composed([Change(None, a), Change(a, None)]) == ()
