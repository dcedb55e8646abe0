"""What the models are told: templates, the view of an article, labels there and back."""

from annotator.model import Layer, LayerKind, Quote, Span
from annotator.suggest.learned.labels import cue_labels, grown, read_labels, span_labels
from annotator.suggest.learned.templates import features, templates
from annotator.suggest.learned.view import View, distance, shape, stem
from annotator.text.marks import quotations
from annotator.text.sentences import sentences
from annotator.text.words import Words
from tests.suggest.made import span

TEXT = "Mr. Orla Venn said that the ferry was late. “It sank. We swam,” he told us. Rain fell."


def view(text: str = TEXT) -> View:
    found = quotations(text)
    return View(Words(text, sentences(text, found)), found, {"said": "7"})


def quote(text: str, content: str, cue: str, source: str) -> Quote:
    parts = (span(text, content),), (span(text, cue),), (span(text, source),)
    return Quote("q", "d", Layer(LayerKind.HUMAN, "ana"), *parts)


def test_a_template_reads_columns_beside_the_word() -> None:
    columns = {"word": ["a", "b", "c"], "group": ["1", "2", "3"]}
    assert features(columns, templates("word-1 word+0|group+1"), 3) == [
        ["word-1=<", "word+0|group+1=a|2"],
        ["word-1=a", "word+0|group+1=b|3"],
        ["word-1=b", "word+0|group+1=c|>"],
    ]


def test_a_stop_within_a_sentence_is_told_from_its_end() -> None:
    seen = view()
    assert seen.word[:2] == ["mr", "._"]
    low, high = seen.sentences()[0]
    assert seen.word[high - 1] == "."
    assert low == 0


def test_words_carry_marks_groups_stems_and_shapes() -> None:
    seen = view()
    said, it = seen.word.index("said"), seen.word.index("it")
    assert (seen.group[said], seen.group[it]) == ("7", "?")
    assert (seen.depth[said], seen.depth[it]) == (0, 1)
    assert seen.opens[it - 1]
    assert seen.shape[:4] == ["C", ".", "C", "C"]


def test_endings_fall_off_roughly() -> None:
    assert {stem(word) for word in ("argued", "argues", "arguing", "argue")} == {"argu"}
    assert [stem(word) for word in ("denied", "denies", "planned", "is")] == ["deny", "deny", "plan", "is"]


def test_shapes_and_distances_are_coarse() -> None:
    words = ("we", "We", "UN", "I", "12", "“", "’s")
    assert [shape(word) for word in words] == ["a", "C", "A", "C", "d", "“", "x"]
    assert [distance(n) for n in (0, 1, -3, 5, 9, -12, 40)] == ["+0", "+1", "-3", "+4", "+6", "-10", "+26"]


def test_labels_lead_there_and_back() -> None:
    seen = view()
    one = quote(TEXT, "that the ferry was late", "said", "Mr. Orla Venn")
    labels = cue_labels(seen, [one])
    assert [seen.word[n] for n, label in enumerate(labels) if label == "B"] == ["said"]
    sentence, cue = seen.sentences()[0], (labels.index("B"), labels.index("B") + 1)
    content, source = read_labels(span_labels(seen, one, sentence, cue), sentence[0])
    assert [seen.span(run).of(TEXT) for run in content] == ["that the ferry was late"]
    assert [seen.span(run).of(TEXT) for run in source] == ["Mr. Orla Venn"]


def test_a_quotation_that_leaves_its_sentence_is_taken_whole() -> None:
    seen = view()
    swam = seen.words.at(TEXT.index("swam"))
    low, _ = seen.sentence_of(swam)
    assert seen.span(grown(seen, [(low, swam + 3)])[0]).of(TEXT) == "“It sank. We swam,”"


def test_what_does_not_reach_the_border_does_not_grow() -> None:
    seen = view()
    swam = seen.words.at(TEXT.index("swam"))
    assert grown(seen, [(swam, swam + 1)]) == ((swam, swam + 1),)
    assert Span(seen.words.starts[swam], seen.words.ends[swam]).of(TEXT) == "swam"
