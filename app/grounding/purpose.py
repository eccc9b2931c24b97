"""Whether a quotation is about preventing an illness where it is to be treated, or the reverse."""

import re
from collections.abc import Sequence
from typing import Final

from app.grounding.compared import Compared, differing
from app.grounding.layers import Layer
from app.terms.conditions import conditions

PREVENTION, TREATMENT = "prevention", "treatment"

_PREVENTS: Final = re.compile(
    r"\b(?:\w*prophyla\w+|prevent\w*|pre-?exposure|post-?exposure|pr?ep|suppressive|"
    r"suppression(?= of recurr| therapy| treatment|\s*$)|"
    r"risk reduction|reduc\w+ (?:the )?(?:risk|recurrence))\b",
    re.IGNORECASE,
)
_ASKS_PREVENTION: Final = re.compile(
    r"\b(?:ward(?:ing)? off|keep\w* (?:\w+ ){1,3}(?:away|at bay|from coming)|"
    r"(?:stop|avoid)\w* (?:(?:me|him|her|them|it|us|people|patients|attacks|my|his|migraines?|the|"
    r"a|an|\w+s) ){0,3}(?:getting|catching|developing|coming back|from (?:getting|catching|coming|"
    r"happening|recurring)|recurring|returning|recurrence|relapsing)|"
    r"(?:so|that) (?:i|he|she|we|they) (?:do|does|did)(?:n['\u2019]t| not) (?:get|catch|have|develop)|"
    r"fewer (?:attacks|episodes|migraines|flares)|how often attacks|"
    r"(?:after|following) (?:exposure|contact|being (?:exposed|near))|(?:been |was |were )exposed|"
    r"(?:close|household) contacts?|before (?:travel\w*|surgery|an? (?:operation|flight|procedure|"
    r"dental|trip)|(?:the|his|her|my) (?:operation|surgery|flight|trip|procedure))|"
    r"(?:going|travelling|traveling|trip|flying|holiday) (?:to|in)|for (?:our|my|a|the|his|her|their) "
    r"(?:holiday|trip|safari|travels|flight|journey)|keeps? (?:on )?(?:getting|having|coming)|"
    r"to (?:stop|avoid) (?:clots|blood clots|it|them|attacks|another|a second|more|further)|"
    r"contacts?(?! (?:dermatitis|lens\w*|us|allergy|eczema))|"
    r"(?:needlestick|needle-stick|after a tick bite))\b",
    re.IGNORECASE,
)
_ASKS_AFTER: Final = re.compile(
    r"\b(?:after|following|since|previous|prior|history of|had|post)[- ](?:an? |my |his |her |the |"
    r"previous |recent |their |new )*(?:mi|heart attack|myocardial infarction|stroke|tia|stemi|nstemi|"
    r"stent|bypass|coronary|hip|knee|(?:hip|knee) replacement|fracture|operation|surgery|caesarean|"
    r"section)\b|\b(?:bed-?bound|immobile|immobili[sz]ed|long-haul|medical inpatient|asplenic|"
    r"no spleen|splenectomy)\b|\bsecondary prevention\b",
    re.IGNORECASE,
)
"""What is given then is given against a second one."""
_NEVER: Final = re.compile(
    r"\b(?:never had|no (?:history|previous|prior)|without (?:a )?(?:history|previous|known))\b|"
    r"\bprimary prevention\b|\b(?:healthy|fit and well) (?:wo)?m[ae]n\b|\b10-year risk\b|\bqrisk\d?\b",
    re.IGNORECASE,
)
_TREATS: Final = re.compile(r"\b(?:treat(?:s|ed|ing|ment|ments)?|curing|cure)\b", re.IGNORECASE)
_ACUTE: Final = re.compile(
    r"\b(?:acute(?:ly)?|attack(?! rate)|rescue|reliever|established|exacerbation|"
    r"abort(?:ive|ing)?|symptomatic relief|active (?:disease|infection|bleeding)|emergency)\b",
    re.IGNORECASE,
)
_HEART_ATTACK: Final = re.compile(
    r"\b(?:heart|transient isch\w+) attacks?\b|\battacks\b", re.IGNORECASE
)
_NOW: Final = re.compile(
    r"\b(?:confirmed|proven|(?:newly |just |been )diagnosed|tested positive|"
    r"positive (?:swab|test|culture|pcr)|(?:swab|test|culture|pcr) (?:is |came back |was )?positive|"
    r"(?:swab|test|culture|pcr|smear|antigen)[- ]positive|"
    r"now(?! that)|today|tonight|current(?:ly)?|under ?way|outbreak|(?:quick|fast|rapid) relief|"
    r"reliev\w+|(?:back|home|returned) from \w+ with|at the moment|as we speak|currently (?:has|having)|"
    r"symptoms? (?:since|for|began|started|onset)|(?:since|from) (?:yesterday|this morning|"
    r"last night|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|"
    r"ha(?:s|ve) (?:just )?(?:got|developed|come down with|caught)|(?:come|came|coming|gone) down with|"
    r"in the middle of|present(?:s|ed|ing)? with|woke(?:n)? (?:up )?with|woken by|ongoing|"
    r"(?:started|began|came on) (?:\w+ ){0,3}(?:ago|today|tonight|yesterday)|"
    r"having an?(?:other)?|during an?|(?:at )?this (?:very )?(?:minute|moment|second)|in progress|again|"
    r"swollen|bleed(?:s|ing)?|st[- ]elevation|at (?:the|its) (?:height|worst)|"
    r"already (?:has|have|got|\w+ing)|in (?:ed|a&e|resus) with|admitted with|new (?:dvt|pe|clot)|"
    r"fresh|hot swollen)\b",
    re.IGNORECASE,
)
_VACCINE: Final = re.compile(
    r"\b(?:vaccin\w+|immuni[sz]\w+|jabs?|booster|immunoglobulin|travel\w*|holiday)\b", re.IGNORECASE
)
_PREVENTIVE_CARE: Final = re.compile(
    r"\b(?:prophylactic|prevent(?:ive|ative)|post-?exposure|pre-?exposure|suppressive|preventer)\s"
    r"(?:treatments?|therap(?:y|ies))\b",
    re.IGNORECASE,
)
_CONTACTS: Final = re.compile(r"\b(?:contacts|preventers?|carriers?|travellers)\b", re.IGNORECASE)
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
REACH: Final = 40
"""Characters in which the illness is named that words say is prevented or treated."""
SHORT_TITLE: Final = 5
"""Words of a title that is a topic (`Malaria prophylaxis`) and not a study's."""
_SETTING: Final = re.compile(r"\bin\b(?P<setting>.*)$", re.IGNORECASE)


