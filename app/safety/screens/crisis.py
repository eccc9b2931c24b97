"""Crisis: suicide, self-harm, abuse, violence, sexual assault, trafficking, eating disorders.

What a person says of themselves or of somebody near is referred, with a fixed text and numbers to
ring; it never reaches the model. Read are the question and what the user said earlier.

A clinician's question about such things is answered. It is referred where they speak of themselves,
or of somebody who is before them now and in danger.
"""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from app.domain.corpus import Audience
from app.domain.ports.embedding import Embedder
from app.domain.question import Question, Speaker
from app.domain.safety import (
    CheckStatus,
    CheckVerdict,
    Finding,
    Provenance,
    Screening,
    Severity,
)
from app.safety.rule import Rule
from app.safety.rulebook import read_rules
from app.safety.saying import fired, passed
from app.safety.screens.contacts import contacts
from app.safety.screens.likeness import Likeness
from app.safety.screens.phrases import Met, Phrases
from app.safety.screens.said import Said
from app.safety.screens.standing import Standing, Who, marks
from app.safety.texts import text_table
from app.safety.words import word_table

NAME: Final = "crisis"
FILES: Final = ("crisis_suicide.toml", "crisis_abuse.toml", "crisis_violence.toml")
UNSURE: Final = "unsure"
"""The texts given where it is not told of which kind a crisis is."""
MOST: Final = 30
"""Places of one text at which one rule is weighed, so that repeating words costs little."""
LIKENESS: Final = "crisis.json"
_UNLESS: Final = "unless "
_ALSO: Final = "also "


class CrisisRule(Rule):
    """One way in which a crisis is told. Phrases are those of `phrases.py`."""

    kind: str
    """Of `texts/crisis.toml`."""
    any: tuple[str, ...]
    """Of which one must stand there, neither denied, nor long past, nor of people in general."""
    also: tuple[str, ...] = ()
    """Where given, one of them must stand in the same text, beside the phrase that was met."""
    unless: tuple[str, ...] = ()
    """With one of them in the sentence it means something else."""
    audience: Audience | None = None
    """Whose words alone it reads; None: everybody's."""


class _Told(NamedTuple):
    rule: CrisisRule
    words: str
    who: Who


class CrisisScreen:
    """
    Args:
        country: ISO 3166-1 alpha-2, where the service stands; a question's own outranks it.
        embedder: for the likeness to words of a crisis; None: phrases alone are looked for.
    """

    name: str = NAME

    def __init__(self, country: str | None = None, embedder: Embedder | None = None) -> None:
        self._country = country
        self._likeness = Likeness(embedder, LIKENESS) if embedder is not None else None
        self._rules: Final = {rule.id: rule for rule in crisis_rules()}
        self._phrases: Final = _phrases()

    def prepare(self) -> None:
        self._phrases.prepare()
        marks().prepare()

    def screen(self, question: Question) -> Screening:
        told = list(self._read(question))
        country = question.country or self._country
        if not told:
            return self._alike(question, country)
        findings: dict[str, Finding] = {}
        verdicts: dict[str, CheckVerdict] = {}
        for one in sorted(told, key=lambda each: each.who is not Who.SPEAKER):
            finding = _finding(one, country)
            findings.setdefault(finding.name, finding)
            verdicts.setdefault(one.rule.id, fired(self.name, one.rule, one.words))
        return Screening(findings=tuple(findings.values()), checks=tuple(verdicts.values()))

    def _alike(self, question: Question, country: str | None) -> Screening:
        """What the likeness says of a question in which no phrase was met."""
        score = None if self._likeness is None else self._likeness.score(question.text)
        if score is None or score <= 0:
            return Screening(checks=(passed(self.name),))
        texts = text_table("crisis.toml")[UNSURE]
        finding = Finding(
            name=f"{NAME}/{UNSURE}",
            message=texts["you"],
            next_step=texts["next_step"],
            contacts=contacts(country, texts["lines"]),
        )
        verdict = CheckVerdict(
            name=self.name,
            status=CheckStatus.WARN,
            rule=f"{NAME}/likeness",
            why=f"It reads like words of people in a crisis ({score:.1f} above the threshold).",
            next_step="Give the crisis contacts.",
            severity=Severity.SERIOUS,
            provenance=Provenance.FROM_MEMORY,
        )
        return Screening(findings=(finding,), checks=(verdict,))

    def _read(self, question: Question) -> Iterator[_Told]:
        turns = [each.text for each in question.conversation if each.speaker is Speaker.USER]
        for text in (*turns, question.text):
            said = Said(text)
            yield from self._in(said, question.audience)

    def _in(self, said: Said, audience: Audience) -> Iterator[_Told]:
        met = list(self._phrases.find(said))
        if not met:
            return
        standing = Standing(said)
        looked: Counter[str] = Counter()
        for one in met:
            rule = self._rules.get(one.name)
            if rule is None or rule.audience not in {None, audience}:
                continue
            looked[rule.id] += 1
            if looked[rule.id] > MOST:
                continue
            if rule.also and not _beside(one, met):
                continue
            if _excused(said, one, met) or standing.told(one) or standing.idiom(one):
                continue
            if standing.denied(one) or standing.over(one):
                continue
            who = standing.who(one)
            if who is Who.GROUP:
                continue
            if audience is Audience.CLINICIAN and who is not Who.SPEAKER and not standing.acute():
                continue
            looked[rule.id] = MOST
            yield _Told(rule, said.as_written(one.first, one.end), who)


def _beside(one: Met, met: list[Met]) -> bool:
    return any(
        other.name == _ALSO + one.name and (other.first >= one.end or other.end <= one.first)
        for other in met
    )


def _excused(said: Said, one: Met, met: list[Met]) -> bool:
    first, end = said.sentence(one.first)
    return any(other.name == _UNLESS + one.name and first <= other.first < end for other in met)


def _finding(told: _Told, country: str | None) -> Finding:
    texts = text_table("crisis.toml")[told.rule.kind]
    of_self = told.who is not Who.OTHER
    return Finding(
        name=f"{NAME}/{told.rule.kind}",
        message=texts["you" if of_self else "other"],
        next_step=texts["next_step"],
        contacts=contacts(country, texts["lines"]),
    )


@lru_cache(maxsize=1)
def crisis_rules() -> tuple[CrisisRule, ...]:
    """The rules of all files."""
    return tuple(rule for name in FILES for rule in read_rules(name, CrisisRule))


@lru_cache(maxsize=1)
def _phrases() -> Phrases:
    named: dict[str, tuple[str, ...]] = {}
    for rule in crisis_rules():
        named[rule.id] = rule.any
        named[_ALSO + rule.id] = rule.also
        named[_UNLESS + rule.id] = rule.unless
    return Phrases(named, word_table("crisis.toml"))
