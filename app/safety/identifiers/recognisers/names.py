"""Names by the words before them: a title, "my name is", "seen by", a relation, a label, a signature.

Such words are strong (whatever follows with a capital is a name, unless it is a word) or weak (a list
must know the name, or it has two words). From general knowledge of clinical notes and letters.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.name_tokens import Token, end_of, makes_eponym, name_at, tokens
from app.safety.identifiers.name_words import is_word, names, not_names
from app.safety.identifiers.sighting import LABELLED, Sighting

_RELATION: Final = (
    "husband|wife|spouse|partner|mother|father|mum|mom|mam|dad|son|daughter|brother|sister|aunt|uncle|niece|"
    "nephew|cousin|grandmother|grandfather|grandma|grandpa|nan|gran|granddad|grandson|granddaughter|"
    "stepmother|stepfather|stepson|stepdaughter|guardian|carer|caregiver|neighbou?r|friend|boyfriend|"
    "girlfriend|fianc[eé]e?|boss|colleague|flatmate|roommate|twin|baby|next of kin|nok|emergency contact"
)
_ROLE: Final = (
    "gp|consultant|surgeon|physician|doctor|nurse|midwife|attending|provider|registrar|therapist|dentist|"
    "pharmacist|anaesthetist|cardiologist|oncologist|psychiatrist|paediatrician|referrer|clinician|author|"
    "witness|interpreter|social worker|case manager|key ?worker|health visitor|coroner|pathologist"
)
_STRONG: Final = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"(?<!\w)(?:Mr|Mrs|Ms|Mx|Drs?|Prof|Professor|Messrs|Rev|Revd|Mme|Mlle|Herr|Frau|Señora?|Sra?)\b\.?\s{1,2}(?:and\s(?:Mrs|Mr|Dr)\.?\s)?", 0),
        (r"(?<!\w)(?:MR|MRS|MS|DR|PROF|MISS)\b\.?\s{1,2}", 0),
        (r"(?<!\w)(?:Miss|Nurse|Doctor|Dame|Sir|Rabbi|Imam|Pastor|Father|Judge|Sgt|Capt|Lady|Lord|Justice|Midwife|Matron|PC|Officer)\b\.?\s", 0),
        (r"\bmy\s(?:full\s|maiden\s|first\s|last\s)?name(?:\sis|'s|\u2019s|\swas|:)\s{1,2}", re.I),
        (r"\bnames?(?:\sis|'s|\u2019s)\s{1,2}", re.I),
        (r"(?<!drug )(?<!brand )(?<!generic )(?<!trade )(?<!product )(?<!file )(?<!user)(?<!trial )(?<!study )(?<!test )(?<!medicine )\bname\s?[:=]\s{0,3}", re.I),
        (rf"\b(?:patient|pt|client|resident|surname|forename|forenames|{_ROLE}|{_RELATION}|signed|dictated|typed|from|to|cc|contact|re|ref)\s?[:=]\s{{0,3}}", re.I),
        (r"\b(?:seen|reviewed|signed|dictated|referred|examined|assessed|prescribed|ordered|admitted|performed|treated|typed|authori[sz]ed|verified|interviewed|delivered|accompanied|witnessed|reported|consented|discharged|written|completed)\sby\s{1,2}", re.I),
        (r"\b(?:discussed|spoke|spoken|talked|met|d/w|appointment|consultation|liaised)\s(?:with\s)?", re.I),
        (r"\bunder\sthe\scare\sof\s|\bon\sbehalf\sof\s|\bdirected\sby:?\s{1,6}|\bmaiden\sname\s(?:is|was)\s|/s/\s?", re.I),
        (r"\b(?:Regards|Sincerely|faithfully|Yours|Thanks|Best|Cheers|wishes|truly|Love),?\s?\n{1,3}\s{0,4}", 0),
        (r"(?<!\w)Dear\s", 0),
    )
)  # fmt: skip
_WEAK: Final = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"\bI(?:'m|\u2019m|\sam)\s", 0),
        (r"\b(?:this|it|she|he|that)(?:\sis|'s|\u2019s|\swas)\s(?:called\s|named\s)?", re.I),
        (rf"\b(?:{_RELATION}|patient|pt|client|boy|girl|man|woman|lady|gentleman|infant|child|inmate|teacher|employer|colleague)\b(?:\sis|\swas|,)?(?:\scalled|\snamed|\sname\sis)?\s{{1,2}}", re.I),
        (r"\b(?:called|named|nicknamed|known\sas|goes\sby|after|with|for|by|under|from|ask|tell|told|saw|see|says|said)\s", re.I),
        (r"(?<!\w)(?:Hi|Hello|Hey|Morning|Afternoon)\s", 0),
    )
)  # fmt: skip
_SMALL: Final = re.compile(r"(?<!\w)(?:mr|mrs|ms|dr|prof)\.?\s(?P<one>[a-z][a-z'-]{1,30})(?:\s(?P<two>[a-z'-]{2,30}))?")
_SMALL_NAME: Final = re.compile(r"\bmy\sname(?:'s|\sis)\s(?P<one>[a-z][a-z'-]{1,30})(?:\s(?P<two>[a-z'-]{2,30}))?", re.I)
_LAST_FIRST: Final = re.compile(r"(?<!\w)([^\W\d_][\w'\u2019-]{1,30}),\s([^\W\d_][\w'\u2019-]{1,30})(?:\s[A-Z]\b\.?)?")
_AND: Final = re.compile(r"(?:,\s?(?:and\s|&\s)?|\s(?:and|&)\s)(?:(?:Mr|Mrs|Ms|Dr|Prof)\.?\s)?")


def introduced_names(text: str) -> Iterator[Sighting]:
    """Names in `text` that the words before them give away."""
    for pattern in _STRONG:
        for match in pattern.finditer(text):
            name = _name(text, match.end())
            if name and not makes_eponym(text, end_of(text, name)):
                yield _sighting(text, name)
                yield from _further(text, end_of(text, name))
    for pattern in _WEAK:
        for match in pattern.finditer(text):
            name = name_at(text, match.end())
            if name and _likely(name) and not makes_eponym(text, end_of(text, name)):
                yield _sighting(text, name)
    yield from _without_capitals(text)
    yield from _last_first(text)


def _sighting(text: str, name: list[Token]) -> Sighting:
    why = "a name behind words for one"
    return Sighting(IdentifierKind.NAME, name[0].start, end_of(text, name), LABELLED, why)


def _name(text: str, start: int) -> list[Token]:
    """As `name_at`, and a surname that is also a word: Mrs White."""
    name = name_at(text, start)
    if name:
        return name
    first = tokens(text[start : start + 40])[:1]
    if first and first[0].start == 0 and first[0].capital and first[0].small in names().any_surname:
        return [Token(first[0].written, start, start + first[0].end)]
    return []


def _further(text: str, end: int) -> Iterator[Sighting]:
    """Names that follow in a list: Drs Okafor and Lindqvist."""
    while (joint := _AND.match(text, end)) and (name := name_at(text, joint.end())):
        if not _likely(name):
            return
        yield _sighting(text, name)
        end = end_of(text, name)


def _likely(name: list[Token]) -> bool:
    """A list knows one of its words, or it has two that no list of eponyms knows."""
    listed, eponyms = names(), not_names().eponyms
    words = [each.small for each in name if not each.initial]
    if not words or any(each in eponyms for each in words):
        return len(words) > 1 and words[0] in listed.any_given
    if any(each in listed.given for each in words) or (words[-1] in listed.surnames):
        return True
    return len(words) > 1 and not any(each.written.isupper() for each in name)


def _without_capitals(text: str) -> Iterator[Sighting]:
    for match in (*_SMALL.finditer(text), *_SMALL_NAME.finditer(text)):
        if is_word(match["one"]):
            continue
        two = match["two"]
        both = two is not None and (two in names().any_surname or two in names().any_given)
        end = match.end("two") if both else match.end("one")
        yield Sighting(
            IdentifierKind.NAME, match.start("one"), end, LABELLED, "a name behind a title"
        )


def _last_first(text: str) -> Iterator[Sighting]:
    for match in _LAST_FIRST.finditer(text):
        last, first = match[1].lower(), match[2].lower()
        if match[1][0].isupper() and match[2][0].isupper() and last in names().surnames and first in names().any_given:
            yield Sighting(
                IdentifierKind.NAME, *match.span(), LABELLED, "a surname before a given name"
            )
