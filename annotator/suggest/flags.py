"""Flags of the team's scheme that the rules can tell: by the rule that found a quote, or by its cue."""

from collections.abc import Iterator

from annotator.model import Label, Origin
from annotator.scheme import FLAG_VALUE, Scheme, Signs
from annotator.text.verbs import forms

Labels = tuple[Label, ...]


class Flags:
    """The flags of a scheme that say by what they are proposed."""

    def __init__(self, scheme: Scheme | None) -> None:
        fields = scheme.fields if scheme is not None else ()
        self._signs = [(field.name, field.signs) for field in fields if field.signs is not None]
        self._known: dict[tuple[str, str], Labels] = {}  # news has few rules and few cues

    def told(self, rule: str, cue: str) -> Labels:
        """The flags that a rule and the words of a cue are signs of."""
        if not self._signs:
            return ()
        found = self._known.get((rule, cue))
        if found is None:
            found = self._known[rule, cue] = tuple(
                Label(name, FLAG_VALUE, None, Origin.RULE)
                for name, signs in self._signs
                if _shows(signs, rule, cue)
            )
        return found


def _shows(signs: Signs, rule: str, cue: str) -> bool:
    return not signs.rules.isdisjoint(rule.split(".")) or not signs.cues.isdisjoint(_verbs(cue))


def _verbs(cue: str) -> Iterator[str]:
    """The verbs of a cue: "denied" is deny, "ruled out" rule_out."""
    words = cue.lower().split()
    for word in words:
        form = forms().get(word)
        yield from (v.lemma for v in (form.verbs if form else ()) if set(v.tail) <= set(words))
