"""Small closed classes of English words, in lower case: what stands around a cue."""

from annotator.text.wordlist import words

DASHES = frozenset("-–—―")

AUXILIARIES = words(
    """
    is are was were be been being am has have had having do does did will would can could may might must
    shall should 's 're 've 'd 'll isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't
    won't wouldn't can't cannot couldn't mayn't mightn't mustn't shouldn't ain't
    """
)
NEGATIONS = words(
    """
    not never n't neither nor isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't
    wouldn't can't cannot couldn't mustn't shouldn't ain't
    """
)
SUBJECTS = words(
    "he she they it we i you who this these those some many most others both all one everyone nobody"
)
PERSONAL = words("he she they it we i you")
OBJECTS = words("him her them us me you it himself herself themselves itself myself ourselves")
DETERMINERS = words(
    """
    the a an this that these those his her their its my our your some any many most several few all both
    each every no another other two three four five six seven eight nine ten dozens hundreds more one
    """
)
POSSESSIVES = words("his her their its my our your")
# They tie a noun phrase to the one before it.
LINKS = words(
    "of for in at from with on to by under over against near between into behind about among within"
)
PREPOSITIONS = LINKS | words(
    """
    after before during since until till through throughout via without despite across amid around as than
    per upon toward towards outside inside beyond following regarding concerning like unlike including given
    """
)
SUBORDINATORS = words(
    """
    that because although though while whereas if unless when whenever where wherever since until as so
    before after once whether why how what than lest
    """
)
RELATIVES = words("who which whose whom that")
WH = words("whether if why how what who when where which whom")
JOINERS = words("and but or nor yet so plus &")
ADVERBS = words(
    """
    also then later now again once even still just already ever never always often soon too only ahead back
    first further instead meanwhile nevertheless nonetheless however therefore thus perhaps maybe here there
    twice afterward afterwards today yesterday tonight tomorrow recently not n't rather almost long earlier
    since aloud simply merely quite very flatly yet away more most much about
    """
)
DAYS = words(
    """
    monday tuesday wednesday thursday friday saturday sunday today yesterday tonight tomorrow january
    february march april may june july august september october november december jan feb mar apr jun jul
    aug sept oct nov dec mon tue tues wed thu thurs fri sat sun morning afternoon evening night noon midday
    week weekend month year spring summer autumn fall winter
    """
)
TIMES = words("last this next earlier late early later that same")
# Where, to whom and by what somebody spoke: such a phrase stands between cue and content.
OCCASIONS = words(
    """
    statement interview interviews speech speeches address remarks conference briefing tweet tweets message
    post posts letter email e-mail emails mail memo report article column essay op-ed book blog call
    television tv radio twitter facebook telegram instagram hearing debate rally event meeting parliament
    congress senate court testimony video telephone phone news reporters reporter journalists journalist
    audience crowd supporters press lawmakers newspaper magazine agency website program programme show
    podcast channel paper filing documents document affidavit complaint lawsuit release appearance forum
    summit visit trip broadcast response reply turn time point exchange session lecture sermon town campaign
    stop aside passing private public part effect colleagues members delegates voters friends aides
    """
)
# Words that tell an outlet from a speaker.
OUTLETS = words(
    """
    agency news newspaper newspapers paper daily weekly times post tribune herald courier gazette journal
    press reuters ap afp upi tass interfax xinhua dpa bbc cnn nbc cbs abc msnbc npr fox bloomberg politico
    broadcaster television tv radio magazine media wire telegraph guardian independent chronicle dispatch
    echo observer standard examiner inquirer sun globe website outlet outlets transcript
    """
)
# Finite verbs that a reported clause often has and that no other list knows.
COMMON_VERBS = words(
    """
    came went got gave made took saw knew left kept let held brought began became ran stood sang sings lost
    paid met set led sent built fell rose grew won spoke meant needs need wants remains remain seems seem
    goes go comes come makes make takes take gets get gives give plays play works work helps help keeps keep
    puts put shows show means mean happened happens belongs deserves deserve exists exist appears appear
    looks look likes like loves love hates hate lives live leads lead runs run stands stand turns turn
    starts start begins begin continues continue creates raises faces face serves serve sees see knows know
    allows allow includes include contains contain cost costs hurt hurts hit hits cut cuts spent felt
    thought found heard broke chose drew drove threw wrote won't lacks lack depends depend matters matter
    violates violate reflects reflect represents represent requires require
    """
)
NUMBER_NOUNS = words("percent per cent")
