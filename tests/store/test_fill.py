"""What a program says of an article: all of it anew each time, one event, and nothing that people said."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import text as sql

from annotator.errors import StoreError
from annotator.model import (
    Event,
    EventKind,
    Label,
    Layer,
    LayerKind,
    Merge,
    Origin,
    Quote,
    Span,
    Speaker,
    SpeakerKind,
    Verdict,
    VerdictKind,
    Voice,
    identity,
)
from annotator.store import Filling, Store
from annotator.store.codec import dump_changes, load_changes
from annotator.store.engine import reading
from tests.store.world import (
    ANA,
    BEN,
    MAIN,
    TEXT,
    add,
    article,
    as_state,
    count,
    do,
    quote,
    replayed,
    state,
    uid,
)

ONE, TWO = (Layer(LayerKind.MODEL, "rules", version) for version in "12")
OTHER = Layer(LayerKind.MODEL, "learned", "1")
IDA = Speaker(uid(500), "Ida Brenn", SpeakerKind.PERSON, ("Brenn", "the mayor"))
OLE = Speaker(uid(501), "Ole Finck")
NEXT = article(f"{TEXT} next")


def proposal(n: int, start: int = 0, layer: Layer = ONE, who: Speaker | None = IDA) -> Quote:
    voices = (Voice(who.id, origin=Origin.RULE),) if who else ()
    return replace(quote(n, start, layer), speakers=voices, rule="said-s", score=0.75)


def fill(store: Store, *quotes: Quote, layer: Layer = ONE, digest: str = MAIN.digest) -> Event | None:
    """With the entries that they name."""
    named = {voice.speaker for one in quotes for voice in one.speakers}
    who = [speaker for speaker in (IDA, OLE) if speaker.id in named]
    return store.fill(f"the program {layer}", layer, digest, quotes, who)


def rejected(n: int, layer: Layer = ANA) -> Verdict:
    return Verdict(MAIN.digest, layer, uid(n), VerdictKind.REJECTED)


def test_one_event_holds_all_that_changed(store: Store) -> None:
    kept, moved, gone = proposal(1), proposal(2, 20), proposal(3, 40)
    event = fill(store, kept, moved, gone)
    assert state(store) == as_state(IDA, kept, moved, gone) == replayed(store)
    assert event is not None
    assert (event.seq, event.kind, event.article) == (1, EventKind.DO, MAIN.digest)
    assert store.history(event.actor) == [event]
    assert fill(store, gone, moved, kept) is None

    after = replace(moved, content=(Span(21, 30), Span(40, 41)), score=None, speakers=())
    event = fill(store, kept, after, proposal(4, 60))
    assert event is not None
    assert [(c.before, c.after) for c in event.changes] == [
        (moved, after), (None, proposal(4, 60)), (gone, None)
    ]  # fmt: skip
    assert state(store) == as_state(IDA, kept, after, proposal(4, 60)) == replayed(store)
    assert store.actors() == ["ana", "ben"]


def test_what_was_gone_comes_back(store: Store) -> None:
    both = replace(proposal(1), cue=(Span(15, 18),), labels=(Label("topic", "1"),)), proposal(2, 20)
    for said in (both, both[1:], (), both, (replace(both[0], labels=()),)):
        fill(store, *said)
        assert store.open_article(MAIN.digest, ONE).quotes == list(said)
    assert count(store, "quote") == 2
    assert state(store) == replayed(store)


def test_quotes_of_one_article_refer_to_each_other_in_any_order(store: Store) -> None:
    first = replace(proposal(1), parent=uid(2), about=uid(3))
    second, third = replace(proposal(2, 20), about=uid(1)), replace(proposal(3, 40), parent=uid(2))
    fill(store, first, second, third)
    assert store.open_article(MAIN.digest, ONE).quotes == [first, second, third]
    turned = [replace(proposal(1), about=uid(3)), replace(proposal(2, 20), parent=uid(3)), proposal(3, 40)]
    fill(store, *turned)
    assert store.open_article(MAIN.digest, ONE).quotes == turned


def test_another_version_supersedes_and_another_model_does_not(store: Store) -> None:
    fill(store, proposal(1), proposal(2, 20))
    fill(store, proposal(11, layer=OTHER), layer=OTHER)
    same = proposal(1, layer=TWO)
    event = fill(store, same, layer=TWO)
    assert event is not None
    assert [(c.before, c.after) for c in event.changes] == [(proposal(1), same), (proposal(2, 20), None)]
    assert store.open_article(MAIN.digest, ONE).quotes == []
    assert store.open_article(MAIN.digest, TWO).quotes == [same]
    assert store.open_article(MAIN.digest, OTHER).quotes == [proposal(11, layer=OTHER)]
    assert [one.id for one in store.proposals(MAIN.digest)] == [uid(1), uid(11), uid(2)]
    assert state(store) == replayed(store)


def test_who_read_what_last(store: Store) -> None:
    add(store, NEXT)
    assert store.read_by(ONE) == set()
    fill(store, proposal(1))
    assert fill(store, digest=NEXT.digest) is None
    assert store.read_by(ONE) == {MAIN.digest, NEXT.digest}
    fill(store, layer=TWO)
    assert (store.read_by(ONE), store.read_by(TWO)) == ({NEXT.digest}, {MAIN.digest})


def test_people_s_labels_stay_when_proposals_go(store: Store) -> None:
    fill(store, proposal(1), proposal(2, 20))
    own = replace(quote(20), derived_from=uid(1))
    verdicts = [Verdict(MAIN.digest, ANA, uid(1), VerdictKind.ACCEPTED), rejected(2)]
    do(store, "ana", (None, own), *((None, verdict) for verdict in verdicts))
    fill(store, layer=TWO)
    assert state(store) == as_state(own, *verdicts) == replayed(store)
    assert store.undo("ana")
    assert state(store) == {}
    assert store.redo("ana")
    assert state(store) == as_state(own, *verdicts) == replayed(store)


def test_entries_go_with_the_last_proposal_that_names_them(store: Store) -> None:
    add(store, NEXT)
    there = replace(proposal(2, who=IDA), article=NEXT.digest)
    fill(store, proposal(1), proposal(3, 20, who=OLE))
    fill(store, there, digest=NEXT.digest)
    fill(store)
    assert store.speakers() == [IDA]
    event = fill(store, digest=NEXT.digest)
    assert event is not None
    assert event.changes[-1].before == IDA
    assert state(store) == {} == replayed(store)
    fill(store, proposal(1))
    assert store.speakers() == [IDA]
    assert state(store) == replayed(store)


@pytest.mark.parametrize(
    "says",
    [
        replace(quote(30), speakers=(Voice(IDA.id),)),
        replace(quote(30), via=(Voice(IDA.id),)),
        replace(quote(30), labels=(Label("stance", "1", IDA.id),)),
        replace(OLE, merged_into=IDA.id),
    ],
)
def test_what_a_person_ever_named_stays(store: Store, says: Quote | Speaker) -> None:
    """Also where it was taken back: it may be done again."""
    fill(store, proposal(1), proposal(2, 20, who=OLE))
    do(store, "ana", (OLE if isinstance(says, Speaker) else None, says))
    store.undo("ana")
    fill(store)
    assert IDA in store.speakers()
    store.redo("ana")
    assert state(store)[identity(says)] == says
    assert state(store) == replayed(store)


def test_an_entry_that_a_person_made_stays(store: Store) -> None:
    do(store, "ana", (None, IDA))
    fill(store, proposal(1), proposal(2, 20, who=OLE))
    fill(store)
    assert store.speakers() == [IDA]
    fill(store, replace(proposal(1, who=OLE), labels=(Label("stance", "1", OLE.id),)))
    fill(store)
    assert store.speakers() == [IDA, OLE]


def test_a_person_takes_back_an_entry_that_proposals_name(store: Store) -> None:
    do(store, "ana", (None, IDA))
    fill(store, proposal(1))
    store.undo("ana")
    assert IDA in store.speakers()
    assert state(store) == replayed(store)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (proposal(1, layer=TWO), "another article or layer"),
        (replace(proposal(1), article=NEXT.digest), "another article or layer"),
        (proposal(1, len(TEXT) - 13), "beyond the end"),
        (replace(proposal(1), parent=uid(77)), "one that is not there"),
        (proposal(9, 20), "two quotes have one id"),
        (proposal(1, who=Speaker(uid(78), "nobody")), f"no speaker {uid(78)}"),
        (replace(proposal(1), derived_from=uid(79)), "(?i)foreign key"),
        (replace(proposal(1), rule="a\0b"), r"U\+0000"),
    ],
)
def test_what_is_not_sound_is_refused_whole(store: Store, wrong: Quote, why: str) -> None:
    add(store, NEXT)
    with pytest.raises(StoreError, match=why) as caught:
        fill(store, proposal(9, 40), wrong)
    assert "\n" not in str(caught.value)
    assert state(store) == {} == replayed(store)
    assert store.read_by(ONE) == set()


def test_a_program_merges_no_entries_and_fills_an_article_once(store: Store) -> None:
    with pytest.raises(StoreError, match=r"merges no entries \(Ole Finck\)"):
        store.fill("p", ONE, MAIN.digest, [], [IDA, replace(OLE, merged_into=IDA.id)])
    with pytest.raises(ValueError, match="once at a time"):
        store.fill_many("p", ONE, [Filling(MAIN.digest, [])] * 2)


def test_a_person_s_layer_is_only_added_to(store: Store) -> None:
    """Such is an import of what people marked elsewhere; it may be done again."""
    for _ in range(2):
        store.fill("import", ANA, MAIN.digest, [quote(1)])
    assert state(store) == as_state(quote(1))
    for quotes in ([], [replace(quote(1), cue=(Span(15, 18),))]):
        with pytest.raises(StoreError, match="human ana has labels there already"):
            store.fill("import", ANA, MAIN.digest, quotes)
    do(store, "ben", (None, quote(2, layer=BEN)))
    store.fill("gold", Layer(LayerKind.GOLD, "adjudicated"), MAIN.digest, [])
    assert state(store) == as_state(quote(1), quote(2, layer=BEN))


def test_a_program_is_no_person(store: Store) -> None:
    fill(store, proposal(1))
    with pytest.raises(StoreError, match="name of a program here"):
        store.add_actor(f"the program {ONE}")
    with pytest.raises(StoreError, match="name of a human here"):
        store.fill("ana", ONE, MAIN.digest, [])
    assert store.undo("ana") == []


def test_many_articles_at_once_and_all_or_none(store: Store) -> None:
    add(store, NEXT)
    there = replace(proposal(2, who=OLE), article=NEXT.digest)
    some = [
        Filling(MAIN.digest, [proposal(1)], [IDA], [Merge(IDA.id, OLE.id, 0.5, "alike")]),
        Filling(NEXT.digest, [there], [OLE]),
    ]
    events = store.fill_many("p", ONE, some, "read")
    assert [(e.seq, e.article, e.says) for e in events if e] == [
        (1, MAIN.digest, "read"), (2, NEXT.digest, "read")
    ]  # fmt: skip
    assert store.fill_many("p", ONE, some) == [None, None]
    assert store.merges() == [Merge(IDA.id, OLE.id, 0.5, "alike")]
    before = state(store)
    with pytest.raises(StoreError, match=NEXT.digest[:12]):
        store.fill_many("p", ONE, [Filling(MAIN.digest, []), Filling(NEXT.digest, [there, there])])
    assert state(store) == before == replayed(store)
    assert store.fill_many("p", ONE, []) == []


def test_an_event_costs_little_and_can_be_read(store: Store) -> None:
    """A quote with one speaker takes a third of what it takes alone, and old events can still be read."""
    some = tuple(proposal(n, n) for n in range(30))
    event = fill(store, *some)
    assert event is not None
    with reading(store._engine) as connection:
        said = connection.execute(sql("SELECT changes FROM event")).scalar_one()
    alone = [len(dump_changes((change,))) for change in event.changes]
    assert len(said) < 0.5 * sum(alone)
    assert load_changes(said) == event.changes
    for change in event.changes:
        assert load_changes(dump_changes((change,))) == (change,)
    ((kind, before, after),) = json.loads(dump_changes(event.changes[1:2]))
    old = {k: v for k, v in after.items() if k not in ("rule", "score")}
    (change,) = load_changes(json.dumps([[kind, before, old]]))
    assert change.after == replace(some[0], rule="", score=None)


# What is left to judge


def test_what_is_open_is_what_nobody_has_judged(store: Store) -> None:
    some = [proposal(n, 20 * n) for n in range(1, 6)]
    fill(store, *some)
    assert store.open_proposals(MAIN.digest, ANA) == some
    do(store, "ana", (None, rejected(1)))
    do(store, "ana", (None, Verdict(MAIN.digest, ANA, uid(2), VerdictKind.ACCEPTED)))
    do(store, "ana", (None, replace(quote(30, 150), derived_from=uid(3))))
    do(store, "ana", (None, quote(31, 81)))
    assert store.open_proposals(MAIN.digest, ANA) == some[4:]
    assert store.open_proposals(MAIN.digest, BEN) == some
    assert store.open_proposals(MAIN.digest, Layer(LayerKind.HUMAN, "eve")) == some
    for n in (3, 2, 1, 0):
        store.undo("ana")
        assert store.open_proposals(MAIN.digest, ANA) == some[n:]


def test_a_rejected_proposal_stays_rejected_under_any_id(store: Store) -> None:
    fill(store, replace(proposal(1), content=(Span(0, 10), Span(20, 30))))
    do(store, "ana", (None, rejected(1)))
    alike = replace(proposal(2, layer=TWO), content=(Span(0, 11), Span(20, 30)))
    less = replace(proposal(3, layer=TWO), content=(Span(0, 10), Span(20, 36)))
    fill(store, alike, less, layer=TWO)
    fill(store, replace(proposal(4, layer=OTHER), content=alike.content), layer=OTHER)
    assert store.open_proposals(MAIN.digest, ANA) == [less]
    assert store.verdicts(MAIN.digest, ANA) == [rejected(1)] == store.verdicts()
    assert store.rejected([MAIN.digest, "0" * 64]) == {rejected(1).proposal}
    assert store.rejected(["0" * 64]) == set()
    assert store.verdicts(MAIN.digest, BEN) == []


def test_a_verdict_is_on_a_proposal_of_that_article(store: Store) -> None:
    add(store, NEXT)
    fill(store, proposal(1))
    for wrong in (rejected(2), replace(rejected(1), article=NEXT.digest)):
        with pytest.raises(StoreError, match="has no proposal"):
            do(store, "ana", (None, wrong))


def test_verdicts_are_exported_beside_the_proposals(store: Store) -> None:
    fill(store, proposal(1), proposal(2, 20))
    do(store, "ana", (None, rejected(2)))
    do(store, "ben", (None, rejected(2, BEN)))
    with store.look([ONE, ANA, BEN]) as found:
        (one,) = found.articles
    assert [head.uid for head in one.quoted.quotes] == [uid(1), uid(2)]
    assert [head.uid for head in one.rejected.quotes] == [uid(2)]
    assert [[one.quoted.layers[key] for key in by] for by in one.against.values()] == [[ANA, BEN]]
