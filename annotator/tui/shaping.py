"""The keys that reshape the chosen quote without marking it anew."""

from annotator.model import Span
from annotator.tui.keys import Keys
from annotator.tui.sheet import Chooser
from annotator.work import shaping
from annotator.work.edits import Role
from annotator.work.shaping import Edge
from annotator.work.steps import Choice, Level, Path

_NAMES: dict[Role, str] = {"content": "the words", "cue": "the cue", "source": "the source"}
_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
_SHOWN = 28  # characters on each side of a place to split at


class ShapeKeys(Keys):
    """Each key moves an edge of the chosen quote, parts it, or puts together."""

    _edges_of: tuple[str | None, Role] = (None, "content")  # for the quote of this id, the edges of this role

    @property
    def _edge_role(self) -> Role:
        key, role = self._edges_of
        return role if key == self.work.selected else "content"

    def do_edge_role(self) -> str:
        """The edges of the next role of which the quote has spans."""
        quote = self.work.chosen()
        at = shaping.ROLES.index(self._edge_role)
        order = (*shaping.ROLES[at + 1 :], *shaping.ROLES[: at + 1])
        role = next(role for role in order if shaping.spans_in(quote, role))
        self._edges_of = (self.work.selected, role)
        return f"< > and , . move the edges of {_NAMES[role]} now"

    def do_edge(self, edge: Edge, by: int) -> str:
        role = self._edge_role
        span = shaping.move_edge(self.work, role, edge, by)
        if role != "content":
            self._edges_of = (self.work.selected, role)  # a proposal got another id
        words = span.of(self.work.desk.text).split()
        if edge == "start":
            return f"{_NAMES[role]} begin{'' if role == 'content' else 's'}: {' '.join(words[:6])} …"
        return f"{_NAMES[role]} end{'' if role == 'content' else 's'}: … {' '.join(words[-6:])}"

    def do_split(self) -> str | None:
        places = shaping.split_places(self.work)
        if len(places) == 1:
            return self._split_at(places[0])
        if not places:
            return "no sentence ends within its words; e changes them, m marks a new quote"
        choices = [self._split_choice(n, at) for n, at in enumerate(places)]
        here = self.work.desk.sentences[self.work.at].span.end
        first = str(here) if here in places else None
        level = Level("Where does the second quote begin?", tuple(choices), first)
        self.ask(Chooser(lambda path: None if path else level), self._split_chosen)
        return None

    def _split_choice(self, n: int, at: int) -> Choice:
        text = self.work.desk.text
        before = " ".join(text[max(0, at - 2 * _SHOWN) : at].split())[-_SHOWN:]
        behind = " ".join(text[at : at + 2 * _SHOWN].split())[:_SHOWN]
        return Choice(str(at), _KEYS[n] if n < len(_KEYS) else "", f"{before} | {behind}")

    def _split_chosen(self, path: Path) -> str:
        return self._split_at(int(path[0]))

    def _split_at(self, at: int) -> str:
        shaping.split(self.work, at)
        second = self.work.desk.sentence_at(at) + 1
        return f"two quotes now: the second begins in sentence {second}"

    def do_join(self) -> str:
        shaping.join(self.work)
        return "one quote now"

    def do_cut_out(self) -> str:
        shaping.cut_out(self.work)
        return f"its words are in {_pieces(self.work.chosen().content)} now"

    def do_one_piece(self) -> str:
        shaping.one_piece(self.work)
        return "its words are in one piece now"


def _pieces(spans: tuple[Span, ...]) -> str:
    return "one piece" if len(spans) == 1 else f"{len(spans)} pieces"
