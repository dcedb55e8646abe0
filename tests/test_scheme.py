"""The scheme: what is complained about and in which line, which labels are refused, and the one we ship."""

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.errors import SchemeError
from annotator.model import Label, Origin, QuoteType
from annotator.scheme import FieldKind, Scheme, complaints, parse_scheme
from annotator.scheme.lines import Path as TomlPath
from annotator.scheme.lines import find_lines, line_of
from annotator.scheme.values import STANCE_CODES
from tests.marked import Wrong, marked, read_wrong

HERE = Path(__file__).parent
DEFAULT = (HERE.parent / "guidelines" / "scheme.toml").read_bytes().decode()
HEAD = 'name = "t"\nversion = "1"\n'
WRONG = read_wrong(HERE / "scheme_cases.txt", HEAD)
FIELD = '[[field]]\nname = "a"\nkind = "text"\n'
OTHER_WRONG = {
    "no version": marked('name = "t"  <--\n' + FIELD, "has no version"),
    "version a number": marked('name = "t"\nversion = 1  <--\n' + FIELD, "put it in quotation marks"),
    "no name": marked('version = "1"  <--\n' + FIELD, "has no name"),
    "empty name": marked('version = "1"\nname = ""  <--\n' + FIELD, "“name” is empty"),
    "half a character": marked(HEAD + FIELD + "# \ud800  <--\n", "half a character"),
    "a number of 5,000 digits": marked("n = " + "9" * 5000 + "  <--", "cannot be read"),
    "5,000 brackets": marked("n = " + "[" * 5000 + "]" * 5000 + "  <--", "cannot be read"),
    "nothing at all": marked("  <--", "has no name"),
}
# A field for each kind, and conditions: what the default scheme has no use for.
TEAM = (
    HEAD
    + """
targets = [{ code = "x", key = "x", name = "X" }]
[[field]]
name = "speaker"
kind = "entity"
[[field]]
name = "type"
kind = "choice"
labels = [
  { code = "direct", key = "d", name = "Direct" },
  { code = "mixed", key = "m", name = "Mixed" },
  { code = "indirect", key = "i", name = "Indirect" },
]
[[field]]
name = "subject"
kind = "multi"
inherited = true
labels = [
  { code = "1", key = "a", name = "One" },
  { code = "1.1", parent = "1", key = "a", name = "One one" },
  { code = "2", key = "b", name = "Two" },
]
[[field]]
name = "irony"
kind = "flag"
[[field]]
name = "why"
kind = "text"
required = true
when = { irony = true, type = ["direct", "mixed"] }
[[field]]
name = "about_one"
kind = "choice"
required = true
when = { subject = "1" }
labels = [{ code = "yes", key = "y", name = "Yes" }]
[[field]]
name = "addressee"
kind = "entity"
max = 2
when = { irony = false }
[[field]]
name = "hidden"
kind = "flag"
when = { speaker = false }
"""
)


@pytest.fixture(scope="module")
def default() -> Scheme:
    return parse_scheme(DEFAULT, "scheme.toml")


@pytest.fixture(scope="module")
def team() -> Scheme:
    return parse_scheme(TEAM, "team.toml")


@pytest.mark.parametrize("case", (WRONG | OTHER_WRONG).values(), ids=(WRONG | OTHER_WRONG).keys())
def test_every_complaint_names_its_line(case: Wrong) -> None:
    found = complaints(case.text)
    lines = case.lines or (1,)  # what belongs to no line belongs to the first
    for line in lines:
        assert any(c.line == line and case.says in c.sentence for c in found), found
    if case.says != "has no name":  # a text with nothing in it lacks more than that
        assert {c.line for c in found} == set(lines), found
    with pytest.raises(SchemeError, match=rf"^guidelines/x\.toml, line {found[0].line}: "):
        parse_scheme(case.text, "guidelines/x.toml")


def test_all_complaints_are_found_at_once_in_the_order_of_lines() -> None:
    text = HEAD + FIELD + "requird = true\n" + FIELD.replace("text", "txt") + 'key = "ab"\n'
    found = complaints(text)
    assert [c.line for c in found] == [6, 8, 9, 10]
    with pytest.raises(SchemeError, match=r"line 6: .* \(3 more: `annotator check` lists them all\)$"):
        parse_scheme(text, "x")


def test_a_byte_order_mark_and_windows_lines_are_read_and_counted() -> None:
    text = "\ufeff" + (HEAD + FIELD + "requird = true\n").replace("\n", "\r\n")
    assert [c.line for c in complaints(text)] == [6]
    good = text.replace("requird", "required")
    assert parse_scheme(good, "x").digest == hashlib.sha256(good.encode()).hexdigest()


TOML = '''# a comment with [brackets] and "marks"
top = "x # no comment"  # = 3
"quoted key" . 'other.key' = 1
date = 1979-05-27 07:32:00
many = [ [1, 2], # two ] of them
  [ """
three ]] \\""" lines""", 4 ],

  { a.b = 'lit"eral', c = {} },
]
[table]
x = \'\'\'
[[not.a.header]]
\'\'\'\'\'
[[list]]
a = 1
[list.sub]
b = "\\"]"
[[list.deep]]
c = [
  3,
]
[[list]]
a = 2
[[list.deep]]
c = 5
'''


