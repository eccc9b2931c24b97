"""Doses that a label states in one sentence: `The dose of X in adults is 5 mg twice daily`.

Three forms are read, each to its last word: `the <usual starting> dose <of X> <for whom> is ...`,
`<whom>: ...`, and `<whom> should receive ...`; behind a semicolon, sentences of their own alone.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from app.domain.corpus import SplitDocument
from app.domain.facts import DoseFact, DoseRole
from ingest.facts.dosage import PERSONS, Line
from ingest.facts.illnesses import ends_in_illness, names_illness
from ingest.facts.kidney import band_in, speaks_of_kidneys
from ingest.facts.label import Label
from ingest.facts.numbers import FIGURE
from ingest.facts.quantities import quantities_in
from ingest.facts.regimen import Regimen, is_called, regimen
from ingest.facts.standing import standing

ROLES: Final = {
    "starting": DoseRole.STARTING,
    "initial": DoseRole.STARTING,
    "maintenance": DoseRole.MAINTENANCE,
    "loading": DoseRole.LOADING,
    "maximum": DoseRole.MAXIMUM,
    "maximal": DoseRole.MAXIMUM,
}
_ROLE_WORDS: Final = (
    r"(?:usual|recommended|suggested|normal|standard|typical|average|adult|p(?:a?e)diatric|oral|"
    r"total|daily|starting|initial|maintenance|loading|maximum|maximal)"
)
_DOSE_IS: Final = re.compile(
    r"(?:(?:for|in)\s+(?P<before>[^,;:]{3,160}),\s+)?(?:(?:the|a)\s+)?"
    rf"(?P<roles>(?:{_ROLE_WORDS}\s+)*)(?:dose|dosage)(?:\s+(?:range|regimen))?"
    r"(?:\s+of\s+(?P<drug>[^,;:\d]{2,80}?))?(?:\s+(?:for|in)\s+(?P<inside>.{3,200}?))?"
    rf"\s*(?:\bis\b|\bare\b|:|\s[-\u2013\u2014])\s*(?P<rest>{FIGURE}.*)",
    re.IGNORECASE,
)
_WHOM: Final = re.compile(
    rf"(?P<before>[^:;]{{3,120}}?)\s*(?::|\s[-\u2013\u2014])\s+(?P<rest>{FIGURE}.*)",
    re.IGNORECASE,
)
_RECEIVE: Final = re.compile(
    r"(?P<before>(?:(?:most|all|some)\s+)?(?:adult|p(?:a?e)diatric|elderly)?\s?(?:adults?|children|"
    r"infants|adolescents|patients|women|men)\b[^:;]{0,160}?)\s+(?:should|may|can)\s+(?:(?P<start>"
    r"be (?:started|initiated) (?:on|at|with)|start (?:on|at|with))|receive|take|be given)\s+"
    rf"(?P<rest>{FIGURE}.*)",
    re.IGNORECASE,
)
_TIMES: Final = re.compile(
    r"\b(?:days?|weeks?|months?|hours?|first|second|next|following|maintenance|initiat\w+)\b",
    re.IGNORECASE,
)
_UNCERTAIN: Final = re.compile(
    r"\b(?:not|unless|except|without|than the|other than|avoid|stud(?:y|ies)|trials?|dos(?:es?|"
    r"age)|half|twice|double)\b",
    re.IGNORECASE,
)


class _Said(NamedTuple):
    given: Regimen
    role: DoseRole
    whom: str | None
    """For whom or for what, in the sentence's words."""


def sentence_doses(document: SplitDocument, label: Label, line: Line) -> Iterator[DoseFact]:
    """What the clauses of one sentence state; nothing where one before may bind them."""
    if line.bound or not quantities_in(line.text):
        return
    language = document.document.card.provenance.language
    clauses = re.split(r";\s+", line.text)
    if not all(clause[:4].casefold() == "the " for clause in clauses[1:]):
        return
    illness_before = line.illness_before
    for at, clause in enumerate(clauses):
        said = _read(clause.strip(), label, language)
        if said is None or not said.given.is_scheduled:
            return
        whom = said.whom
        persons = whom is not None and PERSONS.search(whom) is not None
        if not persons and (line.persons_before or at):
            return
        own = whom is not None and (not persons or names_illness(whom))
        if illness_before and not own:
            return
        illness_before = illness_before or names_illness(clause)
        renal = band_in(whom) if whom else None
        if renal is None and (line.kidneys or speaks_of_kidneys(line.text)):
            return
        for amount in said.given.amounts:
            yield DoseFact(
                **standing(document, line.passage, line.span, label.ingredients),
                role=said.role,
                amount=amount,
                frequency=said.given.frequency,
                route=said.given.route,
                population=_together(line.population, whom) if persons else line.population,
                indication=line.indication if persons or whom is None else whom,
                renal=renal,
            )


def _together(heading: str | None, whom: str | None) -> str | None:
    """The heading's persons and the sentence's own: both have to hold."""
    return "; ".join(dict.fromkeys(filter(None, (heading, whom)))) or None


def _read(clause: str, label: Label, language: str) -> _Said | None:
    if match := _DOSE_IS.fullmatch(clause):
        return _dose_is(match, label, language)
    for pattern in (_RECEIVE, _WHOM):
        if match := pattern.fullmatch(clause):
            whom = match["before"].strip()
            given = regimen(match["rest"], label.names, language, daily=False)
            starts = pattern is _RECEIVE and match["start"] is not None
            role = DoseRole.STARTING if starts else DoseRole.STATED
            return _Said(given, role, whom) if given and _is_whom(whom) else None
    return None


def _dose_is(match: re.Match[str], label: Label, language: str) -> _Said | None:
    words = match["roles"].casefold().split()
    roles = {ROLES[word] for word in words if word in ROLES}
    told = [one for one in (match["before"], match["inside"]) if one]
    by_age = [one for one in words if PERSONS.fullmatch(one)]
    if len(roles) > 1 or len(told) + len(by_age) > 1:
        return None
    if match["drug"] and not is_called(match["drug"], label.names):
        return None
    whom = (told or by_age or [None])[0]
    if whom is not None and whom in told and not _may_be_for(whom):
        return None
    given = regimen(match["rest"], label.names, language, daily="daily" in words)
    if given is not None and "oral" in words:
        given = given._replace(route=given.route or "oral")
    return _Said(given, roles.pop() if roles else DoseRole.STATED, whom) if given else None


def _is_whom(words: str) -> bool:
    """Whether words before a colon are persons or an illness; another drug's name is neither."""
    known = PERSONS.search(words) is not None or ends_in_illness(words)
    return known and _may_be_for(words)


def _may_be_for(words: str) -> bool:
    persons = PERSONS.search(words) is not None
    return (
        not _UNCERTAIN.search(words)
        and not quantities_in(words)
        and (persons or not _TIMES.search(words))
    )
