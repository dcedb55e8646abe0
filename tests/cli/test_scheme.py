"""annotator scheme: labels of all layers follow a scheme that was changed; what is unclear is asked again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.errors import Exit, StoreError
from annotator.model import ArticleLabels, Change, Label
from annotator.resources import folder
from annotator.scheme import parse_scheme
from annotator.store import Store
from annotator.store.acting import Act
from annotator.work.recoding import Mapping, recoded
from tests.cli.conftest import Call
from tests.dataset import team
from tests.dataset.building import uid
from tests.dataset.team import (
    BUILD,
    CAME,
    HOLD,
    IDA,
    MAIN,
    VARR,
    article_labels,
    layer,
    quote,
    stance,
    topic,
)

BARRIER = '  { code = "barrier", key = "b", name = "Flood barrier"'
MODEL_TALKS = stance("1", "talks")


class Project:
    """A project whose scheme can be changed."""

    def __init__(self, path: Path) -> None:
        self.path = path / "guidelines" / "scheme.toml"
        self.path.parent.mkdir()
        self.text = (folder("guidelines") / "scheme.toml").read_text()
        self.path.write_text(self.text)

    def change(self, *pairs: tuple[str, str]) -> None:
        """Replace these words, under a new version."""
        text = self.text.replace('version = "1"', 'version = "2"', 1)
        assert text != self.text
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        self.path.write_text(text)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def store(tmp_path: Path, project: Project) -> Iterator[Store]:
    """Ana and Ben said stances towards the barrier and topics; so did an article as a whole."""
    with team.open_store(f"sqlite:///{tmp_path / 'annotator.db'}") as opened:
        team.said(
            opened,
            quote(1, "ana", BUILD, IDA, stance("2", "barrier"), topic("7.1"), topic("7.2")),
            quote(2, "ben", BUILD, IDA, stance("1", "barrier"), topic("7.1")),
            quote(3, "ana", HOLD, VARR, stance("-1", "talks")),
            quote(4, "ben", CAME, VARR),
        )
        whole = article_labels("ben", "7.2", "3")
        opened.act("ben", Act("topics", (Change(None, whole),), MAIN.digest))
        yield opened


def labels(store: Store, name: str, n: int) -> list[tuple[str, str | None]]:
    found = {q.id: q for q in store.open_article(MAIN.digest, layer(name)).quotes}
    return [(x.value, x.target) for x in found[uid(n)].labels]


def test_a_scheme_that_fits_says_so(store: Store, call: Call) -> None:
    done = call("scheme")
    assert (done.code, done.out) == (Exit.OK, "every label is one that the scheme has\n")


def test_labels_that_are_left_over_are_listed_until_they_are_mapped(
    store: Store, call: Call, project: Project
) -> None:
    project.change(('code = "barrier"', 'code = "dam"'))
    done = call("scheme", "--json")
    assert done.code == Exit.PROBLEM
    left = done.json()["left"]
    assert [(x["layer"], x["value"], x["target"], x["quotes"]) for x in left] == [
        ("human ben", "1", "barrier", 1),
        ("human ana", "2", "barrier", 1),
    ]
    assert call("scheme", "rename", "target.barrier", "dam", "--as", "cleo").code == Exit.OK
    assert call("scheme").code == Exit.OK
    assert labels(store, "ana", 1) == [("2", "dam"), ("7.1", None), ("7.2", None)]
    assert labels(store, "ben", 2)[0] == ("1", "dam")


def test_a_dry_run_counts_and_shows_examples(store: Store, call: Call, project: Project) -> None:
    project.change(('code = "7.2"', 'code = "7.9"'))
    before = labels(store, "ana", 1)
    done = call("scheme", "rename", "topic.7.2", "7.9", "--dry-run", "--as", "cleo")
    assert [line.split() for line in done.out.splitlines()[:3]] == [
        ["layer", "quotes", "articles"],
        ["human", "ana", "1", "0"],
        ["human", "ben", "0", "1"],
    ]
    assert done.out.splitlines()[3] == f"  {BUILD}: topic 7.2 → topic 7.9"
    assert done.err == "would rename topic 7.2 to 7.9; nothing was changed\n"
    assert labels(store, "ana", 1) == before


def test_what_was_merged_is_said_once(store: Store, call: Call, project: Project) -> None:
    line = next(x for x in project.text.splitlines() if 'code = "7.2"' in x)
    project.change((line + "\n", ""))
    assert call("scheme", "merge", "topic", "7.2", "--into", "7.1", "--as", "cleo").code == Exit.OK
    assert labels(store, "ana", 1) == [("2", "barrier"), ("7.1", None)]
    whole = store.open_article(MAIN.digest, layer("ben")).labels
    assert [x.value for x in whole.labels] == ["7.1", "3"]


def test_a_code_that_became_several_is_asked_again(store: Store, call: Call, project: Project) -> None:
    line = next(x for x in project.text.splitlines() if 'code = "7.1"' in x)
    more = line.replace("7.1", "7.8").replace('key = "1"', 'key = "8"')
    other = line.replace("7.1", "7.9").replace('key = "1"', 'key = "9"')
    project.change((line, f"{more}\n{other}"))
    done = call("scheme", "split", "topic.7.1", "--into", "7.8,7.9", "--as", "cleo")
    assert done.err == "done: split topic 7.1 into 7.8, 7.9; 2 places to be looked at again\n"
    assert labels(store, "ana", 1) == [("2", "barrier"), ("7.2", None)]
    (mark,) = store.asked_again(layer("ana"), MAIN.digest)
    assert (mark.quote, mark.why) == (uid(1), "split topic 7.1 into 7.8, 7.9: say which holds")


def test_a_code_that_stays_among_the_new_ones_is_kept_until_then(
    store: Store, call: Call, project: Project
) -> None:
    line = next(x for x in project.text.splitlines() if 'code = "7.1"' in x)
    other = line.replace("7.1", "7.9").replace('key = "1"', 'key = "9"')
    project.change((line, f"{line}\n{other}"))
    assert call("scheme", "split", "topic.7.1", "--into", "7.1,7.9", "--as", "cleo").code == Exit.OK
    assert labels(store, "ana", 1)[1] == ("7.1", None)
    assert len(store.asked_again(layer("ben"), MAIN.digest)) == 1


def test_old_events_stay_and_undo_stops_there_with_a_sentence(
    store: Store, call: Call, project: Project
) -> None:
    before = store.history("ana", 50)
    project.change(('code = "7.2"', 'code = "7.9"'))
    call("scheme", "rename", "topic.7.2", "7.9", "--as", "cleo")
    assert store.history("ana", 50) == before
    (event, *_) = store.history("scheme change")
    assert event.says == "cleo: rename topic 7.2 to 7.9 (scheme news-quotes 2)"
    with Store(f"sqlite:///{project.path.parent.parent / 'annotator.db'}") as later:
        new = parse_scheme(project.path.read_text(), "scheme.toml")
        later.use_scheme(new.name, new.version, new.digest, new.text)
        assert later.undo("cleo")[0].says == "reviewed"  # the change of the labels is nobody's to take back
        for name, stands in (("ben", 0), ("ana", 2)):  # her reviews, and the quote without the code
            for _ in range(stands):
                assert later.undo(name)
            with pytest.raises(StoreError, match=r"the scheme was changed since, and labels with it"):
                later.undo(name)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("rename", "topic.7.1", "7.99"),
            "the scheme 1 has no topic 7.99; edit guidelines/scheme.toml, give",
        ),
        (("rename", "topic.7.1", "7.2"), "the scheme 1 still has topic 7.1; edit guidelines/scheme.toml"),
        (("rename", "mood.x", "y"), "the scheme 1 has no field mood"),
        (("rename", "speaker.x", "y"), "the field speaker has no list of codes that could be mapped"),
        (("rename", "mood", "humour"), "the scheme 1 has no field humour"),
        (("split", "topic.7.1", "--into", "7.8"), "write FIELD.OLD --into A,B: one code becomes two or more"),
        (("merge", "topic", "7.1", "--into", "7.1"), "name a code besides 7.1, which stays"),
    ],
)
def test_what_does_not_fit_the_scheme_is_refused(
    store: Store, call: Call, words: tuple[str, ...], sentence: str
) -> None:
    assert call("scheme", *words, "--as", "cleo").sentence.startswith(sentence)


def test_a_field_gets_another_name(store: Store, call: Call, project: Project) -> None:
    said = Label("np", "yes")
    opened = store.open_article(MAIN.digest, layer("ben"))
    last = next(q for q in opened.quotes if q.id == uid(4))
    with_np = quote(4, "ben", CAME, VARR, said)
    store.act("ben", Act("np", (Change(last, with_np),), MAIN.digest))
    project.change(('name = "np"', 'name = "nominal"'))
    call("scheme", "rename", "np", "nominal", "--as", "cleo")
    found = next(q for q in store.open_article(MAIN.digest, layer("ben")).quotes if q.id == uid(4))
    assert [x.field for x in found.labels] == ["nominal"]


def test_two_stances_that_come_to_one_target_are_asked_again() -> None:
    """Said once where they are the same; else both stay, for a person to choose."""
    mapping = Mapping("target", ("talks",), ("barrier",))
    assert recoded((stance("1", "talks"), stance("1", "barrier")), mapping) == (
        (stance("1", "barrier"),),
        False,
    )
    both = (stance("2", "barrier"), stance("1", "barrier"))
    assert recoded((stance("2", "barrier"), stance("1", "talks")), mapping) == (both, True)
    assert recoded((stance("1", "talks"), stance("2", "barrier")), mapping)[1]


def test_on_both_databases_all_layers_follow_in_one_transaction(db_url: str) -> None:
    with team.open_store(db_url) as store:
        team.said(store, quote(1, "ana", BUILD, IDA, topic("7.1")), quote(2, "ben", HOLD, VARR, topic("7.1")))
        store.act("ben", Act("topics", (Change(None, article_labels("ben", "7.1")),), MAIN.digest))
        quotes, articles = store.saying("topic", ["7.1"])
        assert [len(quotes), len(articles)] == [2, 1]
        whole = [Change(a, ArticleLabels(a.article, a.layer, (topic("7.9"),))) for a in articles]
        mine = [Change(q, quote(int(q.id[-2:], 16), q.layer.name, w, s, topic("7.9")))
                for q, w, s in zip(quotes, (BUILD, HOLD), (IDA, VARR), strict=True)]  # fmt: skip
        events = store.rewrite("scheme change", "rename", [*mine, *whole])
        assert len(events) == 1
        assert [(x.layer.name, x.label.value, x.quotes, x.articles) for x in store.used()] == [
            ("ana", "7.9", 1, 0),
            ("ben", "7.9", 1, 1),
        ]
        with pytest.raises(StoreError, match="changed meanwhile; run the command again"):
            store.rewrite("scheme change", "rename", mine)
