"""Words that tell, beside quotation marks, whether somebody speaks within them."""

from functools import cache

from annotator.text.verbs import forms
from annotator.text.wordlist import words

# Nouns that hand over speech as verbs do, and "according to".
_NOUNS = words(
    """
    according interview email e-mail memo letter speech statement testimony remarks comments tweet words
    accusation claim criticism description question questions chants suggestion assertion argument promise
    """
)
# What has a title, and what is known by a name: the last word before the marks.
WORKS = words(
    """
    book books film films movie movies song songs show shows series album novel memoir autobiography program
    programme podcast play musical documentary magazine newspaper column ad ads spot video sitcom comedy
    drama single hit poem painting essay article episode segment report headline sketch anthem soundtrack
    sequel bestseller blog game opera ballet app cartoon skit site website host hosts hosted co-host author
    co-author star starred starring hashtag slogan pseudonym nickname nicknamed titled entitled
    """
)
# What a name in marks stands before: the “Morgen” programme.
NAMED = words(
    """
    program programme show movie film song album series podcast magazine host hosts co-host anchor
    initiative campaign movement candidate voters list bill act law tour event rally hashtag ad hat hats
    shirt shirts sign signs banner poster chart column segment star theme summit project party blog band
    website site tax article video speech author creator app effect crowd
    """
)
PREPOSITIONS = words(
    "of in on at to for from with by about into over through against during between among like than"
)
JOINERS = words("and or but nor")
DETERMINERS = words(
    "the a an this that these those its his her their our my your any some no such another each every"
)
BE = words("is was are were be been being am seems seemed looks felt feels become becomes became")
# They have no capital within a title.
SMALL = PREPOSITIONS | JOINERS | words("as the a an")
# The clause goes on with these; any other small word behind the marks is a noun, and the marks qualify it.
GOING_ON = (
    PREPOSITIONS
    | JOINERS
    | DETERMINERS
    | BE
    | words(
        """
        as who when while that which if because so after before where i we you he she they it said says told
        wrote added asked noted
        """
    )
)
# Somebody speaks of somebody.
PERSONS = words("he she they his her him their them i we who")
# Inside the marks: how people talk.
SPOKEN = words(
    """
    i we you he she they it me us him them my our your i'm i've i'd i'll we're we've we'll it's that's he's
    she's they're you're let's there's what's don't can't won't didn't doesn't isn't aren't wasn't couldn't
    wouldn't ain't
    """
)


@cache
def cues() -> frozenset[str]:
    """Words that may hand over what somebody says, in lower case."""
    plain = {word for word, form in forms().items() if not all(verb.tail for verb in form.verbs)}
    return _NOUNS | plain
