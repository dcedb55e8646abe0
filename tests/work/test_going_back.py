"""Undo and redo: without limit, over articles and restarts; where they stop, as the scheme changed."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from annotator.model import SpeakerKind
from annotator.scheme import Scheme, parse_scheme
from annotator.store import Store
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist
from tests.work.desks import BUILD, CRITICS, assert_kept, at_work, filled, ids, mark, says, scheme

LONG = "“We will build it. It will hold. Nobody will pay twice,”"
TEXTS = [f"Nobody asked. “This is wall {n},” said Ida Brenn of the {n}th wall. It holds.\n" for n in range(6)]
ROUNDS = 9  # of five actions in six articles: 270


def round_of(work: Worklist, n: int) -> None:
    """Five actions in the article on the desk; in the next ones the next round."""
    work.go(1)
    if work.selected is None:
        work.mark([work.next_quotation()])
    else:
        work.say_topic(("21.2", "10.1")[n % 2])
    work.say_stance(("1", "-2")[n % 2], ("barrier", "talks")[n % 2])
    name = f"Ida Brenn {n}"
    known = work.registry.exact(name)
    work.set_speaker(known or work.new_speaker(name, SpeakerKind.PERSON))
    work.flag(f"round {n}")
    work.go(2)
    if work.desk.review(2) is None:
        work.nothing()
    else:
        work.skip() if n % 2 else work.nothing()


def test_hundreds_of_actions_are_taken_back_and_done_again_over_articles_and_restarts(
    tmp_path: object,
) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    fresh = ids()
    with filled(url, texts=TEXTS) as store:
        work = at_work(store, new_id=fresh.__next__)
        digests = [info.digest for info in store.articles()]
        before = [_all(store, digests)]
        for n in range(ROUNDS):
            for digest in digests:
                round_of(at_work(store, article=digest, new_id=fresh.__next__), n)
            before.append(_all(store, digests))
        done = len([a for a in store.actions("ana", limit=10_000) if a.kind == "do"])
    assert done >= 5 * 6 * ROUNDS
    with Store(url) as store:  # the next day
        work = at_work(store)
        assert _count(work.undo, done // 2) == done // 2
        assert_kept(work)
    with Store(url) as store:
        work = at_work(store)
        assert _count(work.undo, done) == done - done // 2
        assert_kept(work)
        assert _all(store, digests) == before[0]
    with Store(url) as store:
        work = at_work(store)
        assert _count(work.redo, done * 2) == done
        assert_kept(work)
        assert _all(store, digests) == before[-1]
        assert work.redo() is None


def _count(verb: Callable[[], str | None], most: int) -> int:
    """How often it says what it did, at most so often."""
    return next((n for n in range(most) if verb() is None), most)


def _all(store: Store, digests: list[str]) -> list[object]:
    layer = at_work(store).layer
    opened = [store.open_article(digest, layer) for digest in digests]
    return [[o.quotes, o.reviews, o.notes, o.labels, o.verdicts] for o in opened]


# A scheme that changed meanwhile


def changed(old: str, new: str) -> Scheme:
    """The default scheme, version 2, with `new` for `old`."""
    text = scheme().text
    assert old in text
    text = text.replace(old, new).replace('version = "1"', 'version = "2"')
    return parse_scheme(text, "scheme.toml")


def next_day(work: Worklist, new: Scheme) -> Worklist:
    work.store.use_scheme(new.name, new.version, new.digest, new.text)
    return Worklist(work.store, work.actor, new, new_id=ids(500).__next__)


NO_BARRIER = changed('code = "barrier", key = "b"', 'code = "dyke", key = "b"')


def test_undo_stops_where_it_would_bring_back_what_the_scheme_no_longer_has(work: Worklist) -> None:
    mark(work, LONG)
    work.say_stance("1", "barrier")
    work.say_stance("1", "talks")
    later = next_day(work, NO_BARRIER)
    later.go(CRITICS)
    later.nothing()
    assert later.undo() == "say nothing is here"
    kept = says(later)
    with pytest.raises(NotNow) as stopped:
        later.undo()
    assert str(stopped.value) == (
        "“say the stance” cannot be taken back: it would bring back stance 1 towards barrier, which the "
        "scheme news-quotes 2 refuses; undo stops here, change it by hand"
    )
    assert says(later) == kept
    assert_kept(later)
    with pytest.raises(NotNow):
        later.undo()  # it stays so
    later.go(BUILD)
    later.say_stance("2", "talks")
    assert later.undo() == "say the stance"  # what was done since is one's own to take back


def test_redo_stops_likewise(work: Worklist) -> None:
    mark(work, LONG)
    work.say_stance("1", "barrier")
    work.undo()
    later = next_day(work, NO_BARRIER)
    with pytest.raises(NotNow, match=r"cannot be done again: .*; redo stops here"):
        later.redo()
    assert later.undo() == "mark a quote"


def test_what_is_there_anyway_is_no_reason_to_stop(work: Worklist) -> None:
    mark(work, LONG)
    work.say_stance("1", "barrier")
    work.say_topic("21.2")
    later = next_day(work, NO_BARRIER)
    assert later.undo() == "say the topic"
    assert later.undo() == "say the stance"
    assert later.undo() == "mark a quote"


def test_what_was_taken_away_under_the_new_scheme_comes_back_under_it(work: Worklist) -> None:
    mark(work, LONG)
    work.say_stance("1", "barrier")
    later = next_day(work, NO_BARRIER)
    later.delete()
    assert later.undo() == "delete a quote"
    assert [x.target for x in later.chosen().labels] == ["barrier"]


def test_more_values_than_the_scheme_still_takes_are_refused(work: Worklist) -> None:
    mark(work, LONG)
    work.say_stance("1", "barrier")
    work.say_stance("-1", "talks", pair=1)
    work.say_stance("none")
    later = next_day(work, changed("targets = true\nmax = 2", "targets = true\nmax = 1"))
    with pytest.raises(NotNow, match=r"it would bring back 2 values of stance, which the scheme"):
        later.undo()


def test_the_topics_of_the_article_are_looked_at_too(work: Worklist) -> None:
    work.say_article_topic("21.2")
    work.say_article_topic("1.1")
    later = next_day(work, changed('code = "21.2"', 'code = "21.9"'))
    with pytest.raises(NotNow, match=r"it would bring back topic 21\.2"):
        later.undo()


def test_a_new_version_that_has_all_of_it_stops_nothing(work: Worklist) -> None:
    mark(work, LONG)
    work.say_stance("1", "barrier")
    work.say_stance("2", "talks")
    same = replace(scheme(), version="2", digest="0" * 64)
    later = next_day(work, same)
    assert [later.undo() for _ in range(4)] == ["say the stance", "say the stance", "mark a quote", None]
