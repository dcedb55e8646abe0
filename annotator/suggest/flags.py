"""Flags of the team's scheme that the rules can tell: by the rule that found a quote, or by its cue."""

from collections.abc import Iterator
from dataclasses import replace

from annotator.model import Label, Origin, Quote
from annotator.scheme import FLAG_VALUE, Scheme, Signs
from annotator.text.verbs import forms


class Flags:
    """The flags of a scheme that say by what they are proposed; false where there are none."""

    def __init__(self, scheme: Scheme | None) -> None:
        fields = scheme.fields if scheme is not None else ()
        self._signs = [(field.name, field.signs) for field in fields if field.signs is not None]

    def __bool__(self) -> bool:
        return bool(self._signs)

    def put_on(self, quote: Quote, text: str) -> Quote:
        """`quote` with the flags that its rule and its cue are signs of."""
        labels = tuple(
            Label(name, FLAG_VALUE, None, Origin.RULE)
            for name, signs in self._signs
            if _shows(signs, quote, text)
        )
        return replace(quote, labels=labels) if labels else quote


def _shows(signs: Signs, quote: Quote, text: str) -> bool:
    return not signs.rules.isdisjoint(quote.rule.split(".")) or not signs.cues.isdisjoint(_verbs(quote, text))


def _verbs(quote: Quote, text: str) -> Iterator[str]:
    """The verbs of the cue as dictionaries have them: "denied" is deny, "ruled out" rule_out."""
    words = [word for span in quote.cue for word in span.of(text).lower().split()]
    for word in words:
        form = forms().get(word)
        yield from (v.lemma for v in (form.verbs if form else ()) if set(v.tail) <= set(words))
