"""What stands around a story on a page: navigation, bylines, dates, credits, subscriptions, copyright."""

import re

from annotator.text.wordlist import words

_LONGEST = 200  # code points of a line that can be furniture

_SHARE = r"(?:share|tweet|print|e-?mail|save|facebook|twitter|whatsapp|linkedin|telegram|x)"
_SHOUT = r"[.!]?"
_REST = r"[^.!?]"  # of a line that goes on freely, but not to the end of a sentence
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_CLOCK = r"(?:,? ?(?:at |- |\| )?\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?(?: [a-z]{2,4})?)?"
_YEAR = r"(?:,? \d{4})?"
_DATE = rf"{_DAY}(?:{_MONTH} \d\d?{_YEAR}|\d\d?\.? {_MONTH}{_YEAR}|\d{{4}}-\d\d-\d\d){_CLOCK}"
_CREDITED = r"(?:photo(?:graph)?|image|picture|video|graphic|illustration|file photo|credit|map)"
_AGO = r"(?:\d{1,2} (?:minutes?|hours?|days?|weeks?|months?) ago|today|yesterday)"

# Whole lines: every alternative is anchored at both ends, and bounded.
_LINES = (
    # navigation
    r"(?:skip|jump) (?:to|past) (?:the )?(?:main |primary )?(?:content|navigation|menu|main)",
    r"skip (?:navigation|advert(?:isement)?)",
    r"(?:back to top|home|menu|search|log ?in|sign ?in|comments?|copy link)",
    r"(?:advert(?:isement)?|(?:sponsored|promoted)(?: content)?|loading)(?:\.\.\.|…)?",
    r"(?:story|article) continues (?:below|after)(?: (?:the |this )?ad(?:vert(?:isement)?)?)?",
    r"(?:continue|keep) reading(?:\.\.\.|…| below)?",
    r"\d{1,2}[ -]min(?:ute)?s?(?: read)?",
    # sharing and subscribing
    rf"(?:share(?: this)?: ?)?{_SHARE}(?:[ ,|/•·]+{_SHARE})*",
    rf"share(?: this)?(?: (?:article|story|post|page))?(?:[:,]? (?:on|via|by|with) {_REST}{{1,60}})?{_SHOUT}",
    rf"(?:follow|like|join|find) (?:us|@\w+|our channel)(?: (?:on|at) \S{_REST}{{0,60}})?{_SHOUT}",
    rf"(?:please )?subscribe(?: (?:now|today|here))?(?: (?:to|for) {_REST}{{1,90}})?{_SHOUT}",
    rf"sign up (?:here )?(?:for|to) {_REST}{{0,60}}(?:newsletter|alert|briefing|e-?mail|update)s?"
    rf"{_REST}{{0,60}}{_SHOUT}",
    rf"(?:download|get) (?:our|the) [\w ]{{0,30}}app(?: (?:on|from|for|now|here){_REST}{{0,60}})?{_SHOUT}",
    rf"(?:support|donate to) our (?:journalism|work|newsroom){_REST}{{0,60}}{_SHOUT}",
    # other stories
    r"(?:read|see|watch|listen) (?:more|also|next|on)(?: here)?"
    rf"(?: about {_REST}{{0,90}}|[:>»→]{_REST}{{0,140}}{_SHOUT})?",
    r"(?:see also|more on this|related(?: (?:articles?|stories|topics?|news|content|links?))?)"
    rf"(?::{_REST}{{0,140}})?",
    r"more (?:from|on) (?:this )?(?:story|topic|section|author)",
    r"(?:most (?:read|popular|viewed)|recommended(?: for you)?|trending(?: now)?)",
    r"you (?:may|might) also like",
    rf"(?:tags?|topics?|filed under|keywords|categories|category): ?{_REST}{{1,160}}",
    r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)",
    r"(?:view|show|read|see) (?:all )?(?:\d+ )?comments",
    # credits, dates and rights
    rf"\(?{_CREDITED}s?(?: credits?)?(?::| by|/| courtesy of) ?[^.!?:]{{1,90}}\)?",
    rf"{_REST}{{0,60}}/ ?(?:getty images|file photo|handout|pool)",
    rf"(?:(?:first |last )?(?:published|updated|posted|modified)(?: on| at)?:? )?(?:{_DATE}|{_AGO})\.?",
    r"(?:copyright )?(?:©|\(c\)|copyright)\W{0,3}\d{4}\b[^!?]{0,160}",
    r"©[^!?]{1,160}",
    r"all rights reserved\.?",
    r"this (?:material|article|story) may not be (?:published|reproduced|copied)[^!?]{0,160}",
)
_LINE = re.compile("|".join(f"(?:{line})" for line in _LINES), re.IGNORECASE)
# This one looks for its words at all places of a line, so it is asked only where they stand at the end.
_RIGHTS = re.compile(r"[^!?]{0,100}(?:copyright|\d{4})[^!?]{0,100}[ .]all rights reserved\.?", re.IGNORECASE)

_BY = re.compile(
    r"\(?(?:(?:written |story |(?:additional )?reporting |writing |editing |compiled |edited |translated )?by"
    r"|(?:text|words|author|byline):) ",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\s,|•·;()./]+\.?")
# Words of a byline that need no capital.
_SMALL = words(
    """
    and & of for the in at with by de van von der den al bin da del di la le du y e editor editing
    reporter reporting additional staff writer writing correspondent political senior chief foreign
    special contributor bureau
    """
)
_BYLINE_WORDS = 16


def matches(line: str) -> bool:
    """Whether `line`, without white space around it, is furniture as a whole."""
    if len(line) > _LONGEST:
        return False
    if not any(map(str.isalnum, line)):
        return True  # a row of stars or dashes
    if line.rstrip(".").lower().endswith("reserved") and _RIGHTS.fullmatch(line):
        return True
    return _LINE.fullmatch(line) is not None or _byline(line)


def _byline(line: str) -> bool:
    """By Ana Ruiz; BY ANA RUIZ AND OTTO MARN, VELDEN HERALD; (Reporting by Ana Ruiz.)"""
    match = _BY.match(line)
    if match is None or line[-1] in "!?:;…":
        return False
    every = _NAME.findall(line, match.end())
    names = [word for word in every if word.lower() not in _SMALL]
    if len(every) > _BYLINE_WORDS or not all(name[0].isupper() or name[0] == "@" for name in names):
        return False
    return len(names) >= 2 or (len(names) == 1 and len(names[0]) > 1 and names[0].isupper())
