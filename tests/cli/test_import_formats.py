"""annotator import of every format: texts, layers, speakers, ids, what is left out, and all or nothing."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.cli.imports import FormatName
from annotator.dataset.exchange.formats import MODULES, load
from annotator.errors import Exit, UsageError
from annotator.formats.document import Answer, Document, Named, Said
from annotator.formats.holding import UNNAMED
from annotator.formats.mapping import read_mapping
from annotator.model import Label, Layer, LayerKind, Origin, Quote, Source, Span, Speaker, SpeakerKind
from annotator.store import Store
from tests.cli.conftest import Call

TEXT = "“Der Damm 🎉 hält,” sagte Orla Venn.\r\nShe said that “it holds,” and\u2028went.\r\n"
ANA, GOLD = Layer(LayerKind.HUMAN, "ana"), Layer(LayerKind.GOLD, "by rule", "2")
VENN, TAM = "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"
ONE, TWO, OLD = (f"00000000-0000-4000-8000-{n:012x}" for n in (1, 2, 3))


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


FIRST = Said(
    ONE, (at("“Der Damm 🎉 hält,”"),), (at("sagte"),), (at("Orla Venn"),),
    (Named(VENN, "Orla Venn", SpeakerKind.PERSON, ("Venn",), "Q7"),),
    labels=(Label("denies", "yes", origin=Origin.ACCEPTED),), derived_from=OLD, notes=("who?",),
)  # fmt: skip
SECOND = Said(
    TWO, (at("that “it holds,”"),), (at("said"),), (at("She"),), (Named(None, "orla venn"),), about=ONE
)
SMALL = Document(TEXT, Source("dam.txt", "The dam"), (Answer(ANA, (FIRST, SECOND)),))
FOR = replace(SMALL, answers=(Answer(ANA, (replace(FIRST, labels=(Label("stance", "1", "barrier"),)),)),))
BOTH = Document(TEXT, Source("dam.txt"), (Answer(ANA, (FIRST,)), Answer(GOLD, (SECOND,))))


def wrote(name: str, *documents: Document) -> str:
    """A new file or folder of a format, by its name."""
    format = load(name)
    to = Path(f"in-{name}{format.suffix}")
    format.write(documents, to)
    return str(to)


def records(call: Call, *layers: str) -> list[dict[str, Any]]:
    flags = [part for layer in layers or ("human",) for part in ("--layer", layer)]
    return [json.loads(line) for line in call("export", "-", "--names", *flags).out.splitlines()]


def quotes(layer: Layer = ANA) -> list[Quote]:
    """What a layer says of the one article."""
    with Store(f"sqlite:///{Path.cwd() / 'annotator.db'}") as store:
        (info,) = store.articles()
        return store.open_article(info.digest, layer).quotes


def speakers() -> list[Speaker]:
    with Store(f"sqlite:///{Path.cwd() / 'annotator.db'}") as store:
        return store.speakers()


def test_the_names_of_all_formats_are_on_the_command_line() -> None:
    assert [x.value for x in FormatName] == list(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_every_format_goes_in_as_it_holds_it(call: Call, name: str) -> None:
    try:
        format = load(name)
        document = FOR if name == "lewidi" else SMALL
        path = wrote(name, document)
    except (UsageError, ImportError) as problem:
        pytest.skip(str(problem))
    held = format.held(document)
    said = [quote for answer in held.answers for quote in answer.quotes]
    done = call("import", path, "--format", name, "--layer", "ana", "--json")
    report = done.json()
    assert (done.code, report["quotes"], report["new"], report["repaired"]) == (0, len(said), 1, 0)
    assert (report["refused"], report["left_out"]) == ([], [])
    kept = quotes()
    assert sorted((q.content, q.cue, q.source) for q in kept) == sorted(
        (q.content, q.cue, q.source) for q in said
    )
    assert {s.name for s in speakers()} == {v.name for q in said for v in q.speakers if v.name} - {
        "orla venn"
    }
    assert call("import", path, "--format", name, "--layer", "ana").code == 0
    assert quotes() == kept


def test_our_own_records_come_back_whole(call: Call) -> None:
    done = call("import", wrote("jsonl", SMALL), "--format", "jsonl")
    assert done.err.splitlines() == [
        "2 quotes and 1 note imported, in 1 new article and 0 known",
        "human ana: 1 article",
        "1 new entry in the registry of speakers",
    ]
    one, two = quotes()
    assert (one.id, two.id, two.about, one.derived_from) == (ONE, TWO, ONE, None)
    assert one.labels == (Label("denies", "yes", origin=Origin.ACCEPTED),)
    assert one.speakers == two.speakers
    assert speakers() == [Speaker(VENN, "Orla Venn", SpeakerKind.PERSON, ("Venn",), "Q7")]


def test_layers_as_the_file_names_them(call: Call) -> None:
    assert call("import", wrote("jsonl", BOTH), "--format", "jsonl").code == 0
    assert [q.id for q in quotes()] == [ONE]
    (two,) = quotes(GOLD)
    assert (two.id, two.about) == (TWO, None)


def test_a_name_for_the_first_layer_or_for_each(call: Call) -> None:
    path = wrote("jsonl", BOTH)
    done = call("import", path, "--format", "jsonl", "--layer", "x")
    assert "1 further answer not taken; --each takes all" in done.err
    assert [q.id for q in quotes(Layer(LayerKind.HUMAN, "x"))] == [ONE]
    assert call("import", path, "--format", "jsonl", "--layer", "y", "--each").code == 0
    (taken,) = quotes(Layer(LayerKind.HUMAN, "y-ana"))
    assert taken.id not in (ONE, TWO)  # the layer x has that id
    assert [q.id for q in quotes(Layer(LayerKind.GOLD, "y-by rule", "2"))] == [TWO]


def test_a_layer_that_nobody_names_needs_a_name(call: Call) -> None:
    document = Document(TEXT, Source("dam.txt"), (Answer(UNNAMED, (FIRST,)),))
    done = call("import", wrote("brat", document), "--format", "brat")
    assert done.code == Exit.USAGE
    assert done.sentence == "these files do not say who marked them; name the layer with --layer"


def test_a_model_from_our_own_records(call: Call) -> None:
    model = Layer(LayerKind.MODEL, "crf", "3")
    quote = Said(ONE, (at("“it holds,”"),), rule="span", score=0.75)
    document = Document(TEXT, Source("dam.txt"), (Answer(model, (quote,)),))
    assert call("import", wrote("jsonl", document), "--format", "jsonl").code == 0
    (kept,) = quotes(model)
    assert (kept.rule, kept.score) == ("span", 0.75)
    other = Document(TEXT, Source("dam.txt"), (Answer(Layer(LayerKind.MODEL, "crf"), (quote,)),))
    Path("in-jsonl.jsonl").unlink()
    done = call("import", wrote("jsonl", other), "--format", "jsonl")
    assert done.code == Exit.INPUT
    assert "a model's layer has a version; name it with --layer-version" in done.err


def test_speakers_are_found_by_id_and_by_name(call: Call) -> None:
    call("import", wrote("jsonl", SMALL), "--format", "jsonl")
    stance = Label("stance", "none")
    more = Said(
        TWO, (at("“it holds,”"),), (), (),
        (Named(VENN), Named(TAM, "Venn"), Named(None, "Tam  Reeve"), Named(TAM), Named()), labels=(stance,),
    )  # fmt: skip
    Path("in-jsonl.jsonl").unlink()
    path = wrote("jsonl", Document(TEXT, Source("dam.txt"), (Answer(GOLD, (more,)),)))
    done = call("import", path, "--format", "jsonl")
    assert (
        f"annotator: {path}, dam.txt: the registry has no speaker “{TAM}”, and the file gives no name; "
        "it was left out" in done.err
    )
    (quote,) = quotes(GOLD)
    _, tam = speakers()
    assert tam.name == "Tam Reeve"
    assert [v.speaker for v in quote.speakers] == [VENN, tam.id, None]


def test_quotes_without_their_text_find_the_article(call: Call) -> None:
    call("import", wrote("jsonl", SMALL), "--format", "jsonl")
    bare = {"article": {"path": "dam.txt"}, "content": [{"start": 0, "end": 19}], "layer": {"name": "ben"}}
    Path("bare.jsonl").write_text(json.dumps(bare) + "\n")
    assert call("import", "bare.jsonl", "--format", "jsonl").code == 0
    assert len(quotes(Layer(LayerKind.HUMAN, "ben"))) == 1
    Path("bare.jsonl").write_text(json.dumps(bare | {"article": {"path": "no.txt"}}) + "\n")
    done = call("import", "bare.jsonl", "--format", "jsonl")
    assert done.code == Exit.INPUT
    assert "bare.jsonl:1: the article “no.txt” has no text here or in the database" in done.err


def test_words_of_others_are_mapped(call: Call) -> None:
    ann = "T1\tZitat 43 59\tthat “it holds,”\nA1\tLeugnet T1 ja\n"
    Path("a.txt").write_bytes(TEXT.encode())
    Path("a.ann").write_text(ann.replace("43 59", f"{at('that “it').start} {at('holds,”').end}"))
    Path("map.toml").write_text(
        '[roles]\nZitat = "content"\n[fields]\nLeugnet = "denies"\n[values.denies]\nja = "yes"\n'
    )
    done = call("import", "a.txt", "--format", "brat", "--layer", "ana", "--map", "map.toml")
    assert (done.code, len(done.err.splitlines())) == (0, 2)
    (quote,) = quotes()
    assert quote.labels == (Label("denies", "yes"),)


def test_the_example_of_the_documentation_is_a_mapping() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
    Path("words.toml").write_text(page.split("```toml\n")[1].split("```")[0], "utf-8")
    mapping = read_mapping(Path("words.toml"))
    assert mapping.label("Haltung", "Dafür") == Label("stance", "1", "barrier")
    assert [mapping.role(word) for word in ("zitat", "Wetter", "Regen", "said_by")] == [
        "content", "", None, "source",
    ]  # fmt: skip


def test_strict_takes_all_or_nothing(call: Call) -> None:
    odd = Said(None, (at("went"),), labels=(Label("mood", "grim"),))
    path = wrote("jsonl", SMALL, Document("No.", Source("no.txt"), (Answer(ANA, ()),)))
    worse = Document(TEXT + "!", Source("more.txt"), (Answer(ANA, (odd,)),))
    load("jsonl").write([worse], Path("worse.jsonl"))
    done = call("import", path, "worse.jsonl", "--format", "jsonl", "--strict")
    assert done.code == Exit.INPUT
    assert done.err.splitlines() == [
        "annotator: worse.jsonl, more.txt: mood grim was left out: The scheme has no field “mood”.",
        "annotator: nothing was imported: 1 thing would be left out, and --strict takes all or none",
    ]
    assert call("articles", "--json").json()["articles"] == []
    report = call("import", path, "worse.jsonl", "--format", "jsonl", "--strict", "--json").json()
    assert (report["quotes"], report["layers"], len(report["left_out"])) == (0, {}, 1)
    assert call("import", path, "--format", "jsonl", "--strict").code == 0
    assert len(records(call)) == 2


def test_strict_knows_what_a_person_has_marked(call: Call) -> None:
    call("import", wrote("jsonl", SMALL), "--format", "jsonl")
    other = Document(TEXT, Source("dam.txt"), (Answer(ANA, (SECOND,)),))
    load("jsonl").write([other], Path("other.jsonl"))
    done = call("import", "other.jsonl", "--format", "jsonl", "--strict")
    assert done.code == Exit.INPUT
    assert "human ana has labels there already, which no program changes" in done.err


def test_a_quote_that_refers_to_none_goes_in_without(call: Call) -> None:
    document = Document(TEXT, Source("dam.txt"), (Answer(ANA, (SECOND,)),))
    done = call("import", wrote("jsonl", document), "--format", "jsonl")
    assert f"a quote judges another one, “{ONE}”, that is not there; that was left out" in done.err
    assert [q.about for q in quotes()] == [None]


def test_speakers_of_what_was_refused_come_with_the_next_that_names_them(call: Call) -> None:
    call(
        "import", wrote("jsonl", Document(TEXT, Source("a"), (Answer(ANA, (SECOND,)),))), "--format", "jsonl"
    )
    tam = Named(TAM, "Tam Reeve")
    refused = Answer(ANA, (Said(None, (at("went"),), speakers=(tam,)),))
    taken = Answer(GOLD, (Said(None, (at("it holds"),), speakers=(tam,)),))
    load("jsonl").write([Document(TEXT, Source("a"), (refused, taken))], Path("more.jsonl"))
    done = call("import", "more.jsonl", "--format", "jsonl")
    assert done.code == Exit.INPUT
    assert "human ana has labels there already" in done.err
    assert [v.speaker for q in quotes(GOLD) for v in q.speakers] == [TAM]


def test_an_entry_that_went_with_its_last_quote_comes_again(call: Call) -> None:
    tam = Said(None, (at("it holds"),), speakers=(Named(TAM, "Tam Reeve"),))
    load("jsonl").write([Document(TEXT, Source("a"), (Answer(GOLD, (tam,)),))], Path("one.jsonl"))
    bare, other = replace(tam, speakers=()), Document("it holds up", Source("b"), ())
    again = replace(
        other, answers=(Answer(GOLD, (Said(None, (Span(0, 8),), speakers=(Named(None, "Tam Reeve"),)),)),)
    )
    load("jsonl").write([Document(TEXT, Source("a"), (Answer(GOLD, (bare,)),)), again], Path("two.jsonl"))
    for file in ("one.jsonl", "two.jsonl"):
        assert call("import", file, "--format", "jsonl").code == 0
    assert [s.name for s in speakers()] == ["Tam Reeve"]


def test_a_text_that_cannot_be_kept_is_named(call: Call) -> None:
    row = {"article": {"path": "a", "text": "No\u0000."}, "content": [], "layer": {"name": "ana"}}
    Path("a.jsonl").write_text(json.dumps(row) + "\n")
    done = call("import", "a.jsonl", "--format", "jsonl")
    assert done.code == Exit.INPUT
    assert "a: it holds a NUL character, which no database keeps" in done.err
