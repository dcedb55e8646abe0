"""One who may speak in an article, while it is being read."""

from annotator.model import SpeakerKind

Place = tuple[int, int]  # the places of the first and the last word of a mention
Title = tuple[str, frozenset[str]]  # the head of an office, and what says more of it

_PERSONAL = (SpeakerKind.PERSON, SpeakerKind.ROLE, SpeakerKind.ANONYMOUS)


class Being:
    """One who may speak. `at` are the places where its mentions begin, in order, `mentions` their words.

    `named` are its places among the names of the article, `forms` other names it goes by. `titles` are
    offices it is known by: (head, what says more of it). `parts` are those of its name.
    """

    __slots__ = (
        "at", "forms", "gender", "kind", "mentions", "name", "named", "organisation", "parts", "role",
        "titles",
    )  # fmt: skip

    def __init__(self, kind: SpeakerKind, name: str, parts: list[str]) -> None:
        self.kind, self.name, self.parts = kind, name, parts
        self.gender = self.role = self.organisation = ""
        self.titles: list[Title] = []
        self.at: list[int] = []
        self.mentions: list[Place] = []
        self.named: list[int] = []
        self.forms: list[str] = []

    @property
    def personal(self) -> bool:
        """Whether it may be he or she."""
        return self.kind in _PERSONAL
