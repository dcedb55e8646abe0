"""What somebody is called: a name, a description, or a pronoun, which is no name at all."""

from annotator.model import SpeakerKind
from annotator.work.names import plain
from annotator.work.session import NotNow

_DESCRIBING = ("the", "a", "an", "his", "her", "its", "their", "one", "two", "some", "several")


def is_pronoun(name: str) -> bool:
    """Whether this is a word like "he", which means somebody else in the next sentence."""
    from annotator.text.people_pronouns import PRONOUNS

    return plain(name) in PRONOUNS


def is_description(name: str) -> bool:
    """Whether this describes somebody without a name: "the spokesman", "a senior official"."""
    first, _, rest = name.partition(" ")
    return first.lower() in _DESCRIBING and bool(rest) and not any(w[0].isupper() for w in rest.split())


def likely_kind(name: str) -> SpeakerKind:
    """What kind of speaker a new one with this name likely is."""
    words = name.split()
    if words and words[0].lower() in ("a", "an", "one", "some"):
        return SpeakerKind.ANONYMOUS
    if is_description(name):
        return SpeakerKind.ROLE
    small = bool(words) and all(word[0].islower() for word in words)
    return SpeakerKind.GROUP if small else SpeakerKind.PERSON


def refuse_pronoun(name: str) -> None:
    """Raises NotNow where `name` is a pronoun: those are resolved, and never names."""
    if is_pronoun(name):
        raise NotNow(f"“{name}” is a pronoun, not a name; choose whom it means, or type a name")
