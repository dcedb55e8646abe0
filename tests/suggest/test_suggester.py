"""What a suggester is given, and how its proposals are called."""

import uuid

import pytest

from annotator.model import Layer, LayerKind, Span, Speaker
from annotator.suggest.registry import Registry
from annotator.suggest.suggester import Given, Suggester, layer_of, name_based, proposal, proposal_id
from annotator.text.marks import quotations
from tests.suggest import made


def test_the_id_of_a_proposal_depends_on_article_suggester_and_content_alone() -> None:
    digest, other = made.article(made.TEXT).digest, made.article(made.OTHER).digest
    spans = (Span(3, 9), Span(12, 20))
    one = proposal_id(digest, "rules", spans)
    assert one == proposal_id(digest, "rules", list(spans)) == str(uuid.UUID(one))
    different = {
        proposal_id(other, "rules", spans),
        proposal_id(digest, "rules2", spans),
        proposal_id(digest, "rules", spans[:1]),
        proposal_id(digest, "rules", (Span(3, 9), Span(12, 21))),
        proposal_id(digest, "rules", (Span(3, 20),)),
    }
    assert len(different - {one}) == 5


def test_the_ids_stay_what_they_are_for_ever() -> None:
    # Verdicts in people's databases hang on it.
    assert proposal_id("0" * 64, "rules", (Span(0, 5),)) == "41ca12a5-dafa-5efe-b376-5a8a21f37353"


def test_a_newer_version_proposes_the_same_under_the_same_id() -> None:
    article = made.article(made.TEXT)
    content = (made.span(made.TEXT, "“And soon.”"),)
    old = proposal(article, made.layer(version="1"), content)
    new = proposal(article, made.layer(version="2"), content, rule="direct", score=0.9)
    assert old.id == new.id
    assert (old.layer.version, new.layer.version) == ("1", "2")


def test_the_layer_of_a_suggester() -> None:
    dummy = made.Dummy(made.marked)
    assert isinstance(dummy, Suggester)
    assert layer_of(dummy) == Layer(LayerKind.MODEL, "dummy", "1")


def test_quotations_are_worked_out_where_they_are_not_known() -> None:
    article = made.article(made.TEXT)
    assert Given(article, ()).quotations == quotations(made.TEXT)
    known = quotations(made.TEXT)[:1]
    assert Given(article, (), found=known).quotations is known
    assert Given(article, (), found=()).quotations == ()


# The registry


def test_an_entry_is_found_by_its_id_and_by_any_of_its_names() -> None:
    registry = Registry([made.MAYOR, made.TWIN])
    assert list(registry) == [made.MAYOR]
    assert registry.get(made.TWIN.id) is registry.get(made.MAYOR.id) is made.MAYOR
    for name in ("ida  BRENN", "Brenn", "Mayor Brenn", "The Mayor", "Ïda Brenn"):
        assert registry.exact(name) is made.MAYOR
    assert registry.exact("Ida") is registry.exact("") is registry.get("nobody") is None


def test_a_name_comes_before_an_alias() -> None:
    brenn = Speaker("b", "Brenn")
    assert Registry([made.MAYOR, brenn]).exact("brenn") is brenn
    assert Registry([brenn, made.MAYOR]).exact("brenn") is brenn


def test_mergers_are_followed_and_a_circle_of_them_is_nobody() -> None:
    first, second = Speaker("1", "One", merged_into="2"), Speaker("2", "Two", merged_into=made.MAYOR.id)
    registry = Registry([first, second, made.MAYOR])
    assert registry.exact("one") is registry.get("1") is made.MAYOR
    circle = Registry([Speaker("1", "One", merged_into="2"), Speaker("2", "Two", merged_into="1")])
    assert (list(circle), circle.get("1"), circle.exact("one")) == ([], None, None)


def test_new_entries_stand_at_the_end() -> None:
    registry = Registry([made.MAYOR])
    registry.add(made.NEW)
    assert registry[-1] is registry.get(made.NEW.id) is registry.exact("olle varr") is made.NEW
    assert (len(registry), registry[:1]) == (2, [made.MAYOR])


@pytest.mark.parametrize("name", ["", "a", "Ana Ruiz", "Łódź “x”", *map(str, range(30))])
def test_a_name_based_id_is_the_standard_one(name: str) -> None:
    assert name_based(uuid.NAMESPACE_URL.bytes, name) == str(uuid.uuid5(uuid.NAMESPACE_URL, name))
