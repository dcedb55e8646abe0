"""docs/reference/scheme.md: what guidelines/scheme.toml may hold, key by key."""

from collections.abc import Mapping, Sequence

from annotator.resources import folder
from annotator.scheme import parse_scheme
from annotator.scheme.fields import FIELD_KEYS, LABEL_KEYS
from annotator.scheme.reading import TARGET_KEYS, TOP_KEYS
from annotator.scheme.values import FLAG_VALUE, STANCE_CODES, FieldKind, Scheme
from scripts.documenting.reference.words import all_told, code, fence, page, table

_CODE = "what is stored and exported: one word of printable characters, each one once"
_KEY = "the key that chooses it on the screen: one printable character, each one once"

_TOP: Mapping[str, str] = {
    "name": "what the scheme is called; needed",
    "version": 'a text, another one with each change of content: `version = "2"`; needed. A changed scheme '
    "under "
    "an old version is refused, since every label remembers under which one it was given",
    "description": "free words",
    "targets": "what a stance may be towards: a list of tables",
    "field": "what is said of a quote: a table `[[field]]` for each, in the order in which the screen asks",
}
_TARGET: Mapping[str, str] = {
    "code": f"{_CODE}; needed",
    "name": "what the screen shows; needed",
    "key": f"{_KEY}; needed",
    "description": "free words, shown beside it; of an issue, what “for” means",
}
_FIELD: Mapping[str, str] = {
    "name": "small letters, digits and `_`, a letter first; needed",
    "kind": "one of the kinds below; needed",
    "labels": "a list of tables, for the kinds choice, scale and multi; needed there, and of the others none",
    "key": "the key for it in the sheet of other fields (`x`): one printable character",
    "required": "`true`: a quote without it is not complete. A flag cannot be",
    "when": 'it is asked only where all of this holds, a table by fields: `{ stance = ["none"] }` one of '
    "these "
    "labels (of a label of the first level, those below it too), `true` anything said, `false` nothing",
    "inherited": "`true`: where a quote has none, that of its article counts. Not of `type` and `speaker`",
    "max": "how many values, where a field may have several: of the kinds multi and entity, and of a field "
    "with "
    "targets. Without it any number, of `stance` 2, which is the most it may have",
    "targets": "`true`: each value is towards a target; of the kinds choice and scale",
    "accept": "whether a value of a proposal is taken over with it; `false`: a person says it with a key of "
    "its own. Without it `false` for a scale and `true` for all others",
    "propose": 'of a flag, by what the rules propose it: `{ rules = ["..."], cues = ["..."] }`, rules of '
    "theirs that find the quote, or verbs of the cue",
    "description": "free words, shown where it is asked for",
}
_LABEL: Mapping[str, str] = {
    "code": f"{_CODE} in its field; needed",
    "name": "what the screen shows; needed",
    "key": "the key that chooses it on the screen: one printable character, each one once among those "
    "beside it; "
    "needed",
    "description": "free words, shown beside it",
    "parent": "the code of the label above it, in a list of two levels",
}
_KINDS: Mapping[FieldKind, str] = {
    FieldKind.CHOICE: "one of its labels",
    FieldKind.SCALE: "one of its labels, which are in order",
    FieldKind.MULTI: "several of its labels; the first one is primary",
    FieldKind.ENTITY: "an entry of the registry of speakers",
    FieldKind.TEXT: "free words",
    FieldKind.FLAG: f"said or not; what is stored is `{FLAG_VALUE}`",
}
_BUILTIN: Mapping[str, str] = {
    "type": "its labels are `direct`, `mixed` and `indirect`. It is derived from the quotation marks; what "
    "is "
    "typed overrides that",
    "speaker": "who really spoke; “unknown” is an answer, too",
    "stance": f"its labels are among {', '.join(map(code, STANCE_CODES))}, the five steps all there; it has "
    f"targets. "
    "`none` stands alone and takes no target",
    "topic": "what the quote is about",
}
_TEXT = (
    "`guidelines/scheme.toml` declares what is said of each quote. `annotator check` names every mistake "
    "with its "
    "line. How labels follow a scheme that was changed: [gold.md](../gold.md)."
)


def text() -> str:
    """The page."""
    sample = folder("guidelines") / "scheme.toml"
    scheme = parse_scheme(sample.read_text("utf-8"), sample.name)
    own = [field.name for field in scheme.fields if field.builtin]
    all_told("built-in fields of the scheme", own, _BUILTIN)
    all_told("kinds of fields", FieldKind, _KINDS)
    return page(
        "The scheme",
        _TEXT,
        "## At the top", _keys(TOP_KEYS, _TOP),
        "## [[field]]", _keys(FIELD_KEYS, _FIELD),
        "## Kinds", table(("kind", "its value"), ((code(kind), said) for kind, said in _KINDS.items())),
        "## A label", _keys(LABEL_KEYS, _LABEL),
        "## A target", _keys(TARGET_KEYS, _TARGET),
        "## Built-in fields",
        "These four have a fixed kind and meaning. Any of them may be left out; names, keys and "
        "descriptions of "
        "their labels are free.",
        table(("field", "kind", ""), _built_in(scheme)),
        "## An example",
        fence("toml", _EXAMPLE),
    )  # fmt: skip


def _keys(there: Sequence[str], told: Mapping[str, str]) -> str:
    all_told("keys of the scheme", there, told)
    return table(("key", ""), ((code(name), told[name]) for name in there))


def _built_in(scheme: Scheme) -> list[tuple[str, str, str]]:
    fields = [field for field in scheme.fields if field.builtin]
    return [(code(field.name), field.kind.value, _BUILTIN[field.name]) for field in fields]


_EXAMPLE = """
name = "town-news"
version = "1"
targets = [{ code = "bridge", name = "The new bridge", key = "b", description = "For: build it." }]

[[field]]
name = "speaker"
kind = "entity"
required = true

[[field]]
name = "stance"
kind = "scale"
targets = true
labels = [
  { code = "-2", key = "1", name = "Strongly against" },
  { code = "-1", key = "2", name = "Against" },
  { code = "0", key = "3", name = "Neutral" },
  { code = "1", key = "4", name = "For" },
  { code = "2", key = "5", name = "Strongly for" },
  { code = "none", key = "0", name = "None" },
]

[[field]]
name = "denies"
kind = "flag"
key = "d"

[[field]]
name = "denied"
kind = "text"
key = "w"
when = { denies = true }
""".strip()