def test_each_value_of_a_toml_text_has_its_line() -> None:
    expected: dict[TomlPath, int] = {
        ("top",): 2,
        ("quoted key", "other.key"): 3,
        ("date",): 4,
        ("many", 0, 1): 5,
        ("many", 1): 6,
        ("many", 1, 1): 7,
        ("many", 2, "a", "b"): 9,
        ("many", 2, "c"): 9,
        ("table",): 11,
        ("table", "x"): 12,
        ("list", 0): 15,
        ("list", 0, "sub", "b"): 18,
        ("list", 0, "deep", 0, "c", 0): 21,
        ("list", 1, "a"): 24,
        ("list", 1, "deep", 0): 25,
        ("list", 1, "deep", 0, "c"): 26,
    }
    found = find_lines(TOML)
    assert {path: found.get(path) for path in expected} == expected
    assert line_of(found, ("list", 1, "not", "there")) == 23
    assert line_of(found, ("nowhere",)) == 1


@pytest.mark.parametrize("text", [TOML, DEFAULT, TEAM], ids=["wild", "default", "team"])
def test_no_value_is_without_a_line(text: str) -> None:
    assert set(_paths(tomllib.loads(text))) <= set(find_lines(text))


def _paths(value: Any, path: TomlPath = ()) -> Iterator[TomlPath]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield (*path, key)
        yield from _paths(each, (*path, key))


def test_what_is_nested_very_deeply_has_the_line_of_what_holds_it() -> None:
    text = 'a = 1\nb = [[[[[[[[[[[[\n"]",\n2]]]]]]]]]]]]\nc = 3\n'
    found = find_lines(text)
    assert found["c",] == 5
    assert line_of(found, ("b", *[0] * 11, 1)) == 2


_BITS = st.sampled_from(
    [*"\"[]{}=,.#\n\\'", '"""', "'''", "[[", "true", "-1", "\ud800", "\x00", "é", "key = 1\n"]
)
_EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), _BITS | st.text(max_size=4)), max_size=4)


@settings(deadline=None)  # a busy machine is no failure
@given(base=st.sampled_from([TEAM, TOML, HEAD + FIELD, DEFAULT[-2000:]]), edits=_EDITS)
@example(base="", edits=[(0.0, 0, "field = [[]]")])
def test_no_text_raises_anything_but_scheme_error(base: str, edits: list[tuple[float, int, str]]) -> None:
    for place, cut, bit in edits:
        at = int(place * len(base))
        base = base[:at] + bit + base[at + cut :]
    found = complaints(base)
    assert all(1 <= c.line <= base.count("\n") + 1 for c in found)
    if found:
        with pytest.raises(SchemeError):
            parse_scheme(base, "x")
    else:
        assert parse_scheme(base, "x").fields


