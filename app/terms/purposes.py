"""Whether words are about preventing an illness or about treating it.

The signs are of two strengths: `prevent` and `treat` say it outright, `confirmed` or `after a heart
attack` let it be understood. From general knowledge, reviewed by nobody yet.
"""

import re
from typing import Final

from app.terms.conditions import conditions
from app.terms.contrasts import kinds_in
from app.terms.well_people import about_the_ill, asked_for_every_day, asked_for_the_well

PREVENTION: Final = "prevention"
TREATMENT: Final = "treatment"

_PREVENTS: Final = re.compile(
    r"\b(?:\w*prophyla\w+|prevent\w*|pre-?exposure|post-?exposure|pr?ep|suppressive|"
    r"suppression(?= of recurr| therapy| treatment|\s*$)|"
    r"risk reduction|reduc\w+ (?:the )?(?:risk|recurrence))\b",
    re.IGNORECASE,
)
_ASKS_PREVENTION: Final = re.compile(
    r"\b(?:ward(?:ing)? off|(?:anti-?)?malarial? (?:tablets?|pills?)|keep\w* (?:\w+ ){1,3}(?:away|"
    r"at bay|from coming)|"
    r"(?:stop|avoid)\w* (?:(?:me|him|her|them|it|us|people|patients|attacks|my|his|migraines?|the|"
    r"a|an|\w+s) ){0,3}(?:getting|catching|developing|coming back|from (?:getting|catching|coming|"
    r"happening|recurring)|recurring|returning|recurrence|relapsing)|"
    r"(?:so|that) (?:i|he|she|we|they) (?:do|does|did)(?:n['\u2019]t| not) (?:get|catch|have|"
    r"develop)|"
    r"fewer (?:attacks|episodes|migraines|flares)|how often attacks|"
    r"(?:after|following) (?:exposure|contact|being (?:exposed|near))|(?:been |was |were )exposed|"
    r"(?:close|household) contacts?|before (?:travel\w*|surgery|an? (?:operation|flight|procedure|"
    r"dental|trip)|(?:the|his|her|my) (?:operation|surgery|flight|trip|procedure))|"
    r"(?:going|travelling|traveling|trip|fly|flying|off|heading|travel|safari|backpacking|cruise|"
    r"expedition|visiting|honeymoon|pilgrimage|gap year|holiday) (?:to|in|through)|for (?:our|my|"
    r"a|the|his|her|"
    r"their) "
    r"(?:honeymoon|gap year|cruise|pilgrimage|expedition|tour|visit|holidays|holiday|trip|safari|"
    r"travels|flight|journey)|keeps? (?:on )?(?:getting|having|coming)|"
    r"to (?:stop|avoid) (?:clots|blood clots|it|them|attacks|another|a second|more|further)|"
    r"(?:antibiotic|antimicrobial|steroid) cover\b|cover for (?:an?|the|his|her|my|dental)|"
    r"contacts?(?! (?:dermatitis|lens\w*|us|allergy|eczema))|"
    r"(?:needlestick|needle-stick|after a tick bite))\b",
    re.IGNORECASE,
)
_CARE: Final = re.compile(
    r"\b(?:dos(?:e|es|age|ing)|how (?:much|many|often|long)|tablets?|mg|antibiotics?|for|regimen|"
    r"course|prescri\w+|give[ns]?|tak(?:e|es|ing))\b",
    re.IGNORECASE,
)
AFTER: Final = re.compile(
    r"\b(?:after|following|since|previous|prior|history of|had|post)[- ](?:an? |my |his |her |the |"
    r"previous |recent |their |new )*(?:mi|heart attack|myocardial infarction|stroke|tia|stemi|"
    r"nstemi|"
    r"stent|bypass|coronary|hip|knee|(?:hip|knee) replacement|fracture|operation|surgery|caesarean|"
    r"section)\b|\b(?:bed-?bound|immobile|immobili[sz]ed|long-haul|medical inpatient|asplenic|"
    r"no spleen|without a spleen|splenectomy)\b|\bsecondary prevention\b",
    re.IGNORECASE,
)
"""What is given then is given against a second one."""
NEVER: Final = re.compile(
    r"\b(?:never had|no (?:history|previous|prior)|without (?:a )?(?:history|previous|known))\b|"
    r"\bprimary prevention\b|\b(?:healthy|fit and well) (?:wo)?m[ae]n\b|\b10-year risk\b|"
    r"\bqrisk\d?\b",
    re.IGNORECASE,
)
EXPOSED: Final = re.compile(
    r"\b(?:bitten|needle-?sticks?|exposed|(?:after|following) (?:exposure|contact|unprotected|"
    r"a bite|a splash|a wound|an injury)|(?:pricked|stabbed|jabbed|"
    r"splashed) (?:[\w-]+ ){0,5}(?:needle|syringe|blood|"
    r"sharp|eye)|sharps injur\w+|tetanus-prone|(?:dirty|contaminated|puncture|soil\w*|deep|"
    r"rusty) (?:\w+ )?"
    r"(?:wounds?|nail|cut)|trod(?:den)? on|stood on|stepped on|bite from|bites?\b(?= (?:abroad|"
    r"from|by|while|in))|"
    r"case of (?:\w+ ){1,3}(?:at|in) (?:\w+ ){0,2}(?:school|nursery|class|family|household|hostel|"
    r"halls|barracks)|"
    r"(?:school|nursery|class|hostel|halls) (?:has |had |have )(?:had )?(?:an? |a case of |"
    r"an outbreak of )|"
    r"(?:classmate|flatmate|housemate|room-?mate|colleague|partner|husband|wife|flat-?mate|"
    r"brother|sister) (?:has|had|with) (?:been diagnosed with )?"
    r"(?=meningitis|measles|tb|tuberculosis|whooping|pertussis|chickenpox|hepatitis|scabies|flu|"
    r"covid|rabies|mpox)|"
    r"in contact with|contact with (?:a|an|someone|somebody|measles|chickenpox|meningitis|"
    r"whooping)|"
    r"shared a (?:room|house|home|bed) with|"
    r"unprotected sex|condom (?:broke|split)|post-?exposure|pep)\b",
    re.IGNORECASE,
)
_TREATS: Final = re.compile(r"\b(?:treat(?:s|ed|ing|ment|ments)?|curing|cure)\b", re.IGNORECASE)
ACUTE: Final = re.compile(
    r"\b(?:acute(?:ly)?|attack(?! rate)|rescue|reliever|established|exacerbation|"
    r"abort(?:ive|ing)?|symptomatic relief|active (?:disease|infection|bleeding)|emergency)\b",
    re.IGNORECASE,
)
_HEART_ATTACK: Final = re.compile(
    r"\b(?:heart|transient isch\w+) attacks?\b|\battacks\b", re.IGNORECASE
)
_NOW: Final = re.compile(
    r"\b(?:confirmed|proven|(?:newly |just |been )diagnosed|diagnosed with|tested positive|"
    r"positive (?:swab|test|culture|pcr)|(?:swab|test|culture|pcr) (?:is |came back |"
    r"was )?positive|"
    r"(?:swab|test|culture|pcr|smear|antigen)[- ]positive|right now|in progress|under ?way|"
    r"outbreak|"
    r"(?:at )?this (?:very )?(?:minute|moment|second)|at the moment|as we speak|in the throes|"
    r"currently (?:has|having)|(?:quick|fast|rapid) relief|reliev\w+|"
    r"(?:back|home|returned) from \w+ with|symptoms? (?:since|for|began|started|onset)|"
    r"(?:come|came|coming|gone) down with|ha(?:s|ve) (?:just )?(?:got|developed|caught)|"
    r"in the middle of|present(?:s|ed|ing)? with|woke(?:n)? (?:up )?with|woken by|ongoing|"
    r"having an?(?:other)?|during an?|already (?:has|have|got|\w+ing)|admitted with|"
    r"in (?:ed|a&e|resus) with|new (?:dvt|pe|clot)|(?:hot )?swollen|bleed(?:s|ing)?|wheez\w+|"
    r"st[- ]elevation|at (?:the|its) (?:height|worst))\b",
    re.IGNORECASE,
)
_LATELY: Final = re.compile(
    r"\b(?:now(?! that)|again|today|tonight|yesterday|current(?:ly)?|last night|"
    r"this (?:morning|afternoon|evening|week)|(?:minutes?|hours?|days?) ago|"
    r"since (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|"
    r"(?:has |have )?just (?:begun|started|come on))\b",
    re.IGNORECASE,
)
"""These say that somebody is ill where an illness is named."""
_VACCINE: Final = re.compile(
    r"\b(?:vaccin\w+|immuni[sz]\w+|jabs?|booster|immunoglobulin|travel\w*|holiday)\b", re.IGNORECASE
)
_PREVENTIVE_CARE: Final = re.compile(
    r"\b(?:prophylactic|prevent(?:ive|ative)|post-?exposure|pre-?exposure|suppressive|preventer)\s"
    r"(?:treatments?|therap(?:y|ies))\b",
    re.IGNORECASE,
)
_OF_THE_ILL: Final = frozenset({"severity", "complication"})
"""What is told of those who have the illness: `uncomplicated malaria`."""
_CONTACTS: Final = re.compile(
    r"\b(?:contacts|preventers?|carriers?|travellers|before\b.{0,20}\btravel|vaccination|vaccines?|immuni[sz]ation)\b",
    re.IGNORECASE,
)
_OPENS: Final = re.compile(
    r"^\W*(?:(?:(?:to|for|as|in)(?: the| long-term)? )?"
    r"(?P<prevention>prevent|prevention|prophylaxis|prophylactic(?:ally)?|preventive(?:ly)?)|"
    r"(?:to|for|as|in)(?: the)? (?P<treatment>treat|treatment|acute))\b",
    re.IGNORECASE,
)
_DOES: Final = re.compile(
    r"\b(?:(?P<prevention>prevent(?:s|ing|ion of)|(?:as|for) prophylaxis (?:of|against))|"
    r"(?P<treatment>to treat|treatment of|treating))\b",
    re.IGNORECASE,
)
_AGAIN: Final = re.compile(r"\brecurr\w+|\brepeated\b|\bkeeps?\b|\bfrequent\b", re.IGNORECASE)
_TO_STOP: Final = re.compile(
    r"\b(?:to (?:stop|avoid|head off)|against|protect\w* (?:\w+ ){0,2}(?:from|against))\s+(?:my |"
    r"him |her |me |the )*(?:getting |catching )?(?=\w)",
    re.IGNORECASE,
)
REACH: Final = 40
"""Characters in which the illness is named that words say is prevented or treated."""


