"""What some layers judged, as columns: the same from each kind of database."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from annotator.model import Layer, LayerKind
from annotator.store import Store
from annotator.store.judging import Words
from tests.dataset.teams import ANA, BEN, CLEO, MAIN, QUOTES, SECOND, TEXT, teamed


@pytest.fixture
def team(db_url: str) -> Iterator[Store]:
    with teamed(db_url) as opened:
        yield opened


def words(column: Words) -> list[str | None]:
    return [column.words[code] if code >= 0 else None for code in column.codes]


def test_columns_say_what_the_layers_said(team: Store) -> None:
    found = team.judging([ANA, BEN])
    columns: dict[str, Any] = found.columns
    assert list(found.digests.values()) == [MAIN.digest]
    assert list(columns["articles"]["length"]) == [len(TEXT)]
    assert len(columns["sentences"]["start"]) == 3  # the headline is none
    assert list(columns["quotes"]["uid"]) == [hash(one.id) for one in QUOTES[:4]]
    assert words(columns["quotes"]["verdict"]) == ["accepted", None, None, None]
    assert words(columns["spans"]["role"]) == ["content"] * 4
    assert list(columns["spans"]["start"]) == [one.start for one in QUOTES[:4]]
    assert words(columns["labels"]["value"]) == ["1", "-2", "10.1", "2", "none", "mixed", "yes"]
    assert words(columns["labels"]["target"])[:4] == ["council", "council", None, "council"]
    assert words(columns["article_labels"]["value"]) == ["18.2", "1"]
    assert set(words(columns["reviews"]["status"])) == {"done"}
    assert len(columns["reviews"]["layer"]) == 6
    assert words(columns["events"]["actor"]) == ["ana", "ben"]


def test_a_speaker_stands_for_what_it_was_merged_into(team: Store) -> None:
    named = {name: (uid, root) for uid, name, root in team.judging([ANA]).names.values()}
    assert named["Brenn"][1] == named["Ida Brenn"][0]
    assert named["Port Authority"][0] == named["Port Authority"][1]


def test_texts_come_by_key(team: Store) -> None:
    keys = list(team.judging([ANA, Layer(LayerKind.HUMAN, "cleo")]).digests)
    assert [text for _, text in team.texts(keys)] == [MAIN.text, SECOND.text]


def test_seconds_add_up_by_quote(team: Store) -> None:
    assert sorted(team.seconds_on([BEN])) == sorted((one.id, 4.0) for one in QUOTES[2:4])


def test_blocks_are_all_of_it_an_article_at_a_time(team: Store) -> None:
    people = [ANA, BEN, CLEO]
    whole, blocks = team.judging(people), list(team.judging_in_blocks(people, 1))
    assert [list(one.digests.values()) for one in blocks] == [[MAIN.digest], [SECOND.digest]]
    assert {one.all_articles for one in blocks} == {2}
    for table, columns in whole.columns.items():
        for name, column in columns.items():
            parts = [one.columns[table][name] for one in blocks]
            if isinstance(column, Words):
                assert sorted(map(str, words(column))) == sorted(
                    str(x) for part in parts for x in words(part)
                )
            else:
                assert sorted(column) == sorted(x for part in parts for x in part)


def test_texts_of_a_block_come_from_the_same_look(team: Store) -> None:
    with closing(team.judging_in_blocks([ANA, BEN, CLEO], 1)) as blocks:
        assert [text for one in blocks for _, text in one.texts(list(one.digests))] == [
            MAIN.text,
            SECOND.text,
        ]


def test_a_layer_that_never_said_anything_has_nothing(team: Store) -> None:
    found = team.judging([Layer(LayerKind.HUMAN, "nobody")])
    assert found.layers == {}
    assert {
        name: len(of["article"]) for name, of in found.columns.items() if "article" in of
    } == dict.fromkeys(
        ("articles", "sentences", "reviews", "readings", "quotes", "article_labels", "verdicts", "events"), 0
    )
