"""What can go wrong between us and a server, by what is to be done about it."""

from annotator.errors import AnnotatorError
from annotator.suggest.suggester import Defeated


class TooLong(Defeated):
    """The server takes, or answers, less than this at once: half of it may do."""


class TryAgain(AnnotatorError):
    """The same request may succeed a little later.

    `wait` is how many seconds the server asks for, `unreachable` whether nobody was met at all, `most` how
    many times trying again is sensible, where it is fewer than configured.
    """

    def __init__(
        self, sentence: str, wait: float | None = None, unreachable: bool = False, most: int | None = None
    ) -> None:
        super().__init__(sentence)
        self.wait = wait
        self.unreachable = unreachable
        self.most = most


class NotTaken(AnnotatorError):
    """The server refuses the request as it is written; `complaint` is what it says of it."""

    def __init__(self, sentence: str, complaint: str) -> None:
        super().__init__(sentence)
        self.complaint = complaint
