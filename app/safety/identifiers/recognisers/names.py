"""Names by the words before them: a title, "my name is", "seen by", a relation, a label, a signature.

Such words are strong (whatever follows with a capital is a name, unless it is a word) or weak (a list
must know the name, or it has two words). From general knowledge of clinical notes and letters.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.name_tokens import Token, end_of, makes_eponym, name_at, tokens
from app.safety.identifiers.name_words import (
    folded,
    is_drug,
    is_word,
    like_a_surname,
    names,
    not_names,
)
from app.safety.identifiers.sighting import LABELLED, SHAPED, Sighting

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
        (r"(?<!\w)(?:Miss|Nurse|Doctor|Dame|Sir|Rabbi|Imam|Pastor|Father|Brother|Sister|Judge|Sgt|Capt|Lady|Lord|Justice|Midwife|Matron|PC|Officer)\b\.?\s", 0),
        (r"\bmy\s(?:full\s|maiden\s|first\s|last\s)?name(?:\sis|'s|\u2019s|\swas|:)\s{1,2}", re.I),
        (r"\bnames?(?:\sis|'s|\u2019s|\?)\s{1,2}|\bcalls?\s(?:me|him|her)\s|\bnamed\s(?:him|her|it)\s", re.I),
        (r"(?<!drug )(?<!brand )(?<!generic )(?<!trade )(?<!product )(?<!file )(?<!user)(?<!trial )(?<!study )(?<!test )(?<!medicine )\bname\s?[:=]\s{0,8}", re.I),
        (rf"\b(?:patient|pt|client|resident|surname|forename|forenames|{_ROLE}|{_RELATION}|signed|dictated|typed|user|from|to|cc|contact|re)\s?[:=]\s{{0,3}}", re.I),
        (r"\b(?:seen|reviewed|signed|dictated|referred|examined|assessed|prescribed|ordered|admitted|performed|treated|typed|authori[sz]ed|verified|interviewed|delivered|accompanied|witnessed|reported|consented|discharged|written|completed)\sby\s{1,2}", re.I),
        (r"\b(?:discussed|spoke|spoken|talked|met|d/w|appointment|consultation|liaised)\s(?:with\s)?", re.I),
        (r"\bunder\sthe\scare\sof\s|\bon\sbehalf\sof\s|\bdirected\sby:?\s{1,6}|\bmaiden\sname\s(?:is|was)\s|/s/\s?", re.I),
        (r"\b(?:Regards|Sincerely|faithfully|Yours|Thanks|Best|Cheers|wishes|truly|Love),?\s?\n{1,3}\s{0,4}", 0),
        (r"[\"\u201d\u2019],?\s(?:said|says|asked|asks|replied|whispered)\s", 0),
        (r"(?<!\w)Dear\s", 0),
        (r"(?<!\w)(?:Hi|Hello|Hey)\s(?=[^\W\d_a-z][\w'-]{1,30}(?:\s[^\W\d_a-z][\w'-]{1,30})?\s?[,!.\n])", 0),
    )
)  # fmt: skip
_WEAK: Final = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?-i:\bI(?:'m|\u2019m|\sam))\s",
        rf"\b(?:{_RELATION}|patient|pt|client|boy|girl|man|woman|lady|gentleman|infant|child|inmate|"
        r"teacher|employer|colleague)\b(?:\sis|\swas|,)?(?:\scalled|\snamed|\sname\sis)?\s{1,2}",
        r"\b(?:nicknamed|goes\sby)\s",
    )
)
_WEAKER: Final = re.compile(
    r"\b(?:(?:this|it|she|he|that)(?:\sis|'s|\u2019s|\swas)|called|named|known\sas|after|with|for|by|under|"
    r"from|ask|tell|told|saw|see|says|said|and|to)\s|(?-i:(?<!\w)(?:Hi|Hello|Hey|Morning|Afternoon))\s",
    re.I,
)
_TITLE: Final = re.compile(
    r"(?:Mr|Mrs|Ms|Miss|Mx|Drs?|Prof|Professor|Sir|Dame|Rev|Father|Sister|Brother|Nurse|Doctor)\b\.?\s{1,2}", re.I
)
_SMALL: Final = re.compile(r"(?<!\w)(?:mr|mrs|ms|dr|prof)\.?\s(?P<one>[^\W\d_A-Z][\w'-]{1,30})(?:\s(?P<two>[^\W\d_A-Z][\w'-]{1,30}))?")
_SMALL_NAME: Final = re.compile(r"\bmy\sname(?:'s|\sis)\s(?P<one>[^\W\d_A-Z][\w'-]{1,30})(?:\s(?P<two>[^\W\d_A-Z][\w'-]{1,30}))?", re.I)
_ACTS: Final = re.compile(
    r"(?<!\w)(?P<id>[^\W\d_a-zß-öø-ÿ][\w'-]{1,30})(?:\s(?:lives?|lived|said|says|told|asked|shouted|phoned|e-?mailed|texted|replied|"
    r"smokes|drinks|weighs|married|has\sbeen\s(?:feeling|having|taking)|was\sborn)\b"
    r"|['\u2019]s\s(?:" + _RELATION + r"|address|birthday|phone|house|kid|medical\srecord|date\sof\sbirth)\b)"
)
"""What only a person does, or has."""
_LAST_FIRST: Final = re.compile(r"(?<!\w)([^\W\d_][\w'\u2019-]{1,30}),\s([^\W\d_][\w'\u2019-]{1,30})(?:\s[A-Z]\b)?")
_AND: Final = re.compile(r"(?:,\s?(?:and\s|&\s)?|\s(?:and|&)\s)(?:(?:Mr|Mrs|Ms|Dr|Prof)\.?\s)?")


def introduced_names(text: str) -> Iterator[Sighting]:
    """Names in `text` that the words before them give away."""
    for pattern in _STRONG:
        for match in pattern.finditer(text):
            name = _name(text, match.end())
            if name and not _acronym(name) and not makes_eponym(text, end_of(text, name)):
                yield _sighting(text, name)
                yield from _further(text, end_of(text, name))
    for pattern in (*_WEAK, _WEAKER):
        likely = _known if pattern is _WEAKER else _likely
        for match in pattern.finditer(text):
            name = name_at(text, match.end())
            if name and likely(name) and not makes_eponym(text, end_of(text, name)):
                yield _sighting(text, name)
    for match in _ACTS.finditer(text):
        word = folded(match["id"])
        if not is_word(word) and word not in not_names().eponyms and not match["id"].isupper():
            why = "somebody who does what only people do"
            yield Sighting(IdentifierKind.NAME, *match.span("id"), SHAPED, why)
    yield from _without_capitals(text)
    yield from _last_first(text)


def _sighting(text: str, name: list[Token]) -> Sighting:
    why = "a name behind words for one"
    return Sighting(IdentifierKind.NAME, name[0].start, end_of(text, name), LABELLED, why)


def _name(text: str, start: int) -> list[Token]:
    """As `name_at`, behind a title, and a surname that is also a word: Mrs White."""
    if title := _TITLE.match(text, start):
        start = title.end()
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


def _known(name: list[Token]) -> bool:
    """A list knows one of its words, and none of them is an eponym."""
    words = [each.small for each in name if not each.initial]
    if not words or any(each in not_names().eponyms for each in words):
        return len(words) > 1 and words[0] in names().any_given
    if len(words) == 1 and (name[0].written.isupper() or is_drug(name[0].written)):
        return False
    return any(each in names().given for each in words) or like_a_surname(words[-1])


def _likely(name: list[Token]) -> bool:
    """As `_known`, or it has two words that no list of eponyms knows."""
    words = [each for each in name if not each.initial]
    unknown = all(each.small not in not_names().eponyms for each in words)
    return _known(name) or (
        len(words) > 1 and unknown and not any(each.written.isupper() for each in words)
    )


def _acronym(name: list[Token]) -> bool:
    """One word in capitals that no list knows: DNA, ELISA, CCU."""
    one = name[0]
    return len(name) == 1 and one.written.isupper() and one.small not in names().any_surname


def _without_capitals(text: str) -> Iterator[Sighting]:
    for match in (*_SMALL.finditer(text), *_SMALL_NAME.finditer(text)):
        if is_word(match["one"]):
            continue
        two = match["two"]
        both = two is not None and (like_a_surname(folded(two)) or folded(two) in names().any_given)
        end = match.end("two") if both else match.end("one")
        yield Sighting(
            IdentifierKind.NAME, match.start("one"), end, LABELLED, "a name behind a title"
        )


def _last_first(text: str) -> Iterator[Sighting]:
    for match in _LAST_FIRST.finditer(text):
        last, first = folded(match[1]), folded(match[2])
        if match[1][0].isupper() and match[2][0].isupper() and like_a_surname(last) and first in names().any_given:
            yield Sighting(
                IdentifierKind.NAME, *match.span(), LABELLED, "a surname before a given name"
            )
