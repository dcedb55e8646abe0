"""The words around names: titles, offices, bodies, and what begins with a capital and names nobody."""

from annotator.text.abbreviations import STARTERS
from annotator.text.abbreviations import TITLES as SHORT_TITLES
from annotator.text.wordlist import words

MALE_WORDS = words(
    """
    mr sir lord king prince father mother's-son messrs herr monsieur señor signor baron duke count
    emperor spokesman chairman businessman congressman councilman assemblyman policeman fireman
    fisherman craftsman alderman ombudsman statesman anchorman salesman clergyman nobleman gentleman
    sportsman frontman brother son uncle nephew grandfather grandson husband widower boyfriend dad
    stepfather godfather actor waiter priest imam rabbi monk pope man boy guy
    """
)
FEMALE_WORDS = words(
    """
    mrs ms miss mme mlle lady dame queen princess madam madame frau señora signora baroness duchess
    countess empress spokeswoman chairwoman businesswoman congresswoman councilwoman assemblywoman
    policewoman sportswoman frontwoman anchorwoman saleswoman mother sister daughter aunt niece
    grandmother granddaughter wife widow girlfriend mom mum stepmother actress waitress nun midwife
    headmistress hostess heroine woman girl lawmaker's-wife
    """
)
# They stand before a name, with a full stop or without, and are no office.
TITLES = (SHORT_TITLES - words("st sgts gens govs sens reps profs messrs")) | words(
    """
    mr mrs ms miss mx sir lord lady dame herr frau monsieur madame señor señora signor signora dr doctor
    prof professor sheikh ayatollah imam rabbi reverend hon sister brother aunt uncle
    """
)
# Offices, occupations and kin: what a person is called instead of the name, or right before it.
ROLES = words(
    """
    billionaire millionaire mogul magnate committeeman committeewoman front-runner frontrunner nominee
    hopeful star legend guru pundit operative contributor alum rep selectman alderman organist
    intellectual heiress heir prodigy accountant activist actor actress adjutant administrator admiral
    advertiser adviser advisor advocate agent aide ally ambassador analyst anchor anchorman anchorwoman
    archbishop architect archivist arbitrator artist assemblyman assemblywoman assistant associate
    astronaut astronomer athlete attache attorney auditor author ayatollah banker baker baron baroness
    barrister biographer biologist bishop blogger boss botanist boxer boy boyfriend brigadier broker
    brother builder businessman businesswoman buyer caller campaigner candidate captain cardinal
    caretaker carpenter cashier caucus-chair ceo cfo chair chairman chairperson chairwoman challenger
    chancellor chef chemist chief child clerk climber coach co-author co-chair co-chairman co-director
    co-founder co-owner collector colleague colonel columnist comedian commander commandant commentator
    commissioner composer comptroller conductor congressman congresswoman conservator constable consul
    consultant contractor controller coordinator coroner correspondent councillor councilman councilor
    councilwoman counsel counselor counterpart cousin cto critic curator dad dancer daughter dealer dean
    delegate demographer dentist deputy designer detective developer diplomat director doctor driver
    duchess duke economist editor editor-in-chief educator electrician emperor employee employer empress
    engineer envoy epidemiologist executive expert farmer father fighter financier firefighter fisherman
    fisher forecaster founder friend frontman gardener general geographer geologist girl girlfriend
    governor graduate grandfather grandmother guard guide guitarist head headmaster headmistress
    headteacher historian homeowner host hostess hunter husband illustrator imam immunologist infielder
    informant inspector instructor insurer intern interpreter investigator investor janitor jeweller
    journalist judge juror justice keeper king landlord lawmaker lawyer leader lecturer legislator
    librarian lieutenant lifeguard lobbyist magistrate major maker man manager marshal mayor mechanic
    mediator member meteorologist midwife minister mom mother mp mep mps musician negotiator neighbor
    neighbour nephew newcomer niece novelist nurse nutritionist officer official ombudsman operator
    organiser organizer owner painter paramedic parent parliamentarian partner passenger pastor patient
    patriarch paediatrician pediatrician pharmacist philosopher photographer physician physicist pianist
    pilot planner player playwright plumber poet policeman policewoman politician pollster pope porter
    premier presenter president president-elect priest primate prince princess principal prisoner
    producer professor programmer prosecutor provost psychiatrist psychologist publicist publisher
    quarterback queen rabbi ranger rapper realtor receptionist rector referee refugee regent registrar
    reporter representative researcher resident retiree reverend rival runner sailor salesman saleswoman
    scholar scientist screenwriter sculptor secretary secretary-general senator sergeant sheriff
    shopkeeper shopper singer sister skipper sociologist soldier solicitor son speaker specialist
    spectator spokesman spokesperson spokeswoman sponsor staffer statistician steward strategist striker
    student sultan superintendent supervisor surgeon survivor teacher technician teenager theologian
    therapist tourist trader trainer translator traveller treasurer trooper trustee tutor tycoon
    undersecretary under-secretary user veterinarian vice-president vice-chairman victim vicar villager
    virologist visitor voter waiter waitress warden whip whistleblower widow widower wife winner witness
    woman worker writer
    """
)
# Lower-case words that belong to an office when they stand before it.
MODIFIERS = words(
    """
    acting assistant associate attorney chief co-founding communications congressional chairing defence
    defense democratic deputy district economic economics economy education energy environment
    environmental executive external federal finance financial first fisheries foreign former general
    governing government health home honorary house human immigration incoming industry information
    interim interior international junior justice labor labour lead leading lieutenant major managing
    military national naval new oil opposition outgoing parliamentary party police political
    presidential press prime principal private public rear regional republican ruling science second
    secretary security senate senior shadow social staff state supreme tax technology tourism trade
    transport treasury under veteran vice works agriculture climate culture development digital election
    employment housing intelligence medical research sports urban water welfare youth city county town
    village court company union team club school university hospital bank harbour harbor port army navy
    ministry church film football
    """
)
# What a minister may be minister of.
PORTFOLIO = words(
    """
    state defence defense health trade finance foreign affairs interior justice energy education
    agriculture labor labour transport transportation commerce treasury staff homeland security culture
    environment economy fisheries industry tourism works science technology justice housing interior
    information
    """
)
BODIES = words(
    """
    academy administration agency airline airlines alliance ambulance army assembly association
    authorities authority bank bloc board body brigade broadcaster bureau cabinet campaign caucus center
    centre chamber charity church clinic club coalition college commission committee community company
    confederation conference congress consortium consulate consultancy convention cooperative
    corporation corps council court courts daily delegation department directorate embassy enterprise
    exchange executive factory faction federation firm force forces forum foundation front fund
    government group guard headquarters hospital house industries initiative inquiry inspectorate
    institute institution judiciary junta kingdom laboratory league legislature library line maker
    mayoralty media military ministry mission monarchy monitor movement museum navy network newspaper
    observatory office ombudsman opposition orchestra organisation organization palace panel paper
    parliament partnership party police post presidency prosecution regime regulator representation
    republic retailer school secretariat senate service services society squad squadron staff startup
    station store studio supplier syndicate team theatre theater times treasury tribunal trust union
    university watchdog website wing works news journal tribune gazette chronicle magazine daily weekly
    radio tv television channel studios media inc corp ltd llc plc gmbh ag sa co co-op
    """
)
# Bodies that are only called so, whatever they are: "the company".
ANY_BODY = words(
    "company firm group organisation organization body institution business corporation charity agency "
    "newspaper paper magazine network broadcaster outlet website watchdog regulator"
)
PEOPLE_WORDS = words(
    """
    people police media men women children sources parents locals both others many some most few
    authorities forces staff youth clergy press public crowd
    """
)
# Singulars of those who are called by what they hold with, or are.
GROUPS = words(
    """
    democrat republican conservative liberal socialist communist nationalist separatist islamist rebel
    tory muslim christian jew catholic protestant critic supporter opponent ally expert official analyst
    scientist economist lawmaker activist protester demonstrator resident villager local insurer trader
    market police
    """
)
# Plural in -s of these heads hides who they are: nobody's registry needs them.
# Heads that count people.
SHARES = words(
    "percent per cent majority half third quarter two-thirds number dozens hundreds thousands millions"
)
SECRETIVE = words("source sources insider insiders person people someone")
PARTICLES = words(
    "van von der den de del della di da dos das du la le el al bin ibn ben ter ten zu zur und y"
)
CONNECTORS = words("of for")
SUFFIXES = words("jr sr ii iii iv phd md esq")
DAYS = words(
    "monday tuesday wednesday thursday friday saturday sunday "
    "january february july september october november december"
)
# They begin with a capital, and no name begins with them.
NO_NAMES = (
    (STARTERS - words("will may"))
    | DAYS
    | words(
        """
    i i'm i've i'll i'd we're we've we'll it's that's there's he's she's they're you're don't let's mine
    our ours theirs his hers himself herself itself themselves me him them who whom whose whether
    according addressing adding amid among asked answering although around aside besides beyond but
    commenting concerning considering contrary currently despite described describing during earlier
    either else especially eventually ever every everybody everything except finally following further
    furthermore generally given here hours indeed initially instead its just lastly lately let like
    likewise many maybe meantime more moreover most much nearly nevertheless next nobody nonetheless not
    nothing noting obviously of off often ok okay once or otherwise out overall please previously
    quoting rather recently regarding regardless responding same second separately shortly simply since
    sometimes somebody someone soon speaking specifically still such surely thank thanks that then there
    therefore third thus to today together tonight too toward towards turning two three four five six
    seven eight nine ten twelve under unfortunately until up upon usually very was well were what when
    where whereas which whoever why with would writing wrote yes yesterday yet read skip copyright share
    advertisement photo image video related watch subscribe updated published breaking exclusive opinion
    analysis editorial source am is are be been being can could do does did had has have if might must
    shall should will say says said a an the this that these those and both no never any each few some
    several another other others all
    """
    )
) - words("van")

