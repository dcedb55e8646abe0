"""What a quote lacks, field by field: the fewest keys that say it, tried on a copy of the screen."""

from collections.abc import Sequence

from annotator.model import Span
from annotator.work.worklist import Place
from scripts.benches.keying.attempt import Attempt, best, choice, pick
from scripts.benches.keying.cast import Cast
from scripts.benches.keying.spans import Marker, NoWayError
from scripts.benches.keying.wanted import Person, Wanted

ANY = 1000  # keys: more than anything takes
EDGES = 6  # presses of the edge keys, at most
ROLES: tuple[Place, ...] = ("content", "cue", "source")


class StuckError(Exception):
    """No keys lead to what the gold says."""


class Mending:
    """Brings a quote that was begun to what the gold says of it."""

    def __init__(self, marker: Marker, cast: Cast) -> None:
        self.marker, self.cast = marker, cast
        self._most = ANY  # keys that the next way may take: one fewer than the best so far

    def _finished(self, attempt: Attempt, wanted: Wanted) -> Attempt | None:
        """`attempt`, where a quote was begun, brought to its end."""
        try:
            self._spans(attempt, wanted)
            self._speakers(attempt, wanted)
            self._via(attempt, wanted)
            self._labels(attempt, wanted)
        except (NoWayError, StuckError):
            return None
        work = attempt.screen.work
        if attempt.screen.asked is not None or list(self._missing(attempt, wanted)):
            return None
        if work.quote is not None and work.is_proposal(work.quote):
            attempt.press("going", attempt.screen.key_of("finish"))  # nothing was to say: accepted as it is
        return attempt

    # Its spans

    def _missing(self, attempt: Attempt, wanted: Wanted) -> list[str]:
        return self.cast.missing(wanted, attempt.quote, attempt.screen.work.registry)

    def _left(self, attempt: Attempt) -> int:
        """How many keys more `attempt` may take."""
        return self._most - len(attempt.strokes)

    def _spans(self, attempt: Attempt, wanted: Wanted) -> None:
        """Mark what is not right yet; the last role of them may still be in marking then."""
        for _ in range(2 * len(ROLES)):
            if self._left(attempt) < 0:
                break
            saved = self._saved(attempt)
            role = next((r for r in ROLES if getattr(saved.quote, r) != getattr(wanted, r)), None)
            if role is None:
                return
            ways = [self._marked(attempt.fork(), role, getattr(wanted, role))]
            if role == "content":
                ways = [self._marked(saved.fork(), role, wanted.content), self._moved(saved, wanted)]
            done = best(a for a in ways if a is not None)
            if done is None:
                break
            attempt.take(done)
        raise StuckError(f"{wanted.path}: no keys mark the spans of {wanted.content}")

    def _marked(self, attempt: Attempt, role: Place, spans: Sequence[Span]) -> Attempt | None:
        """The spans of a role marked anew; marking is still on then, unless there are none."""
        screen = attempt.screen
        key = f"mark.save.{role}" if screen.marking is not None else role
        attempt.press(role, screen.key_of(key))
        if screen.marking is None:
            return None
        if not spans:
            return attempt.press(role, screen.key_of("mark.clear"))
        try:
            return attempt.press(role, *self.marker.way(screen, spans, self._left(attempt)))
        except NoWayError:
            return None

    def _moved(self, saved: Attempt, wanted: Wanted) -> Attempt | None:
        """The content by its edges, a word at a time."""
        trial, want = saved.fork(), wanted.content
        for _ in range(EDGES):
            now = trial.quote.content
            if now == want:
                return trial
            if now[-1].end != want[-1].end:
                id = "edge.end.out" if now[-1].end < want[-1].end else "edge.end.in"
            else:
                id = "edge.start.out" if now[0].start > want[0].start else "edge.start.in"
            if trial.press("content", trial.screen.key_of(id)).quote.content == now:
                return None
        return None

    # Who

    def _speakers(self, attempt: Attempt, wanted: Wanted) -> None:
        saved = self._saved(attempt)
        if "speaker" not in self._missing(saved, wanted):
            attempt.take(saved)
            return
        ways = []
        same = saved.fork().press("speaker", saved.screen.key_of("speaker.same"))
        if "speaker" not in self._missing(same, wanted):
            ways.append(same)
        key = "mark.save.speaker" if attempt.screen.marking is not None else "speaker"
        named = attempt.fork()
        for person in wanted.speakers:
            if not self._named(named, key, person, "speaker"):
                break
            key = "speaker.more"
        else:
            ways.append(named)
        done = best(ways)
        if done is None:
            raise StuckError(f"nobody is called {wanted.speakers}")
        attempt.take(done)

    def _saved(self, attempt: Attempt) -> Attempt:
        """With what is being marked saved."""
        saved = attempt.fork()
        if saved.screen.marking is not None:
            of = "content" if saved.screen.is_new else saved.screen.place
            saved.press(of, saved.screen.key_of("mark.save"))
        return saved

    def _named(self, attempt: Attempt, command: str, person: Person | None, of: str) -> bool:
        attempt.press(of, attempt.screen.key_of(command))
        if attempt.screen.asked is None:
            return False
        keys = pick(attempt.screen, self.cast, person, self._left(attempt))
        if keys is None:
            return False
        attempt.press(of, *keys)
        return True

    def _via(self, attempt: Attempt, wanted: Wanted) -> None:
        if "via" not in self._missing(attempt, wanted):
            return
        for n, (person, span) in enumerate(wanted.via):
            has = attempt.quote.via[n : n + 1]
            entry = attempt.screen.work.registry.get(has[0].speaker) if has and has[0].speaker else None
            if not (entry and self.cast.is_(person, entry)) and not self._named(
                attempt, "via", person, "via"
            ):
                raise StuckError(f"no agency is called {person.name}")
            if span is not None and attempt.quote.via[n].span != span:
                attempt.press("via", attempt.screen.key_of("via.span"))
                attempt.press("via", *self.marker.way(attempt.screen, [span], self._left(attempt)))
                attempt.press("via", attempt.screen.key_of("mark.save"))

    # Labels

    def _labels(self, attempt: Attempt, wanted: Wanted) -> None:
        for n in range(len(wanted.stance)):
            self._stance(attempt, wanted, n)
        if "topic" in self._missing(attempt, wanted):
            for n, code in enumerate(wanted.topics):
                self._topic(attempt, "topic", ("topic", "topic.more")[n > 0], code)
            for label in () if wanted.topics else attempt.quote.said("topic"):
                self._topic(attempt, "topic", "topic.more", label.value)  # the same again takes it away
        has = {x.field for x in attempt.quote.labels if x.value == "yes"}
        for flag in sorted(has ^ set(wanted.flags)):
            attempt.press("custom", attempt.screen.key_of("field"))
            key = choice(attempt.screen, flag)
            if key is None:
                raise StuckError(f"no key chooses {flag}")
            attempt.press("custom", key)
        if wanted.note:
            attempt.press("comment", attempt.screen.key_of("flag"), *wanted.note, "enter")

    def _stance(self, attempt: Attempt, wanted: Wanted, n: int) -> None:
        value, target = wanted.stance[n]
        label = attempt.screen.work.scheme.field("stance").label(value)  # type: ignore[union-attr]
        assert label is not None
        want = wanted.stance[: n + 1]

        def good(a: Attempt) -> bool:
            return tuple((x.value, x.target) for x in a.quote.said("stance"))[: n + 1] == want

        if not good(attempt) and not (n == 0 and attempt.first("stance", [[label.key]], good)):
            key = attempt.screen.key_of("target.second" if n else "target")
            at = choice(attempt.fork().press("target", key).screen, target or "")
            if at is None:
                raise StuckError(f"no key chooses the target {target}")
            if n == 0 and attempt.fork().press("stance", label.key).screen.asked is not None:
                attempt.press("stance", label.key).press("target", at)
            else:
                attempt.press("target", key, at).press("stance", label.key)
            if not good(attempt):
                raise StuckError(f"the stance cannot be {want}")

    def _topic(self, attempt: Attempt, of: str, command: str, code: str) -> None:
        field_ = attempt.screen.work.scheme.field("topic")
        label = field_.label(code) if field_ else None
        if label is None:
            raise StuckError(f"the scheme has no topic {code}")
        attempt.press(of, attempt.screen.key_of(command))
        for step in filter(None, (label.parent, code)):
            key = choice(attempt.screen, step)
            attempt.press(of, key or "enter")
        if attempt.screen.asked is not None:  # the major itself
            attempt.press(of, "enter")
