"""Asking until there is an answer: trying again, waiting, and knowing when to stop."""

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from annotator.config import EndpointSettings
from annotator.suggest.endpoint.dialect import Dialect
from annotator.suggest.endpoint.failures import NotTaken, TryAgain
from annotator.suggest.endpoint.reply import Judge, usage_of, words_of
from annotator.suggest.endpoint.spending import Spending
from annotator.suggest.endpoint.wire import Wire
from annotator.suggest.suggester import Defeated, Unusable

LONGEST_WAIT = 60.0  # seconds; who asks for more is asked again after these
_FIRST_WAIT = 1.0
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, for tests to replace."""

    seconds: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the instructions, the article, and the JSON Schema of the answer."""

    system: str
    user: str
    schema: dict[str, Any] = field(repr=False)


class Talk:
    """A run's conversation with one server. Raises Unusable where it is over."""

    def __init__(self, settings: EndpointSettings, wire: Wire, clock: Clock) -> None:
        self.spending = Spending(settings.price_input, settings.price_output, settings.currency)
        self.repeated = 0
        self._settings = settings
        self._wire = wire
        self._clock = clock
        self._judge = Judge(wire.host, settings.key_variable, wire.hushed, clock.now)
        self._dialect = Dialect()
        self._began = clock.seconds()

    def ask(self, question: Question, read: Callable[[str], _Answer]) -> _Answer:
        """What `read` makes of the model's words. `read`, too, may raise TryAgain.

        Raises Defeated where this question has no answer, Unusable where none has any more.
        """
        tried = 0
        while True:
            try:
                return read(self._said(question))
            except NotTaken as refused:
                dialect = self._dialect.without(refused.complaint)
                if dialect is None:
                    raise Defeated(str(refused)) from None
                self._dialect = dialect
            except TryAgain as problem:
                most = (
                    self._settings.retries
                    if problem.most is None
                    else min(problem.most, self._settings.retries)
                )
                if tried >= most:
                    raise _given_up(problem, tried) from None
                self._wait(problem, tried)
                tried += 1
                self.repeated += 1

    def _said(self, question: Question) -> str:
        """The model's words in one reply, which is paid for whatever it says."""
        settings = self._settings
        left = self._may_ask()
        request = self._dialect.request(
            settings.model, question.system, question.user, question.schema, settings.answer_tokens
        )
        body = json.dumps(request, ensure_ascii=False).encode("utf-8")
        reply = self._wire.post(body, left)
        document = self._judge.document(reply)
        self.spending.add(usage_of(document), len(question.system) + len(question.user), len(reply.body))
        return words_of(document)

    def _may_ask(self) -> float:
        """How many seconds are left. Raises Unusable where time or money is used up."""
        most, spent = self._settings.max_cost, self.spending.cost
        if most is not None and spent is not None and spent >= most:
            says = f"this run has cost {spent:.4f} {self._settings.currency} and may cost {most:g} (max_cost)"
            raise Unusable(f"{says}: it ends here, and what is done stays")
        left = self._left()
        if left <= 0:
            raise Unusable(self._out_of_time())
        return left

    def _left(self) -> float:
        limit = self._settings.time_limit
        return float("inf") if limit is None else limit - (self._clock.seconds() - self._began)

    def _out_of_time(self) -> str:
        limit = self._settings.time_limit
        return f"this run may take {limit:g} seconds (time_limit): it ends here, and what is done stays"

    def _wait(self, problem: TryAgain, tried: int) -> None:
        """As long as the server asks for, else twice as long each time, give or take: many may be waiting."""
        own = _FIRST_WAIT * 2**tried * (0.5 + self._clock.chance() / 2)
        seconds = min(own if problem.wait is None else problem.wait, LONGEST_WAIT)
        if seconds >= self._left():
            raise Unusable(self._out_of_time())
        self._clock.sleep(seconds)


def _given_up(problem: TryAgain, tried: int) -> Exception:
    tries = f", tried {tried + 1} times" if tried else ""
    return (Unusable if problem.unreachable else Defeated)(f"{problem}{tries}")