_FAMILY = {
    "spokeswoman": "spokesman",
    "spokesperson": "spokesman",
    "chair": "chairman",
    "chairwoman": "chairman",
    "chairperson": "chairman",
    "congresswoman": "congressman",
    "councilwoman": "councilman",
    "councilor": "councillor",
    "advisor": "adviser",
    "premier": "minister",
    "organizer": "organiser",
    "neighbor": "neighbour",
    "head": "leader",
    "chief": "leader",
    "boss": "leader",
    "ceo": "executive",
}
_PLURALS = {"men": "man", "women": "woman", "wives": "wife", "children": "child"}


def singular(word: str) -> str:
    """The singular of a lower-case plural; the word itself where it is none: "ministers", "secretaries"."""
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def plural(word: str) -> bool:
    """Whether a lower-case noun means several."""
    return word in PEOPLE_WORDS or (word not in BODIES and word not in ROLES and singular(word) != word)


def family(role: str) -> str:
    """What offices that are one have in common: a spokeswoman is a spokesman here, a premier a minister."""
    return _FAMILY.get(role, role)


def gender_of(word: str) -> str:
    """ "m", "f" or "" by what a title, an office or a kin word says."""
    if word in MALE_WORDS:
        return "m"
    return "f" if word in FEMALE_WORDS else ""
