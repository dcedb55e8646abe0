"""What is said below the article while versions are settled: a line for each, with what differs marked."""

from collections import Counter
from collections.abc import Hashable, Iterator

from rich.cells import cell_len, set_cell_size

from annotator.model import Quote
from annotator.tui.lines import Part, Words, cut, words
from annotator.tui.panel import panel
from annotator.work.adjudication.adjudication import Adjudication
from annotator.work.adjudication.fields import WORDS
from annotator.work.adjudication.versions import Cluster
from annotator.work.marking import Marking

Row = list[Part]
DIFFERS, SHOWN, GOLD = "≠", "▸", "="
_COLUMNS = (("speaker", 3), ("type", 0), ("stance", 3), ("topic", 2))  # field, its share of a wide screen
_LEAST = {"speaker": 14, "type": 9, "stance": 14, "topic": 9}
_OTHERS = 3  # lines of the panel that are not versions


def settling(
    work: Adjudication, marking: tuple[str, Marking] | None, width: int, height: int, *, names: bool
) -> list[Words]:
    """The whole panel as `height` lines of `width` columns."""
    cluster = work.cluster
    if marking is not None or cluster is None:
        below = panel(work, marking, width, height)[1:]
        return [words(*_title(work, width, names), width=width), *below]
    lines = [_title(work, width, names), *_versions(work, cluster, width, height - _OTHERS, names)]
    lines += [_differing(work, cluster), _open(work, cluster)]
    return [words(*line, width=width) for line in lines[:height]]


def _title(work: Adjudication, width: int, names: bool) -> Row:
    """The sentence, what each said of it, and how many quotes are open in it."""
    status = work.versions.status[work.at]
    each = (f"{_who(work, x, names)} {status[x]}" for x in work.versions.people if x in status)
    review = work.desk.review(work.at)
    parts = [f"sentence {work.at + 1}", f"gold {review.status}" if review else "", ", ".join(each)]
    if len(work.here) > 1 and work.quote in work.here:
        parts.append(f"quote {work.here.index(work.quote) + 1} of {len(work.here)}")
    parts += _topics(work, names)
    says = " · ".join(part for part in parts if part)
    return [(f"── {says} ".ljust(width, "─"), "dim")]


def _topics(work: Adjudication, names: bool) -> Iterator[str]:
    """What each says of the article as a whole, where they differ and gold says nothing."""
    said = {x: one.labels.labels for x, one in work.versions.said.items()}
    if not work.desk.labels.labels and len({tuple(x.value for x in some) for some in said.values()}) > 1:
        each = (
            f"{_who(work, x, names)} {','.join(label.value for label in said[x]) or '–'}"
            for x in work.versions.people
        )
        yield "article about " + ", ".join(each)


def _who(work: Adjudication, person: str, names: bool) -> str:
    return f"{work.letter(person)} {person}" if names else work.letter(person)


def _versions(work: Adjudication, cluster: Cluster, width: int, most: int, names: bool) -> Iterator[Row]:
    gold = work.versions.gold(cluster)
    columns = work.columns(cluster)
    if len({work.desk.type_of(quote) for quote in cluster.quotes.values()}) > 1:
        columns = [*columns, "type"]  # it follows from the words where nobody said it
    usual = {name: _usual(work, cluster, name) for name in columns}
    if gold is not None:
        whole = work.versions.whole(gold)
        odd = [name for name in columns if _value(work, whole, name) != usual[name]]
        yield _version(work, whole, f"{GOLD}{'gold':<9}", odd, width, "bold")
    people = list(cluster.seen)
    room = max(1, most - (gold is not None))
    first = max(0, min(people.index(cluster.shown) - room + 1, len(people) - room))
    for person in people[first : first + room]:
        sign = SHOWN if person == cluster.shown and gold is None else " "
        new = "*" if person in cluster.new and gold is not None else " "
        name = set_cell_size(cut(person, 7), 7) if names else " " * 7
        head = f"{sign}{work.letter(person)}{new}{name}"
        version = cluster.quotes.get(person)
        if version is None:
            yield [(head, "dim"), ("– marked nothing", "dim")]
        else:
            odd = [name for name in columns if _value(work, version, name) != usual[name]]
            yield _version(work, version, head, odd, width, "bold" if sign == SHOWN else "")


def _usual(work: Adjudication, cluster: Cluster, name: str) -> Hashable:
    """What more than half of the versions say in a field; else nothing that any of them says."""
    values = Counter(_value(work, quote, name) for quote in cluster.quotes.values())
    value, count = values.most_common(1)[0]
    return value if 2 * count > len(cluster.quotes) else None


def _value(work: Adjudication, quote: Quote, name: str) -> Hashable:
    """A field's answer, in a tuple so that none is equal to None."""
    return (work.desk.type_of(quote) if name == "type" else work.versions.fields.values(quote)[name],)


def _version(work: Adjudication, quote: Quote, head: str, columns: list[str], width: int, style: str) -> Row:
    """One version in columns; what is not as most have it has a sign, and the field in focus is reversed."""
    line: Row = [(f"{head} ", style)]
    for name, size in _widths(work, width):
        line += [(_cell(work, quote, name, columns, size), _style(work, name, columns, style)), " "]
    last = work.field if work.field not in dict(_COLUMNS) and work.field else WORDS
    rest = max(8, width - sum(cell_len(part if isinstance(part, str) else part[0]) for part in line))
    line.append((_cell(work, quote, last, columns, rest), _style(work, last, columns, style)))
    return line


def _cell(work: Adjudication, quote: Quote, name: str, columns: list[str], size: int) -> str:
    """What a quote says in a field, in `size` columns."""
    if name == "type":
        said = str(work.desk.type_of(quote))
    else:
        said = work.versions.fields.tell(quote, name, work.desk.text) or "–"
    return set_cell_size(cut((DIFFERS if name in columns else " ") + said, size), size)


def _style(work: Adjudication, name: str, columns: list[str], style: str) -> str:
    if name == (work.field or None):
        return "reverse"
    return "$warning" if name in columns else style


def _widths(work: Adjudication, width: int) -> Iterator[tuple[str, int]]:
    """The columns of the scheme's fields, wider on a wide screen."""
    spare = max(0, width - 80) // 12
    for name, share in _COLUMNS:
        if work.scheme.field(name) is not None:
            yield name, _LEAST[name] + share * spare


def _differing(work: Adjudication, cluster: Cluster) -> Row:
    """In what they differ; of the field in focus, that letters take just it."""
    names = work.columns(cluster)
    if work.field:
        return ["  only the ", (work.field, "bold"), " is in focus: A B C M take just that; ← → another"]
    if len(cluster.quotes) < len(cluster.seen):
        names = ["whether it is a quote", *names]
    if not names:
        return [("  all versions say the same", "dim")]
    return ["  they differ in ", (", ".join(names), "bold")]


def _open(work: Adjudication, cluster: Cluster) -> Row:
    """What people flagged, and what gold still has to say."""
    notes = [
        f"{work.letter(person)} flags: {note.text}"
        for person in cluster.seen
        for note in work.versions.said[person].notes
        if note.quote is not None and note.quote in {quote.id for quote in cluster.quotes.values()}
    ]
    quote = work.own_quote
    still = [finding.field for finding in work.findings(quote) if finding.open] if quote is not None else []
    parts = [*notes, *([f"still to say: {', '.join(still)}"] if still else [])]
    return [("  " + " · ".join(parts), "$warning")] if parts else [""]
