"""The commands of labelling: who, stance, topic, type, the scheme's own fields, flags."""

from annotator.model import Speaker, SpeakerKind
from annotator.plain.talk import Talk
from annotator.scheme import FLAG_VALUE, FieldKind
from annotator.work import steps
from annotator.work.edits import NO_TARGET
from annotator.work.naming import likely_kind
from annotator.work.people import Picked
from annotator.work.same import say_same
from annotator.work.session import NotNow
from annotator.work.steps import Choice, Level
from annotator.work.whom import Whom, entry, whom
from annotator.work.worklist import Worklist

NONE = "-"  # the answer that takes a value away


class Labelling:
    """Each method is a command: it asks what it needs, says it of the chosen quote, and returns the news."""

    def __init__(self, work: Worklist, talk: Talk) -> None:
        self.work, self.talk = work, talk

    # Who

    def do_speaker(self, more: bool) -> str:
        self.work.chosen()
        picked = self._pick("Who really spoke?", whom(self.work))
        if picked[0] == "same":
            return f"said by {say_same(self.work, picked[1], more=more)}"
        speaker = self._entry(picked)
        self.work.set_speaker(speaker, more=more)
        return f"said by {speaker.name if speaker else 'somebody unknown'}"

    def do_same(self) -> str:
        return f"said by {say_same(self.work)}"

    def do_via(self) -> str:
        self.work.chosen()
        speaker = self._entry(self._pick("Through which agency?", whom(self.work, "via")))
        self.work.set_via(speaker)
        return f"came through {speaker.name}" if speaker else "came through nobody"

    def _pick(self, title: str, asked: Whom) -> Picked:
        rows = asked.rows("")
        listed = [f"{n}: {asked.says(row)}" for n, row in enumerate(rows, start=1)]
        typed = self.talk.words(f"{title} A number or a name; ? unknown, = as the last quote", *listed)
        if not typed:
            raise NotNow("nothing was changed")
        if typed == "?" and asked.unknown:
            return ("unknown",)
        if typed == "=" and asked.same is not None:
            return ("same", "")
        if typed.isdecimal():
            return self._row(rows, typed)
        exact = asked.registry.exact(typed)
        return ("known", exact.id) if exact is not None else self._pick_for(typed, asked)

    def _pick_for(self, typed: str, asked: Whom) -> Picked:
        rows = asked.rows(typed)
        if [row[0] for row in rows] == ["new"]:
            return rows[0]
        listed = [f"{n}: {asked.says(row)}" for n, row in enumerate(rows, start=1)]
        alias = f"Which? 1+ says that {typed} is another name of the first"
        answer = self.talk.word(alias, *listed)
        row = self._row(rows, answer.removesuffix("+"))
        return ("alias", row[1], typed) if answer.endswith("+") and row[0] == "known" else row

    @staticmethod
    def _row(rows: list[Picked], number: str) -> Picked:
        if number.isdecimal() and 1 <= int(number) <= len(rows):
            return rows[int(number) - 1]
        raise NotNow(f"there is no row “{number}”; nothing was changed")

    def _entry(self, picked: Picked) -> Speaker | None:
        if len(picked) == 2 and picked[0] == "new":
            picked = ("new", picked[1], self._kind(picked[1]))
        return entry(self.work, picked)

    def _kind(self, name: str) -> SpeakerKind:
        likely = likely_kind(name)
        kinds = tuple(Choice(kind, kind[0], kind) for kind in SpeakerKind)
        title = f"{name} is new: what kind of speaker? Nothing: {likely}"
        return SpeakerKind(self.talk.choose(Level(title, kinds, enter=likely)))

    def do_about(self) -> str:
        (key,) = self.talk.path(steps.quotes(self.work.desk, self.work.chosen()))
        self.work.set_about(key or None)
        return "judges another quote" if key else "judges no quote"

    # Stance

    def do_stance(self, value: str) -> str:
        quote = self.work.chosen()
        target: str | Speaker | None = None
        if value != NO_TARGET and self.work.target_for(quote) is None:
            target = self._target()
        self.work.say_stance(value, target)
        return "stance said"

    def do_target(self, pair: int) -> str:
        self.work.chosen()
        if self.work.scheme.field("stance") is None:
            raise NotNow("the scheme has no field stance")
        target = self._target()
        name = target.name if isinstance(target, Speaker) else self._target_name(target)
        value = self.talk.choose(steps.steps_of(self.work.scheme, name))
        self.work.say_stance(value, target, pair)
        return "stance said"

    def _target_name(self, code: str) -> str:
        found = self.work.scheme.target(code)
        return found.name if found else code

    def _target(self) -> str | Speaker:
        step = steps.targets(self.work.scheme, self.work.target)
        (code,) = self.talk.path(lambda path: None if path else step(path))
        if code != steps.REGISTRY:
            return code
        found = self._entry(self._pick("Stance towards whom?", Whom(self.work.registry, unknown=False)))
        if found is None:
            raise NotNow("nothing was changed")
        return found

    # Topic, type, fields

    def do_topic(self, more: bool) -> str:
        self.work.chosen()
        self.work.say_topic(self._topic(), more=more)
        return "topic said"

    def do_article_topic(self, more: bool) -> str:
        self.work.say_article_topic(self._topic(), more=more)
        return "topic of the article said"

    def _topic(self) -> str:
        if self.work.scheme.field("topic") is None:
            raise NotNow("the scheme has no field topic")
        return self.talk.path(steps.topics(self.work.scheme))[-1]

    def do_type(self) -> str:
        self.work.chosen()
        field = self.work.scheme.field("type")
        if field is None:
            raise NotNow("the scheme has no field type")
        self.work.say("type", self.talk.choose(steps.values(field)) or None)
        return "type said"

    def do_fields(self) -> str:
        asked = self.work.asked_fields()
        if not asked:
            raise NotNow("the scheme has no other field for this quote")
        name, *rest = self.talk.path(steps.fields(asked))
        field = next(field for field in asked if field.name == name)
        if field.kind is FieldKind.FLAG:
            self.work.toggle(name, FLAG_VALUE)
        elif field.kind is FieldKind.MULTI and rest[0]:
            self.work.toggle(name, rest[0])
        elif rest:
            self.work.say(name, rest[0] or None)
        elif field.kind is FieldKind.ENTITY:
            self.work.say_entity(name, self._entry(self._pick(f"{name}?", Whom(self.work.registry))))
        else:
            said = self.talk.words(f"{name}? {NONE} takes it away")
            self.work.say(name, said if said != NONE else None)
        return f"{name} said"

    # Whole quotes and sentences

    def do_delete(self) -> str:
        self.work.delete()
        return "deleted; u brings it back"

    def do_flag(self) -> str:
        said = self.talk.words(f"Flag it, and say why; {NONE} takes a flag away")
        self.work.flag("" if said == NONE else said)
        return "not flagged" if said in ("", NONE) else "flagged"

    def do_region(self) -> str:
        return f"this is {self.work.mark_region()} now, for everybody"
