"""The keys of labelling: who, stance, topic, type, the scheme's own fields, flags."""

from collections.abc import Callable

from annotator.scheme import FLAG_VALUE, FieldKind
from annotator.tui.keys import Keys
from annotator.tui.lines import cut
from annotator.tui.people import People
from annotator.tui.prompt import Prompt
from annotator.tui.sheet import Chooser
from annotator.work import steps
from annotator.work.edits import NO_TARGET
from annotator.work.people import Picked
from annotator.work.same import say_same
from annotator.work.steps import Path
from annotator.work.unfinished import next_unfinished, still
from annotator.work.whom import Whom, entry, whom


class LabelKeys(Keys):
    """Each key says one thing of the selected quote, or asks for it on a sheet."""

    # Who

    def on_mount(self) -> None:
        self.call_later(self.work.registry.ready)  # after the first paint: no key shall wait for it

    def do_speaker(self, more: bool) -> None:
        self.work.chosen()
        title = ("One more speaker" if more else "Who really spoke") + self._source()
        self.ask(People(f"{title}?", whom(self.work)), lambda picked: self._named(picked, more))

    def _source(self) -> str:
        """The words of the source, as the article may lie under the sheet."""
        words = " ".join(span.of(self.work.desk.text) for span in self.work.chosen().source)
        return f" (“{cut(' '.join(words.split()), 24)}”)" if words else ""

    def do_same(self) -> str:
        return f"said by {say_same(self.work)}, as the last quote"

    def _named(self, picked: Picked, more: bool) -> str:
        if picked[0] == "same":
            return f"said by {say_same(self.work, picked[1], more=more)}"
        speaker = entry(self.work, picked)
        self.work.set_speaker(speaker, more=more)
        return f"said by {speaker.name if speaker else 'somebody unknown'}"

    def do_via(self) -> None:
        self.work.chosen()
        self.ask(People("Through which agency?", whom(self.work, "via")), self._through)

    def _through(self, picked: Picked) -> str:
        speaker = entry(self.work, picked)
        self.work.set_via(speaker)
        return f"came through {speaker.name}: A marks where it stands" if speaker else "came through nobody"

    def do_about(self) -> None:
        quote = self.work.chosen()
        self.ask(Chooser(steps.quotes(self.work.desk, quote)), self._judges)

    def _judges(self, path: Path) -> None:
        self.work.set_about(path[0] or None)

    # Stance

    def do_stance(self, value: str) -> str | None:
        quote = self.work.chosen()
        if value != NO_TARGET and self.work.target_for(quote) is None:
            self._ask_target(0, value)
            return "towards what?"
        self.work.say_stance(value)
        return None

    def do_target(self, pair: int) -> str | None:
        self.work.chosen()
        if self.work.scheme.field("stance") is None:
            return "the scheme has no field stance"
        self._ask_target(pair, None)
        return None

    def _ask_target(self, pair: int, value: str | None) -> None:
        step = steps.targets(self.work.scheme, self.work.target)
        one = Chooser(lambda path: None if path and value is not None else step(path))
        self.ask(one, lambda path: self._towards(path, pair, value))

    def _towards(self, path: Path, pair: int, value: str | None) -> str | None:
        if path[0] == steps.REGISTRY:
            sheet = People("Stance towards whom?", Whom(self.work.registry, unknown=False))
            self.ask(sheet, lambda picked: self._towards_speaker(picked, pair, value))
        else:
            self.work.say_stance(value or path[1], path[0], pair)
        return None

    def _towards_speaker(self, picked: Picked, pair: int, value: str | None) -> str | None:
        speaker = entry(self.work, picked)
        if speaker is None:
            return "nothing was changed"
        if value is not None:
            self.work.say_stance(value, speaker, pair)
            return None
        level = steps.steps_of(self.work.scheme, speaker.name)
        self.ask(
            Chooser(lambda path: None if path else level),
            lambda path: self.work.say_stance(path[0], speaker, pair),
        )
        return None

    # Topic, type, fields

    def do_topic(self, more: bool) -> str | None:
        self.work.chosen()
        return self._ask_topic(lambda path: self.work.say_topic(path[-1], more=more))

    def do_article_topic(self, more: bool) -> str | None:
        return self._ask_topic(lambda path: self.work.say_article_topic(path[-1], more=more))

    def _ask_topic(self, answer: Callable[[Path], None]) -> str | None:
        if self.work.scheme.field("topic") is None:
            return "the scheme has no field topic"
        self.ask(Chooser(steps.topics(self.work.scheme)), answer)
        return None

    def do_type(self) -> str | None:
        self.work.chosen()
        field = self.work.scheme.field("type")
        if field is None:
            return "the scheme has no field type"
        level = steps.values(field)
        self.ask(
            Chooser(lambda path: None if path else level), lambda path: self.work.say("type", path[0] or None)
        )
        return None

    def do_fields(self) -> str | None:
        asked = self.work.asked_fields()
        if not asked:
            return "the scheme has no other field for this quote"
        self.ask(Chooser(steps.fields(asked)), self._field)
        return None

    def _field(self, path: Path) -> str | None:
        field = self.work.scheme.field(path[0])
        assert field is not None
        if field.kind is FieldKind.FLAG:
            self.work.toggle(field.name, FLAG_VALUE)
        elif field.kind is FieldKind.MULTI and path[1]:
            self.work.toggle(field.name, path[1])
        elif len(path) > 1:
            self.work.say(field.name, path[1] or None)
        elif field.kind is FieldKind.ENTITY:
            sheet = People(f"{field.name}?", Whom(self.work.registry))
            self.ask(sheet, lambda picked: self.work.say_entity(field.name, entry(self.work, picked)))
        else:
            old = next((x.value for x in self.work.chosen().said(field.name)), "")
            self.ask(Prompt(f"{field.name}:", old), lambda typed: self._typed(field.name, typed))
        return None

    def _typed(self, field: str, typed: str) -> None:
        self.work.say(field, typed if typed.strip() else None)

    # Whole quotes and sentences

    def do_incomplete(self) -> str:
        """Go to the next quote that is unfinished; what it lacks."""
        went = next_unfinished(self.work)
        quote = self.work.chosen()
        return f"{went}quote {self.work.desk.number(quote)} still lacks: {', '.join(still(self.work, quote))}"

    def do_delete(self) -> str:
        self.work.delete()
        return "deleted; u brings it back"

    def do_flag(self) -> None:
        quote = self.work.own_quote
        old = self.work.flagged(quote)
        what = f"quote {self.work.desk.number(quote)}" if quote else "this sentence"
        self.ask(Prompt(f"Flag {what}, and say why:", old.text if old else ""), self._flagged)

    def _flagged(self, typed: str) -> str:
        self.work.flag(typed)
        return "flagged" if typed.strip() else "not flagged"

    def do_region(self) -> str:
        return f"this is {self.work.mark_region()} now, for everybody"
