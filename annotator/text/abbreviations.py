"""Full stops that end no sentence, or may end none: a judgement from the words on both sides."""

import re
from enum import Enum, auto

from annotator.text.wordlist import words

# A name follows these, and no sentence begins after them.
TITLES = words(
    """
    adm amb asst atty brig capt cdr cmdr col comdr cpl dr fr gen gens gov govs hon insp lt maj messrs
    mgr mlle mme mr mrs ms msgr mx pfc pres prof profs pvt rep reps rev sen sens sgt supt
    """
)
# So do words of any kind after these.
_NEVER_LAST = words("vs cf viz eg ie e.g i.e approx ca z.b d.h u.a vgl")
# These close a sentence as often as not.
OFTEN_LAST = words(
    """
    al assn ave bldg blvd bros cie co corp dept dist div esq est etc ft gmbh inc intl jr kg km lb lbs
    llc llp ltd mfg mg mm mph mt natl oz plc pty rd ret sa sq sr st ste univ yd yds
    """
)
MONTHS = words(
    """
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun
    """
)
# A number follows these.
NUMBERED = words(
    """
    no nos nr art arts sec secs fig figs p pp par para vol vols ch chap chs col cols ver
    """
)

# Words that begin a sentence and no name.
STARTERS = words(
    """
    a about according after all also although among an and another any anyone are as asked at because
    before both but by despite did do does during each earlier either even every everyone few first for
    four from had has have he her here his how however i if in instead into is it its last later many
    meanwhile more most much my neither never no nobody none nor not nothing now of on once one only or
    other others our over people perhaps several she should similarly since so some someone still such
    than that the their them then there therefore these they this those though three through thus to
    today tomorrow two under unlike until was we were what when where whether which while who why with
    within without would yes yesterday yet you your
    """
)
_SHORT = 4  # letters of what may be cut short though no list has it
_LISTED = TITLES | _NEVER_LAST | OFTEN_LAST | MONTHS | NUMBERED
_LETTERS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]|Ph\.D")
_VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôû")


class Stop(Enum):
    """What the full stop after a word is."""

    END = auto()  # the end of a sentence
    INNER = auto()  # no end, whatever follows
    NUMBER = auto()  # no end before a number
    UNSURE = auto()  # an end only before a word that begins sentences, or a quotation


def stop_after(word: str, before: str) -> Stop:
    """Judge the full stop after `word` (without it); `before` is the word in front of it, or ""."""
    lower = word.lower()
    if len(word) > _SHORT and lower not in _LISTED and "." not in word:
        return Stop.END
    if len(word) == 1 and word.isalpha():
        return _initial(word, before)
    if lower in _NEVER_LAST or (lower in TITLES and word[0].isupper()):
        return Stop.INNER
    if lower in NUMBERED or lower in ("mar", "sat", "sun"):
        return Stop.NUMBER
    if lower in OFTEN_LAST or (lower in MONTHS and word[0].isupper()) or _LETTERS.fullmatch(word):
        return Stop.UNSURE
    return Stop.UNSURE if _looks_short(word) else Stop.END


def _initial(letter: str, before: str) -> Stop:
    if letter.islower():
        return Stop.INNER if letter in "vcd" else Stop.UNSURE
    if letter == "I" and before[:1].islower():
        return Stop.END  # "So did I."
    return Stop.UNSURE


def _looks_short(word: str) -> bool:
    """Whether `word` is a few letters, the first a capital, no vowel: "Sgt", "Brgd"."""
    shaped = word.isalpha() and len(word) <= _SHORT and word[:1].isupper() and word[1:].islower()
    return shaped and not _VOWELS & set(word.lower())
