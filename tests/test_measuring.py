"""scripts/measure_quotes: its definitions, and the layouts of folders that it knows."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.model import QuoteType, Span
from scripts import measuring_segments as segments
from scripts.measuring_gold import folder
from scripts.measuring_rules import measure
from tests.conftest import ROOT

TEXT = "“The dam holds,” said Orla Venn.\n\nTam Reeve said that it leaks at “three” places.\n"


def gold(text: str, *contents: str) -> list[str]:
    """The words of the gold segments where these parts of `text` are content."""
    spans = [Span(text.index(part), text.index(part) + len(part)) for part in contents]
    return [text[start:end] for start, end in sorted(segments.gold(text, spans))]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("“We go,” he", ["“We go,”"]),
        ("it was “dead” and “gone”", ["“dead”", "“gone”"]),
        ('it was "dead" and "gone"', ['"dead"', '"gone"']),
        ("“One.\n\n“Two.”", ["“One.\n\n“Two.”"]),
        ('"One.\n\n"Two."', ['"One.\n\n"Two."']),
        ("“We ‘really’ go”", ["“We ‘really’ go”"]),
        ("“We go“ he", ["“We go“"]),
        ('“We go" he', ['“We go"']),
        ("«Wir» und „ihr“", ["«Wir»", "„ihr“"]),
        ("“We go", []),
        ("go,” he", []),
        ("no marks", []),
    ],
)
def test_segments_within_a_content(content: str, expected: list[str]) -> None:
    assert gold(content, content) == expected


def test_contents_that_white_space_parts_are_one_stretch_and_others_are_not() -> None:
    assert gold("“We go. They stay.” No.", "“We go.", "They stay.”") == ["“We go. They stay.”"]
    assert gold("“We go,” he said, “now.”", "“We go,”", "“now.”") == ["“We go,”", "“now.”"]
    assert gold("“We go. And they stay.” No.", "“We go.", "they stay.”") == []


def test_the_same_segment_of_two_contents_counts_once() -> None:
    text = "that he is “glad” now"
    assert gold(text, text, "he is “glad”") == ["“glad”"]


def test_what_is_proposed_outside_any_content_is_false() -> None:
    rate = segments.rate({(0, 5)}, {(0, 5), (9, 12)})
    assert (rate.precision, rate.recall) == (0.5, 1.0)


def polnear(at: Path) -> Path:
    lines = (
        "T1\tContent 0 16\t“The dam holds,”\nT2\tCue 17 21\tsaid\nT3\tSource 22 31\tOrla Venn\n"
        "T4\tAttribution 17 21\tsaid\nE1\tAttribution:T4 Content:T1 Cue:T2 Source:T3\n"
    )
    for name, words in (
        ("text/a.txt", TEXT),
        ("attributions/a_x9.ann", ""),
        ("attributions/a_b1.ann", lines),
    ):
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_text(words, "utf-8")
    return at


def test_the_layout_of_polnear_and_its_first_annotator(tmp_path: Path) -> None:
    found = folder(polnear(tmp_path))
    (text,) = found.texts
    assert (found.kind, text.name, text.text) == ("PolNeAR", "a", TEXT)
    (quote,) = text.gold
    assert (quote.content, quote.type) == ((Span(0, 16),), QuoteType.DIRECT)


def test_the_layout_of_litbank(tmp_path: Path) -> None:
    (tmp_path / "7_dam_brat.txt").write_text('" It holds , "\nsaid Orla .\n', "utf-8")
    (tmp_path / "7_dam_brat.ann").write_text('QUOTE\tQ1\t0\t0\t0\t4\t" It holds , "\nATTRIB\tQ1\tOrla-1\n')
    (text,) = folder(tmp_path).texts
    assert text.text == '"It holds," said Orla.'
    assert [quote.content for quote in text.gold] == [(Span(0, 11),)]
    assert not text.indirect


def test_flat_records_beside_their_texts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    row = {
        "doc": "a.txt", "content": [[0, 16, "“The dam holds,”"]], "cue_span": [17, 21],
        "speaker_span": [22, 31], "speaker": "Orla Venn; ", "type": "direct",
    }  # fmt: skip
    (tmp_path / "my_gold.jsonl").write_text(json.dumps(row) + "\n")
    (text,) = folder(tmp_path).texts
    assert text.gold[0].speakers == {"Orla Venn"}


def test_our_own_records(tmp_path: Path) -> None:
    found = folder(ROOT / "corpus")
    assert sum(len(text.gold) for text in found.texts) > 60
    assert all(text.speakers for text in found.texts)


def test_another_folder_ends_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="is of no layout that is known"):
        folder(tmp_path)


def test_a_rule_that_raises_is_counted_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("of a rule")

    monkeypatch.setattr("scripts.measuring_rules.read", broken)
    (text,) = folder(polnear(tmp_path)).texts
    assert measure(text).raised == "ZeroDivisionError('of a rule')"


def test_the_whole_over_two_folders(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.measuring", str(ROOT / "corpus"), str(polnear(tmp_path))]
    done = subprocess.run([*command, "--json"], cwd=ROOT, capture_output=True, text=True, check=True)
    corpus, one = json.loads(done.stdout)
    assert (corpus["exceptions"], corpus["invalid"], one["exceptions"], one["invalid"]) == (0, 0, 0, 0)
    assert corpus["segments_every_pair"]["recall"] == 1
    assert one["by_type"]["direct"]["content"]["exact"]["wanted"] == 1
    words = subprocess.run([*command, "--errors", "2"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "quoted segments, every pair" in words.stdout
    assert "canonical speaker, direct" in words.stdout