_KEYS = st.sampled_from(
    ["name", "kind", "labels", "key", "when", "max", "targets", "required", "code", "parent"]
)
_VALUES = st.recursive(
    st.sampled_from([True, False, 0, 1, 2, -1, 1.5, "", "a", "x", "1", "text", "stance", "type", "2"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(_KEYS, _VALUES), st.dictionaries(_KEYS, _VALUES), _VALUES)
def test_no_value_of_a_wrong_shape_raises(field: dict[str, Any], label: dict[str, Any], targets: Any) -> None:
    body = "".join(f"{key} = {_toml(value)}\n" for key, value in field.items())
    text = f"{HEAD}targets = {_toml(targets)}\n[[field]]\n{body}"
    if "labels" not in field:
        text += f"labels = [{_toml(label)}]\n"
    assert all(c.line >= 1 and c.sentence for c in complaints(text))


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return (
        str(value).lower()
        if isinstance(value, bool)
        else f'"{value}"'
        if isinstance(value, str)
        else str(value)
    )


def test_the_default_scheme_is_as_the_design_says(default: Scheme) -> None:
    assert [field.name for field in default.fields if field.builtin] == ["type", "speaker", "stance", "topic"]
    assert {f.name: f.key for f in default.fields if f.kind is FieldKind.FLAG} == {"denies": "d", "np": "n"}
    stance = default.field("stance")
    assert stance is not None
    assert stance.max == 2
    assert stance.has_targets
    assert {x.key: x.code for x in stance.labels} == dict(zip("12345670", STANCE_CODES, strict=True))
    assert default.targets[-1].code == "other"
    assert 6 <= len(default.targets) - 1 <= 12
    assert default.digest == hashlib.sha256(DEFAULT.encode()).hexdigest()
    assert default.text == DEFAULT
    assert all(target.description for target in default.targets)
    assert all(field.description for field in default.fields)
    assert all(label.description for field in default.fields for label in field.labels)


def test_the_topics_are_chosen_with_two_keys_at_most(default: Scheme) -> None:
    topic = default.field("topic")
    assert topic is not None
    assert topic.inherited
    majors = topic.children()
    assert 18 <= len(majors) <= 24
    for major in majors:
        for below in topic.children(major.code):
            assert below.code == f"{major.code}.{below.key}"
            assert not topic.children(below.code)


ID = "6f9b6a4e-3c1d-4c8b-9d2e-0a1b2c3d4e5f"


@pytest.mark.parametrize(
    ("label", "why"),
    [
        (Label("stance", "-2", "talks"), None),
        (Label("stance", "mixed", ID), None),
        (Label("stance", "none"), None),
        (Label("topic", "16.1"), None),
        (Label("type", "mixed"), None),
        (Label("np", "yes"), None),
        (Label("mood", "bad"), "no field “mood”"),
        (Label("speaker", ID), "voices"),
        (Label("stance", "+2", "talks"), "no label"),
        (Label("stance", "2"), "needs a target"),
        (Label("stance", "none", "talks"), "takes no target"),
        (Label("stance", "2", "weather"), "no target"),
        (Label("topic", "16", "talks"), "takes no target"),
        (Label("topic", "11"), "no label"),
        (Label("np", "no"), "is a flag"),
    ],
)
def test_a_single_label_is_refused_with_a_reason(default: Scheme, label: Label, why: str | None) -> None:
    said = default.refuse(label)
    assert said is None if why is None else said is not None and why in said


def test_a_complete_quote_has_nothing_open(default: Scheme) -> None:
    labels = [Label("stance", "-2", "talks"), Label("stance", "1", "council"), Label("topic", "19.1")]
    assert default.check(labels, True, QuoteType.DIRECT) == []


def test_open_fields_are_named_in_the_order_of_the_scheme(default: Scheme) -> None:
    found = default.check([], False, QuoteType.DIRECT)
    assert [(each.field, each.open) for each in found] == [
        ("speaker", True),
        ("stance", True),
        ("topic", True),
    ]


def test_the_topic_of_the_article_counts_until_the_quote_has_its_own(default: Scheme) -> None:
    of_article = [Label("topic", "5.1", origin=Origin.INHERITED)]
    stance = [Label("stance", "none")]
    assert default.check(stance, True, QuoteType.DIRECT, of_article) == []
    wrong = default.check([*stance, Label("topic", "11")], True, QuoteType.DIRECT, of_article)
    assert [(each.field, each.open) for each in wrong] == [("topic", False)]


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        ([("stance", "1", "talks"), ("stance", "2", "talks")], "same target twice"),
        ([("stance", "1", "talks"), ("stance", "2", "strike"), ("stance", "2", "other")], "at most 2, and 3"),
        ([("stance", "none", None), ("stance", "2", "talks")], "stands alone"),
        ([("topic", "1", None), ("topic", "1", None)], "same value twice"),
        ([("type", "direct", None), ("type", "mixed", None)], "at most 1"),
    ],
)
def test_labels_that_do_not_go_together(
    default: Scheme, labels: list[tuple[str, str, str | None]], says: str
) -> None:
    found = default.check([Label(*label) for label in labels], True, QuoteType.DIRECT)
    assert any(says in str(each) and not each.open for each in found), found


@pytest.mark.parametrize(
    ("labels", "type", "said"),
    [
        ([], QuoteType.DIRECT, []),
        ([Label("irony", "yes")], QuoteType.INDIRECT, []),
        ([Label("irony", "yes")], QuoteType.MIXED, ["“why” is still open."]),
        ([Label("irony", "yes"), Label("type", "indirect")], QuoteType.MIXED, []),
        ([Label("irony", "yes"), Label("why", " ")], QuoteType.MIXED, ["“why” is empty."]),
        (
            [Label("why", "because")],
            QuoteType.DIRECT,
            ["“why” is only said where “irony” is said and “type” is direct or mixed."],
        ),
        ([Label("subject", "1.1")], QuoteType.DIRECT, ["“about_one” is still open."]),
        ([Label("subject", "2")], QuoteType.DIRECT, []),
        (
            [Label("irony", "yes"), Label("addressee", ID)],
            QuoteType.INDIRECT,
            ["“addressee” is only said where “irony” is not said."],
        ),
        ([Label("addressee", ID), Label("addressee", "b")], QuoteType.DIRECT, []),
        ([Label("hidden", "yes")], QuoteType.DIRECT, ["“hidden” is only said where “speaker” is not said."]),
    ],
)
def test_conditions_are_respected(
    team: Scheme, labels: list[Label], type: QuoteType, said: list[str]
) -> None:
    assert [str(each) for each in team.check(labels, True, type)] == said


def test_a_condition_looks_at_what_the_article_hands_down(team: Scheme) -> None:
    field = team.field("about_one")
    assert field is not None
    assert not team.asked(field, [], True, QuoteType.DIRECT)
    assert team.asked(field, [], True, QuoteType.DIRECT, [Label("subject", "1")])
    assert not team.asked(field, [Label("subject", "2")], True, QuoteType.DIRECT, [Label("subject", "1")])