def purpose(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Prevention or treatment, by what headings and the first words of a quotation say; a title
    such as "X for the treatment of Y" says what was studied, not what else the text tells."""
    wanted, outright = _wanted(asked)
    if not wanted:
        return None
    for at, layer in enumerate(layers):
        said = _of_heading(layer.text) if layer.heading else _of_words(asked, layer.text)
        if at == len(layers) - 1 and (said != {PREVENTION} or len(layer.text.split()) > SHORT_TITLE):
            return None
        if not said:
            continue
        if wanted in said:
            other = _first_or_second(asked, layer.text) if wanted == PREVENTION else None
            return other or Compared("purpose")
        if not outright and not _against_the_same(asked, layer.text, min(said)):
            return None
        return Compared("purpose", differing(wanted, min(said)))
    return None


def _wanted(asked: str) -> tuple[str, bool]:
    """What is asked for, and whether outright; empty where neither or both are."""
    prevents, treats = bool(_PREVENTS.search(asked)), bool(_TREATS.search(asked))
    if prevents or treats:
        both = prevents and treats and not _PREVENTIVE_CARE.search(asked)
        return ("", True) if both else (PREVENTION if prevents else TREATMENT, True)
    if _ASKS_PREVENTION.search(asked) or _WAS_EXPOSED.search(asked):
        return PREVENTION, True
    plain = _HEART_ATTACK.sub(" ", asked)
    if _ACUTE.search(plain):
        return TREATMENT, True
    if (_ASKS_AFTER.search(asked) or _NEVER.search(asked)) and not _NOW.search(plain):
        return PREVENTION, False
    if _VACCINE.search(asked):
        return PREVENTION, False
    if _NOW.search(plain) or conditions().once(asked):
        return TREATMENT, False
    return "", False


def _of_heading(text: str) -> frozenset[str]:
    plain = _PREVENTIVE_CARE.sub("prevention", text)
    prevents = bool(_PREVENTS.search(plain) or _CONTACTS.search(plain))
    found = {PREVENTION} if prevents else set()
    if _TREATS.search(plain) or (not prevents and _ACUTE.search(_HEART_ATTACK.sub(" ", plain))):
        found.add(TREATMENT)
    return frozenset(found)


def _of_words(asked: str, text: str) -> frozenset[str]:
    """By how the words begin, or by the illness that they say is prevented or treated."""
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


def _first_or_second(asked: str, heading: str) -> Compared | None:
    """A first event is prevented in other people than a second; an infection in other ways before
    a contact than after it."""
    for asks, (wanted, words), (other, others) in _STAGES:
        if asks.search(asked) and others.search(heading) and not words.search(heading):
            return Compared("purpose", differing(wanted, other))
    return None


def _against_the_same(asked: str, heading: str, said: str) -> bool:
    """Whether a heading on prevention or treatment can be about the illness asked about: stroke is
    prevented in somebody who has atrial fibrillation."""
    if said == TREATMENT:
        return bool(_ACUTE.search(heading) or _TREATED.search(heading))
    known = conditions()
    wanted = known.named(asked)
    setting = _SETTING.search(heading)
    if setting and known.related(wanted, known.named(setting["setting"])):
        return False
    target = known.named(heading[: setting.start()] if setting else heading)
    if target:
        return known.related(wanted, target)
    if re.search(r"\b(?:primary|secondary)\b", heading, re.IGNORECASE):
        return bool(wanted & EVENTS)
    named = _TARGET.search(heading)
    word = (named["before"] or named["after"]).lower() if named else ""
    return not word or bool(_PLAIN.fullmatch(word)) or word.rstrip("s") in asked.lower()


_TREATED: Final = re.compile(
    r"\btreatment (?:of|dose|course)\b|\btreat(?:s|ing)\b|\bfull dose\b|\btherapeutic dose\b",
    re.IGNORECASE,
)
EVENTS: Final = frozenset({"myocardial infarction", "stroke"})
_TARGET: Final = re.compile(
    r"(?P<before>\b[a-z-]{4,}) (?:prevention|prophylaxis)\b|"
    r"\b(?:prevention|prophylaxis|preventing) of (?:an? |the )?(?P<after>[a-z-]{4,})",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile(
    r"(?:long-term|short-term|recurr\w+|relapses?|routine|surgical|medical|seasonal|post-?exposure|"
    r"pre-?exposure|antibiotic|drug|infection|attacks?|flares?|episodes?|further|continuous|"
    r"clots?|contacts?|re-?bleed\w*|for|dose|dosage|daily|night-?time)",
    re.IGNORECASE,
)
"""Words beside `prevention` that do not say what is prevented."""
_FIRST = ("a first event", re.compile(r"\bprimary prevention\b", re.IGNORECASE))
_SECOND = ("a second event", re.compile(r"\bsecondary prevention\b", re.IGNORECASE))
_BEFORE = ("the time before a contact", re.compile(r"\bpre-?exposure\b|\bprep\b", re.IGNORECASE))
_SINCE = ("the time after a contact", re.compile(r"\bpost-?exposure\b|\bpep\b", re.IGNORECASE))
_WAS_EXPOSED: Final = re.compile(
    r"\b(?:bitten|needle-?stick|exposed|(?:after|following) (?:exposure|contact|unprotected|a bite)|"
    r"unprotected sex|condom (?:broke|split)|post-?exposure|pep)\b",
    re.IGNORECASE,
)
_WILL_TRAVEL: Final = re.compile(
    r"\b(?:before (?:travel\w*|exposure|a trip)|pre-?exposure|prep|going to|planning)\b", re.IGNORECASE
)
_STAGES: Final = (
    (_ASKS_AFTER, _SECOND, _FIRST),
    (_NEVER, _FIRST, _SECOND),
    (_WAS_EXPOSED, _SINCE, _BEFORE),
    (_WILL_TRAVEL, _BEFORE, _SINCE),
)
"""What the question says, what it is then about, and what is something else."""
