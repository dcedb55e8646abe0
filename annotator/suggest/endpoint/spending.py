"""What a run has used and cost so far."""

from dataclasses import dataclass

from annotator.suggest.endpoint.reply import Usage

_CHARACTERS = 3  # at least, a token of English news: a guess that is rather too dear than too cheap


@dataclass
class Spending:
    """Tokens of all requests, those that came to nothing included: they are paid for, too.

    Where the server tells no tokens they are guessed from the length of what was said. Prices are per
    million tokens.
    """

    price_input: float | None = None
    price_output: float | None = None
    currency: str = "USD"
    sent: int = 0
    answered: int = 0
    requests: int = 0
    guessed: int = 0

    def add(self, usage: Usage | None, sent: int, answered: int) -> None:
        """One reply; `sent` and `answered` are the lengths in characters."""
        self.requests += 1
        if usage is None:
            self.guessed += 1
            usage = Usage(-(-sent // _CHARACTERS), -(-answered // _CHARACTERS))
        self.sent += usage.sent
        self.answered += usage.answered

    @property
    def cost(self) -> float | None:
        """In `currency`; None without prices."""
        if self.price_input is None and self.price_output is None:
            return None
        return (self.sent * (self.price_input or 0) + self.answered * (self.price_output or 0)) / 1_000_000

    def __str__(self) -> str:
        about = "about " if self.guessed else ""
        words = "request" if self.requests == 1 else "requests"
        tokens = f"{self.requests} {words}, {about}{self.sent:,} tokens sent and {self.answered:,} answered"
        if self.cost is None:
            return f"{tokens}; no price is configured"
        return f"{tokens}: {about}{self.cost:.4f} {self.currency}"
