"""Words that make an address: streets, parts of a building, countries. From general knowledge, but
for the streets of the United States."""

from typing import Final

STREET: Final = (
    "Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Way|Place|Pl|Terrace|Ter|Close|"
    "Crescent|Cres|Gardens|Gdns|Grove|Square|Sq|Parkway|Pkwy|Highway|Hwy|Freeway|Circle|Cir|Trail|Trl|Mews|"
    "Row|Hill|Walk|Rise|View|Park|Green|Mount|Alley|Loop|Pike|Turnpike|Quay|Wharf|Parade|Esplanade|"
    "Causeway|Heights|Ridge|Crossing|Bend|Path|Vale|Manor|Estates?|Station|Streets|Roads?|Parks|Court|"
    "Plaza|Oval|Strand|Broadway"
)
"""Behind the name of a street, in English."""
STREET_RARE: Final = (
    "Annex|Arcade|Bayou|Beach|Bluffs?|Bottom|Branch|Bridge|Brooks?|Burgs?|Bypass|Camp|Canyon|Cape|Cent(?:er|re)s?|"
    "Cliffs?|Club|Commons?|Corners?|Course|Coves?|Creek|Crest|Crossroads?|Curve|Dale|Dam|Divide|Drives|"
    "Expressway|Extensions?|Falls?|Ferry|Fields?|Flats?|Fords?|Forest|Forges?|Forks?|Fort|Gateway|Glens?|"
    "Greens|Groves|Harbou?rs?|Haven|Hills|Hollow|Inlet|Islands?|Isle|Junctions?|Keys?|Knolls?|Lakes?|Land|"
    "Landing|Lights?|Loaf|Locks?|Lodge|Mall|Manors|Meadows?|Mills?|Mission|Motorway|Mountains?|Neck|Orchard|"
    "Overpass|Parkways|Pass|Passage|Pines?|Plains?|Points?|Ports?|Prairie|Radial|Ramp|Ranch|Rapids?|Rest|"
    "Ridges|River|Rue|Shoals?|Shores?|Skyway|Springs?|Spurs?|Squares|Stream|Summit|Throughway|Trace|Track|"
    "Trafficway|Tunnel|Underpass|Unions?|Valleys?|Viaduct|Views|Villages?|Ville|Vista|Walks|Walls?|Wells?"
)
"""The rest of the list in USPS Publication 28, appendix C1: behind a number of three digits or
more, for most are words of medicine or of every day."""
SURE_STREET: Final = (
    "street|avenue|road|lane|boulevard|crescent|terrace|parkway|highway|turnpike|drive"
)
"""Of them, those that tell a street without capitals."""
STREET_ENDING: Final = (
    "stra(?:ß|ss)e|str\\.?|gasse|weg|platz|allee|ring|damm|ufer|gatan|gata|vägen|vej|vænget|veien|vegen|"
    "gade|gate|katu|kuja|tie|polku|utca|straat|laan|plein|gracht|dijk|kade|steeg|singel|ulica|sgata|toft|"
    "parken|bakken|stræde|alleen|tunet|svingen|bygget"
)
"""With which the name of a street ends in Germanic and Finnic languages; the number follows."""
STREET_BEFORE: Final = (
    "Via|Viale|Piazza|Corso|Vicolo|Contrada|Rue|Avenue|Boulevard|Quai|Chemin|Impasse|Allée|Cours|Route|"
    "Calle|C/|Avenida|Avda\\.?|Av\\.|Plaza|Paseo|Carrer|Carretera|Ctra\\.?|Ronda|Camino|Rua|R\\.|Travessa|"
    "Largo|Praça|Estrada|ul\\.|Ulica|Al\\.|Aleja|Os\\.|Strada|Jalan|Jl\\.|Sokak|Cadde|Uliza|Nam\\.|Trg"
)
"""Before the name of a street in Romance, Slavic and other languages; the number follows."""
STREET_AFTER: Final = "u\\.|utca|út|útja|tér|tere|krt\\.|ulice|náměstí|sok\\.|cad\\.|Str\\.|St\\."
"""Behind the name, as a word of its own, before the number."""
UNIT: Final = "Apartment|Apt|Suite|Ste|Unit|Flat|Room|Rm|Floor|Fl|Box|Building|Bldg|Block|Lot|House"
COUNTRIES: Final = (
    "United Kingdom|Great Britain|UK|England|Scotland|Wales|Northern Ireland|Ireland|"
    "United States(?: of America)?|USA|U\\.S\\.A\\.|US|Canada|Australia|New Zealand|Germany|"
    "Austria|Switzerland|France|Belgium|Netherlands(?:, The)?|The Netherlands|Luxembourg|Italy|"
    "Spain|Portugal|Denmark|Norway|Sweden|Finland|Iceland|Greenland|Estonia|Latvia|Lithuania|Poland|"
    "Czech Republic|Czechia|Slovakia|Slovenia|Hungary|Croatia|Serbia|Romania|Bulgaria|Greece|"
    "Cyprus(?: \\(\\w{2,12}\\))?|Turkey|Russia|Ukraine|India|Pakistan|Bangladesh|China|Japan|"
    "Brazil|Mexico|Argentina|Chile|Uruguay|Colombia|Peru|Tunisia|Morocco|Egypt|Nigeria|Ghana|Kenya|"
    "South Africa|Israel|Malta|Vietnam(?: \\(\\w{2,12}\\))?|Philippines|Singapore"
)
NO_STREET: Final = frozenset(
    """
    the of in on at a an per along by to and or for with mg ml mcg kg km miles mile hours hour days
    day weeks week months month years year minutes minute patients women men children cases times
    units tablets doses steps metres meters feet under after before from grade stage type phase
    class level factor group arm cycle step table figure visit score part section chapter version
    """.split()  # noqa: SIM905 - a list of this length reads better so
)
"""Between a number and a word for a street, these make no street."""
