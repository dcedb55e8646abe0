"""What the model is told, and by which schema it is to answer."""

import json
from dataclasses import replace

from annotator.cli.guidelines import derived, scheme_of, text_of
from annotator.guideline import parse_guideline
from annotator.scheme import parse_scheme
from annotator.suggest.endpoint.prompt import prompt
from tests.conftest import ROOT
from tests.endpoint_server import strict

SCHEME = scheme_of(ROOT)
GUIDELINE = parse_guideline(text_of(ROOT / "guidelines/guideline.md"), "guideline.md", SCHEME, derived)
BARE = parse_scheme(
    'name = "bare"\nversion = "1"\n[[field]]\nname = "mood"\nkind = "choice"\ndescription = "How."\n'
    'labels = [{ code = "glad", key = "g", name = "Glad" }, { code = "sad", key = "s", name = "Sad" }]\n'
    '[[field]]\nname = "why"\nkind = "text"\nkey = "y"\ndescription = "Free words."\n',
    "scheme.toml",
)


def test_the_same_guidelines_make_the_same_prompt_and_others_another() -> None:
    told = prompt(SCHEME, GUIDELINE, True)
    assert told == prompt(SCHEME, GUIDELINE, True)
    others = [
        prompt(SCHEME, GUIDELINE, False),
        prompt(SCHEME, None, True),
        prompt(BARE, None, True),
        prompt(SCHEME, replace(GUIDELINE, rules=GUIDELINE.rules[1:]), True),
    ]
    assert len({told.digest, *(other.digest for other in others)}) == 5


def test_it_is_short() -> None:
    """Some 4,000 tokens at most: small models on a laptop have 8,000 in all."""
    assert len(prompt(SCHEME, GUIDELINE, True).system) < 14_000


def test_rules_come_in_short_without_their_examples() -> None:
    system = prompt(SCHEME, GUIDELINE, True).system
    assert "R6 The cue: The cue is what hands the content over: usually a verb" in system
    assert "```" not in system
    assert "text:" not in system
    assert "R22 Topics" not in system  # the quote has its article's: nobody asks for them


def test_without_labels_none_are_asked_for() -> None:
    told = prompt(SCHEME, GUIDELINE, False)
    assert "stance" not in json.dumps(told.schema)
    assert "labels.stance" not in told.system
    assert '"labels"' not in told.system
    assert "flags" not in json.dumps(told.schema)


def test_schemas_keep_to_what_every_server_has() -> None:
    for told in (prompt(SCHEME, GUIDELINE, True), prompt(SCHEME, None, False), prompt(BARE, None, True)):
        assert strict(told.schema)


def test_only_codes_of_the_scheme_are_asked_for() -> None:
    told = prompt(BARE, None, True)
    quote = told.schema["properties"]["quotes"]["items"]["properties"]
    assert quote["labels"]["properties"] == {
        "mood": {"type": "array", "items": {"type": "string", "enum": ["glad", "sad"]}}
    }
    assert "glad: Glad." in told.system
    assert "Free words" not in told.system


def test_examples_are_answered_in_the_form_that_is_asked_for() -> None:
    told = prompt(SCHEME, GUIDELINE, True)
    answers = [
        json.loads(line)
        for line in told.system.splitlines()
        if line.startswith('{"quotes": ') and "..." not in line
    ]
    asked = set(told.schema["properties"]["quotes"]["items"]["properties"])
    quotes = [quote for answer in answers for quote in answer["quotes"]]
    assert all(set(quote) == asked for quote in quotes)
    assert [] in [answer["quotes"] for answer in answers]  # one with nothing in it
    assert any(len(quote["content"]) > 1 for quote in quotes)
    assert any(quote["via"] for quote in quotes)
    assert any(quote["flags"] for quote in quotes)
    assert {"name": "?"} in [speaker for quote in quotes for speaker in quote["speakers"]]
