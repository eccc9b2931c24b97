"""Scope: what is no question of medicine is declined.

A sentence of that kind beside a question of medicine is left out, and the rest goes on.

Where in doubt it passes: retrieval abstains by itself from what the library does not hold. So does
what may be about the person whose record came with the question, unless a phrase tells. Declined
is a request of a kind in `rules/scope.toml`, what is like such requests (`likeness.py`), or a text
without a word in it.
"""

import re
from functools import lru_cache
from typing import Final

from app.domain.abstention import AbstentionReason
from app.domain.corpus import Audience
from app.domain.ports.embedding import Embedder
from app.domain.question import Question
from app.domain.safety import (
    CheckStatus,
    CheckVerdict,
    Decline,
    Provenance,
    Screening,
    Severity,
)
from app.safety.rule import Rule
from app.safety.rulebook import read_rules
from app.safety.saying import fired, passed
from app.safety.screens.clinical import clinical_words
from app.safety.screens.jumble import no_words
from app.safety.screens.languages import foreign_language
from app.safety.screens.likeness import Likeness
from app.safety.screens.phrases import Phrases
from app.safety.screens.said import Said
from app.safety.words import word_table

NAME: Final = "scope"
FILE: Final = "scope.toml"
DECLINED: Final = "This is not a question about health, so it is not answered here."
NO_WORDS: Final = (
    "There are no words in this that can be read as a question. Write it in a short sentence."
)
LIKENESS: Final = "scope.json"
CLINICAL: Final = 2.0
"""How far above the threshold a text with a word of medicine in it must be."""
CLINICIANS: Final = 1.5
SPECIAL: Final = 1.0
"""The same for a clinician's question, and beside it for a special name: no list has them all."""
SENTENCES: Final = 5
"""Of a question that is looked at sentence by sentence."""
FEWEST: Final = 4
"""Words of a sentence that is left out, with the stop."""
LEFT_OUT: Final = "A part that has nothing to do with health was left out."
_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?\n]*[\"'\u201d\u2019)\]]*\s*|[.!?\n]+\s*")
_POINTING: Final = frozenset(
    """
    i me my mine we us our he him his she her hers it its they them their this that these those one
    same both either other there then
    """.split()  # noqa: SIM905 - a list of words is read more easily
)
_UNLESS: Final = "unless "
_SPECIAL: Final = re.compile(r"\b(?=\w*[A-Z])(?:[A-Z]{3,}\w*|\w+[A-Z]\w*|\w*[A-Za-z]\d\w*)\b")
"""Capitals inside a word, or figures, as names of genes, tests and programs have them."""


class ScopeRule(Rule):
    """Phrases are those of `phrases.py`."""

    any: tuple[str, ...]
    unless: tuple[str, ...] = ()
    anyway: bool = False
    """Whether it holds beside words of medicine too."""


class ScopeScreen:
    """Declines what is plainly no question of medicine."""

    name: str = NAME

    def __init__(self, embedder: Embedder | None = None) -> None:
        """
        Args:
            embedder: for the likeness to what is no question of health; None: phrases alone.
        """
        self._likeness = Likeness(embedder, LIKENESS) if embedder is not None else None
        self._rules: Final = {rule.id: rule for rule in scope_rules()}
        self._phrases: Final = _phrases()

    def prepare(self) -> None:
        self._phrases.prepare()

    def screen(self, question: Question) -> Screening:
        said = Said(question.text)
        if no_words(said.plain):
            return self._declined(_gibberish(said.plain), NO_WORDS)
        for met in self._phrases.find(said):
            rule = self._rules.get(met.name)
            if rule is None or self._excused(said, rule):
                continue
            if rule.anyway or not (clinical_words(said.plain) or question.conversation):
                verdict = fired(self.name, rule, said.as_written(met.first, met.end))
                return self._declined(verdict, DECLINED)
        goes_on = question.conversation or (question.record and _of_somebody(said))
        if not goes_on and self._alike(question.text, question.audience):
            return self._declined(_unlike_health(), DECLINED)
        return self._left(said.plain)

    def _left(self, text: str) -> Screening:
        """Without the sentences that stand for themselves and ask for something else."""
        sentences = [one for one in _SENTENCE.findall(text) if one.strip()]
        if not 1 < len(sentences) <= SENTENCES:
            return Screening(checks=(passed(self.name),))
        outside = [one for one in sentences if self._outside(one)]
        left = "".join(one for one in sentences if one not in outside).strip()
        if not outside or not clinical_words(left):
            return Screening(checks=(passed(self.name),))
        which = (
            f"sentence {sentences.index(outside[0]) + 1}"  # not its words: they may name somebody
        )
        verdict = _unlike_health().model_copy(update={"fired_on": which, "why": LEFT_OUT})
        return Screening(plain=left, checks=(verdict,))

    def _outside(self, sentence: str) -> bool:
        """Whether it needs no other sentence to be understood, and has nothing to do with health.

        Words that speak of somebody or point back are taken for part of a question of medicine.
        """
        said = Said(sentence)
        if len(said.words) < FEWEST or said.known & _POINTING or clinical_words(sentence):
            return False
        if any(met.name in self._rules for met in self._phrases.find(said)):
            return True
        score = None if self._likeness is None else self._likeness.score(sentence)
        return score is not None and score > 0 and foreign_language(sentence) is None

    def _alike(self, text: str, audience: Audience) -> bool:
        score = None if self._likeness is None else self._likeness.score(text)
        if score is None or score <= 0 or foreign_language(text) is not None:
            return False
        if clinical_words(text):
            return score > CLINICAL
        least = CLINICIANS if audience is Audience.CLINICIAN else 0
        return score > least + (SPECIAL if _SPECIAL.search(text) else 0)

    def _excused(self, said: Said, rule: ScopeRule) -> bool:
        return any(one.name == _UNLESS + rule.id for one in self._phrases.find(said))

    def _declined(self, verdict: CheckVerdict, why: str) -> Screening:
        decline = Decline(reason=AbstentionReason.OUT_OF_SCOPE, explanation=why)
        return Screening(decline=decline, checks=(verdict,))


def _of_somebody(said: Said) -> bool:
    """Whether it may ask about the person whose record came with it: `How old is he?`, `Age?`."""
    return len(said.words) < FEWEST or bool(said.known & _POINTING)


def _unlike_health() -> CheckVerdict:
    return CheckVerdict(
        name=NAME,
        status=CheckStatus.WARN,
        rule="scope/likeness",
        why="It reads like requests that have nothing to do with health.",
        next_step="Ask a question about health in a full sentence.",
        severity=Severity.MINOR,
        provenance=Provenance.FROM_MEMORY,
    )


def _gibberish(text: str) -> CheckVerdict:
    return CheckVerdict(
        name=NAME,
        status=CheckStatus.WARN,
        rule="scope/no-words",
        fired_on=text[:60],
        why="It holds no word that can be read.",
        next_step="Write the question in a short sentence.",
    )


@lru_cache(maxsize=1)
def scope_rules() -> tuple[ScopeRule, ...]:
    return read_rules(FILE, ScopeRule)


@lru_cache(maxsize=1)
def _phrases() -> Phrases:
    named: dict[str, tuple[str, ...]] = {}
    for rule in scope_rules():
        named[rule.id] = rule.any
        named[_UNLESS + rule.id] = rule.unless
    return Phrases(named, word_table("scope.toml"))
