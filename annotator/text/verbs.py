"""The verbs that hand over what somebody says, thinks or wants, each with the frames it stands in.

A frame is one letter:

    s  a clause, with or without "that"          she said (that) the gates were shut
    t  a clause with "that" only                 she saw that the gates were shut
    q  may stand beside quotation marks          “Shut,” she shrugged
    o  a hearer before the clause                she told the crew that ...
    w  a clause with whether, why, what          she asked whether ...
    i  an infinitive                             she vowed to shut the gates
    y  a person and an infinitive                she urged the crew to shut the gates
    n  a noun phrase                             she criticised the gates
    a  a noun phrase and "as"                    she described the gates as shut
    x  a noun phrase and what it is called       she called the gates a wall

Behind a slash: prepositions that belong to the cue where a noun phrase follows, "warn stqo/of,about".
A "-" behind a letter: what this frame finds is wrong about as often as right.
"""

from functools import cache
from itertools import pairwise

from annotator.text.wordlist import words

_LEXICON = """
say sqw/of,about; tell sqow; add sq; note sqn; write sq/of; state sq; claim sqni; argue sq/for,against;
explain sqwn; announce sqn; declare sqn; assert sqn; insist sq/on; maintain s; contend sq; acknowledge sqn;
admit sqn/to; concede sqn; confess sq/to; confirm sqwn; reveal sqwn; disclose sqwn; report sqn; suggest sqn;
indicate sqw; imply s; hint s/at; point_out sqwn; observe sq; remark sq/on; comment q/on; reply sq;
respond sq/to; answer q; retort sq; counter sq; continue q; conclude sq; stress sqn; emphasize sqn;
emphasise sqn; underscore sqn; underline sqn; highlight sqn; reiterate sqn; repeat sqn; recall sqn;
recount qn; remember s; predict sqn; forecast sn; estimate s; warn stqo/of,about,against;
caution sqo/against; assure so; remind so/of; inform so/of; notify so/of; promise sqin; pledge sqin-;
vow sqin; swear sqi; threaten qi; allege sqn; testify sq/about,to; boast sq/of,about; brag sq/about;
complain sq/about,of; lament sqn; quip q; joke sq/about; shout sq; yell sq; scream q; cry q; exclaim q;
whisper q; mutter q; murmur q; shrug q; sigh q; snap q; fume q; gush q; muse q; ask qwoy/for,about;
question qwn; inquire qw; wonder qw; query qw; tweet sq; post sq; retweet n; blog sq; email q; text q;
read q; chant q; think s-w/of; believe s/in; feel s-; hope si/for; fear sn; worry s/about; doubt sn;
suspect s; guess s-; reckon s; assume t; presume s; understand tw; realize s; realise s; recognize t;
recognise t; know s-w-; see t; find s; show sw; learn t; discover t; consider n-a; regard a; view a;
perceive na; expect sn-i; anticipate sn; envision n; imagine s-w; speculate s/about; theorize s; posit s;
surmise s; deem x; figure s-; intend i; want i-y-; wish s-iy; plan i/for; seek in-; aim i; prefer i-n-;
agree siw/with,to,on; disagree q/with; decide ti-w/on; determine tw; resolve ti; refuse i; decline i;
offer i; demand sqin; request sqn; urge qytn; press qy/for; push y/for; call xyq/for,on; advise tqyn/against;
recommend sqyn; propose sqin; encourage yn; order yn; instruct yow; direct y-; require y-; implore qy;
beg qy/for; invite y-; beseech y; plead qi/for,with; appeal i/for,to; advocate sqn/for; lobby y/for,against;
campaign /for,against; support n-; back n-; endorse n; favor n-; favour n-; oppose n; reject n; dismiss na;
deny sn; dispute sn; refute n; rebut n; rebuff n; disavow n; renounce n; repudiate n; denounce na;
condemn na; criticize na; criticise na; slam na; blast na; attack na; assail na; decry n; deride na; mock na;
ridicule na; bash na; rip na; knock n; fault n; blame n; accuse n; charge sq; berate n; chide n; rebuke n;
scold n; disparage n; castigate n; lambaste na; lambast na; lampoon n; deplore n; bemoan n; praise na;
applaud n; hail na; laud na; commend n; congratulate n; thank n; welcome n; celebrate n; tout na; champion n;
defend na; justify n; cite n; quote n; reference n; mention sn; invoke n; describe naqw; portray na;
characterize na; characterise na; depict na; cast a; label x; brand x; dub x; term x; name x; compare n-;
liken n; question qwn; challenge n-; address n-; discuss nw; debate n-w; outline nw; detail n-w;
clarify sqnw; elaborate q/on; specify sw; illustrate w; demonstrate sw; prove s; signal sq; affirm sqn;
reaffirm sqn; attest s/to; certify s; profess s; proclaim sqni; pronounce x; opine sq; hypothesize s;
publicize n; convey sn; communicate s; express n; voice n; echo qn-; parrot n; paraphrase n; summarize qn;
relay sn; relate t; reflect q/on; regret stn; apologize q/for,to; apologise q/for; refer /to; allude /to;
talk /about,of; speak /of,about; point /to; dwell /on; harp /on; rail /against,about; inveigh /against;
react q/to,with; weigh_in q/on; chime_in q; go_on q; lash_out q/at,against; rule_out n; call_out n;
make_clear sq; make_it_clear s; make_it_plain s; go_on_to_say sq; hit_back q/at; shoot_back q; fire_back q;
push_back q/on,against; put_it q; put_forward n; lay_out nw; spell_out nw; single_out n; vouch /for;
sympathize /with; side /with; dream /of; hear tw; rule sq; find t; hold t; concur sq/with; approve n/of;
disapprove /of; object sq/to; protest sqn/against; scoff q/at; sneer q/at; marvel q/at; gripe q/about;
grumble q/about; rant q/about; quibble /with; balk q/at; demur q; interject q; intone q; chirp q; crow q;
commit i/to; threaten qi; volunteer sqi; venture q; offer iq; teach so; persuade yo; convince yo; show so
"""

