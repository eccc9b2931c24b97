"""The recommendations of the US Preventive Services Task Force, from its data dump (JSON).

Source: the Task Force's Prevention TaskForce data API. A specific recommendation (one population,
one grade) belongs to a general one (a topic and year), which holds the reasoning as HTML.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from app.domain.errors import UnreadableDocument
from ingest.reading import ReadDocument, SourceFile, Stated
from ingest.screening.hidden import Concealing
from ingest.sources.html_fragments import Fragment, Page, as_markup, page_of_fragments
from ingest.sources.stated import iso_date

PUBLISHER: Final = "US Preventive Services Task Force"
PAGE: Final = "https://www.uspreventiveservicestaskforce.org/uspstf/recommendation/"
"""A topic's page is this and its alias."""

_SIGN: Final = re.compile(rb'"specificRecommendations"\s*:\s*\[')
_SNIFFED: Final = 4096
_HEADED: Final = re.compile(r"\s*(?:<div[^>]*>\s*)*<h[1-6]\b", re.IGNORECASE)
_ALIAS: Final = re.compile(r"[a-z0-9-]+")

_Words = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class _Specific(_Part):
    id: str
    title: _Words = ""
    grade: _Words = ""
    grade_version: int = Field(default=0, alias="gradeVer")
    """Index into the definitions of the grade."""
    text: _Words = ""
    service_frequency: _Words = Field(default="", alias="servFreq")
    risk: _Words = Field(default="", alias="riskText")
    general: _Words = ""


class _General(_Part):
    title: _Words = ""
    year: int | None = Field(default=None, alias="topicYear")
    published: _Words = Field(default="", alias="pubDate")
    alias: _Words = Field(default="", alias="uspstfAlias")
    rationale: _Words = ""
    pathway: _Words = Field(default="", alias="pathwayToBenefit")
    clinical: _Words = ""
    discussion: _Words = ""
    other: _Words = ""


class _Dump(_Part):
    specific: tuple[_Specific, ...] = Field(alias="specificRecommendations", min_length=1)
    general: dict[str, _General] = Field(default={}, alias="generalRecommendations")
    grades: dict[str, tuple[str, ...]] = {}


class UspstfReader:
    """One document a specific recommendation, with its grade and what the grade means.

    To it belong the rationale and the clinical considerations of its topic. The topic's discussion
    of the evidence and what other bodies recommend, shared by all of its recommendations, is one
    more document (`#general-389`), so that no word is indexed twice for it.
    """

    @property
    def name(self) -> str:
        return "uspstf"

    @property
    def version(self) -> int:
        return 3

    def accepts(self, file: SourceFile) -> bool:
        if file.path.suffix.lower() != ".json":
            return False
        with file.path.open("rb") as opened:
            head = opened.read(_SNIFFED).removeprefix(b"\xef\xbb\xbf").lstrip()
        return head.startswith(b"{") and _SIGN.search(head) is not None

    def read(
        self,
        file: SourceFile,
        columns: dict[str, str],  # noqa: ARG002 - for formularies
    ) -> Iterator[ReadDocument]:
        dump = _read(file)
        reasons: dict[str, Page] = {}
        for specific in dump.specific:
            topic = dump.general.get(specific.general, _General())
            if specific.general not in reasons:
                reasons[specific.general] = page_of_fragments(_reasons(topic), file.origin)
            own = page_of_fragments(_own(specific, dump.grades), file.origin)
            why = reasons[specific.general]
            yield Concealing(
                title=specific.title or topic.title or None,
                # The topic's reasoning alone recommends nothing.
                blocks=own.blocks + why.blocks if own.blocks else (),
                hidden=own.hidden + why.hidden,
                record=specific.id,
                stated=_stated(topic, specific.grade or None),
            )
        for key, topic in dump.general.items():
            page = page_of_fragments(_evidence(topic), file.origin)
            if page.blocks:
                yield Concealing(
                    title=topic.title or None,
                    blocks=page.blocks,
                    hidden=page.hidden,
                    record=f"general-{key}",
                    stated=_stated(topic, None),
                )


def _read(file: SourceFile) -> _Dump:
    try:
        return _Dump.model_validate_json(file.path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise UnreadableDocument(
            f"{file.origin} is not a whole dump of the Task Force's recommendations ({where}: "
            f"{first['msg']}). Fetch it again."
        ) from None


def _own(specific: _Specific, grades: dict[str, tuple[str, ...]]) -> Iterator[Fragment]:
    name = "Recommendation"
    yield Fragment((name,), specific.text)
    meanings = grades.get(specific.grade, ())
    if specific.text.strip() and 0 <= specific.grade_version < len(meanings):
        meaning = as_markup(meanings[specific.grade_version])
        yield Fragment((name, f"Grade {specific.grade}"), meaning)
    yield Fragment((name, "Service frequency"), specific.service_frequency)
    yield Fragment((name, "Risk"), specific.risk)


def _reasons(topic: _General) -> Iterator[Fragment]:
    yield Fragment(("Rationale",), topic.rationale)
    yield Fragment(("Pathway to benefit",), topic.pathway)
    yield Fragment(("Clinical considerations",), topic.clinical)


def _evidence(topic: _General) -> Iterator[Fragment]:
    yield Fragment(("Discussion",), topic.discussion)
    # Older topics hold there what other bodies recommend; newer ones sections of any kind, headed.
    headed = _HEADED.match(topic.other) is not None
    yield Fragment(() if headed else ("Recommendations of others",), topic.other)


def _stated(topic: _General, grade: str | None) -> Stated:
    year = topic.year if topic.year and 1984 <= topic.year <= 2100 else None
    return Stated(
        publisher=PUBLISHER,
        jurisdiction="US",
        grade=grade,
        version=str(year) if year else None,
        published=iso_date(topic.published) or (date(year, 1, 1) if year else None),
        url=f"{PAGE}{topic.alias}" if _ALIAS.fullmatch(topic.alias) else None,
    )