def asked_for(asked: str) -> tuple[str, bool]:
    """What a question asks for, and whether outright; empty where neither or both are."""
    prevents, treats = bool(_PREVENTS.search(asked)), bool(_TREATS.search(asked))
    if prevents or treats:
        both = prevents and treats and not _PREVENTIVE_CARE.search(asked)
        return ("", True) if both else (PREVENTION if prevents else TREATMENT, True)
    if _ASKS_PREVENTION.search(asked) or EXPOSED.search(asked) or _to_stop(asked):
        return PREVENTION, True
    if asked_for_the_well(asked) or asked_for_every_day(asked):
        return PREVENTION, True
    plain = _HEART_ATTACK.sub(" ", asked)
    if ACUTE.search(plain):
        return TREATMENT, True
    now = _NOW.search(plain) or (_LATELY.search(plain) and conditions().named(asked))
    if (AFTER.search(asked) or NEVER.search(asked)) and not now:
        return PREVENTION, False
    if _VACCINE.search(asked):
        return PREVENTION, False
    if now or (_CARE.search(asked) and conditions().once(asked) and not _AGAIN.search(asked)):
        return TREATMENT, False
    return "", False


def _to_stop(asked: str) -> bool:
    """Whether an illness is to be stopped from coming: `antibiotics to stop Lyme`."""
    return any(
        conditions().named(asked[one.end() : one.end() + REACH]) for one in _TO_STOP.finditer(asked)
    )


def headed(text: str) -> frozenset[str]:
    """The purposes that a heading names."""
    plain = _PREVENTIVE_CARE.sub("prevention", text)
    prevents = bool(_PREVENTS.search(plain) or _CONTACTS.search(plain))
    found = {PREVENTION} if prevents else set()
    if _TREATS.search(plain) or (not prevents and ACUTE.search(_HEART_ATTACK.sub(" ", plain))):
        found.add(TREATMENT)
    if not found and (about_the_ill(text) or kinds_in(text).keys() & _OF_THE_ILL):
        found.add(TREATMENT)
    return frozenset(found)


def worded(asked: str, text: str) -> frozenset[str]:
    """The purpose of a quotation, by how it begins or by the illness that it prevents or treats."""
    found = _OPENS.match(text)
    if found and found.lastgroup:
        return frozenset({found.lastgroup})
    known = conditions()
    wanted = known.named(asked)
    said = {
        one.lastgroup
        for one in _DOES.finditer(text)
        if one.lastgroup and known.related(wanted, known.named(text[one.end() : one.end() + REACH]))
    }
    return frozenset(name for name in said if name is not None) if len(said) == 1 else frozenset()