# Nouns that hand over a clause: "the claim that".
CLAIMS = words(
    """
    claim claims assertion assertions argument arguments allegation allegations belief view opinion
    statement statements suggestion suggestions concern concerns fear fears hope hopes promise promises
    pledge vow warning warnings prediction predictions complaint complaints accusation accusations idea
    notion report reports remark announcement acknowledgment admission contention insistence confidence
    doubt doubts conclusion rumor rumors rumours demand demands assurance assurances threat threats sense
    suspicion conviction
    """
)
# Forms that the rules of spelling do not give.
_IRREGULAR = {
    "say": "says said said saying", "tell": "tells told told telling",
    "write": "writes wrote written writing", "think": "thinks thought thought thinking",
    "feel": "feels felt felt feeling", "see": "sees saw seen seeing", "know": "knows knew known knowing",
    "find": "finds found found finding", "show": "shows showed shown showing",
    "read": "reads read read reading", "swear": "swears swore sworn swearing",
    "seek": "seeks sought sought seeking", "understand": "understands understood understood understanding",
    "cast": "casts cast cast casting", "forecast": "forecasts forecast forecast forecasting",
    "hold": "holds held held holding", "beg": "begs begged begged begging",
    "speak": "speaks spoke spoken speaking", "hear": "hears heard heard hearing",
    "learn": "learns learned learned learning", "broadcast": "broadcasts broadcast broadcast broadcasting",
    "dream": "dreams dreamed dreamed dreaming", "teach": "teaches taught taught teaching",
    "beseech": "beseeches besought besought beseeching", "make": "makes made made making",
    "go": "goes went gone going", "put": "puts put put putting", "lay": "lays laid laid laying",
    "hit": "hits hit hit hitting", "shoot": "shoots shot shot shooting",
    "weigh": "weighs weighed weighed weighing", "spell": "spells spelled spelled spelling",
    "brag": "brags bragged bragged bragging", "quip": "quips quipped quipped quipping",
    "admit": "admits admitted admitted admitting", "commit": "commits committed committed committing",
    "refer": "refers referred referred referring", "prefer": "prefers preferred preferred preferring",
    "plan": "plans planned planned planning", "slam": "slams slammed slammed slamming",
    "rip": "rips ripped ripped ripping", "blog": "blogs blogged blogged blogging",
    "rebut": "rebuts rebutted rebutted rebutting", "dub": "dubs dubbed dubbed dubbing",
    "regret": "regrets regretted regretted regretting", "rebuff": "rebuffs rebuffed rebuffed rebuffing",
    "demur": "demurs demurred demurred demurring", "concur": "concurs concurred concurred concurring",
    "parrot": "parrots parroted parroted parroting",
}  # fmt: skip


class Verb:
    """One verb: `frames` as letters, `after` its prepositions, `tail` the words of a phrase behind it."""

    __slots__ = ("after", "frames", "lemma", "tail", "weak")

    def __init__(self, lemma: str, frames: str, after: tuple[str, ...], tail: tuple[str, ...]) -> None:
        self.lemma, self.after, self.tail = lemma, after, tail
        self.frames = frozenset(frames) - {"-"}
        self.weak = frozenset(letter for letter, sign in pairwise(frames) if sign == "-")


class Form:
    """A word as a verb's form: `kind` is one of "base", "s", "past", "part" (and past), "ing"."""

    __slots__ = ("kind", "verb", "verbs")

    def __init__(self, kind: str, verb: Verb) -> None:
        self.kind, self.verb = kind, verb
        self.verbs: tuple[Verb, ...] = (verb,)


def _inflected(base: str) -> tuple[tuple[str, str], ...]:
    """(form, kind) of a verb, each form once; a past that is also a participle is "past"."""
    if base in _IRREGULAR:
        s, past, part, ing = _IRREGULAR[base].split()
        forms = [(past, "past"), (base, "base"), (s, "s"), (ing, "ing")]
        return tuple(forms if past == part else [*forms, (part, "part")])
    if base.endswith("y") and base[-2] not in "aeiou":
        stem = base[:-1]
        return (base, "base"), (stem + "ies", "s"), (stem + "ied", "past"), (base + "ing", "ing")
    s = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if base.endswith("e"):
        return (base, "base"), (s, "s"), (base + "d", "past"), (base[:-1] + "ing", "ing")
    return (base, "base"), (s, "s"), (base + "ed", "past"), (base + "ing", "ing")


@cache
def forms() -> dict[str, Form]:
    """Every form of every verb, in lower case. Phrases come before their plain verb in `Form.verbs`."""
    found: dict[str, Form] = {}
    for entry in _LEXICON.replace("\n", ";").split(";"):
        if not entry.strip():
            continue
        name, _, rest = entry.strip().partition(" ")
        frames, _, after = rest.partition("/")
        base, *tail = name.split("_")
        verb = Verb(name, frames, tuple(after.split(",")) if after else (), tuple(tail))
        for word, kind in _inflected(base):
            known = found.setdefault(word, Form(kind, verb))
            if verb not in known.verbs:
                known.verbs = tuple(sorted((*known.verbs, verb), key=lambda v: -len(v.tail)))
    return found
