"""States and unions of states: their names, what belongs to them, and the capitals that speak for them."""

# One line a state: the name | other names | adjectives | capitals (or other seats) by which it is called.
_TABLE = """
Afghanistan||afghan|kabul
Algeria||algerian|algiers
Argentina||argentine argentinian|
Armenia||armenian|yerevan
Australia||australian|canberra
Austria||austrian|vienna
Azerbaijan||azerbaijani azeri|baku
Bangladesh||bangladeshi|dhaka
Belarus||belarusian belarussian|minsk
Belgium||belgian|
Brazil||brazilian|brasilia
Bulgaria||bulgarian|sofia
Canada||canadian|ottawa
Chile||chilean|
China|prc|chinese|beijing
Colombia||colombian|bogota
Croatia||croatian|zagreb
Cuba||cuban|havana
Cyprus||cypriot|nicosia
Czech Republic|czechia|czech|prague
Denmark||danish|copenhagen
Egypt||egyptian|cairo
Estonia||estonian|tallinn
Ethiopia||ethiopian|
European Union|eu|european|brussels
Finland||finnish|helsinki
France||french|paris
Georgia||georgian|tbilisi
Germany||german|berlin
Greece||greek|athens
Hungary||hungarian|budapest
Iceland||icelandic|reykjavik
India||indian|delhi
Indonesia||indonesian|jakarta
Iran||iranian|tehran teheran
Iraq||iraqi|baghdad
Ireland||irish|dublin
Israel||israeli|jerusalem
Italy||italian|rome
Japan||japanese|tokyo
Jordan||jordanian|amman
Kazakhstan||kazakh|astana
Kenya||kenyan|nairobi
Kosovo||kosovar|pristina
Kuwait||kuwaiti|
Latvia||latvian|riga
Lebanon||lebanese|beirut
Libya||libyan|tripoli
Lithuania||lithuanian|vilnius
Malaysia||malaysian|
Mexico||mexican|
Moldova||moldovan|chisinau
Morocco||moroccan|rabat
Myanmar|burma|burmese|
Netherlands|holland|dutch|
New Zealand||zealand|
Nigeria||nigerian|abuja
North Korea|dprk||pyongyang
Norway||norwegian|oslo
Pakistan||pakistani|islamabad
Palestine||palestinian|ramallah
Peru||peruvian|lima
Philippines||philippine filipino|manila
Poland||polish|warsaw
Portugal||portuguese|lisbon
Qatar||qatari|doha
Romania||romanian|bucharest
Russia|russian-federation|russian|moscow
Saudi Arabia||saudi|riyadh
Serbia||serbian|belgrade
Slovakia||slovak|bratislava
Slovenia||slovenian slovene|ljubljana
South Africa||south-african|pretoria
South Korea||south-korean|seoul
Spain||spanish|madrid
Sudan||sudanese|khartoum
Sweden||swedish|stockholm
Switzerland||swiss|bern
Syria||syrian|damascus
Taiwan||taiwanese|taipei
Thailand||thai|bangkok
Tunisia||tunisian|tunis
Turkey|türkiye turkiye|turkish|ankara
Ukraine||ukrainian|kyiv kiev
United Kingdom|uk u.k britain great-britain|british|london
United States|us u.s usa u.s.a america united-states-of-america|american|washington
Venezuela||venezuelan|caracas
Vietnam||vietnamese|hanoi
Yemen||yemeni|sanaa
"""


def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    belonging: dict[str, str] = {}
    seats: dict[str, str] = {}
    for line in _TABLE.split("\n"):
        if not line:
            continue
        name, others, adjectives, capitals = line.split("|")
        names[name.lower()] = name
        names.update((other.replace("-", " "), name) for other in others.split())
        belonging.update((adjective, name) for adjective in adjectives.split())
        seats.update((capital, name) for capital in capitals.split())
    return names, belonging, seats


# Lower-case forms -> the state's name. In NAMES several words have spaces between them.
NAMES, ADJECTIVES, SEATS = _tables()
