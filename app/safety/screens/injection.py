"""Injection: words in a question that are aimed at the model.

They are taken out, sentence by sentence; where a question of medicine is left, it goes on
(`Screening.plain`), and the verdict warns. Where none is left, the question is declined.

Looked for are the signs of `app.terms.injections` and the phrases of `rules/injection.toml`, in the
words as a reader sees them, and in what they turn into: unseen, encoded, spelled with figures.
"""

import base64
import binascii
import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from app.domain.abstention import AbstentionReason
from app.domain.question import Question
from app.domain.safety import CheckStatus, CheckVerdict, Decline, Provenance, Screening, Severity
from app.safety.rule import Rule
from app.safety.rulebook import read_rules
from app.safety.saying import fired, passed
from app.safety.screens.clinical import clinical_words
from app.safety.screens.phrases import Phrases
from app.safety.screens.said import Said
from app.safety.words import word_table
from app.terms.conditions import conditions
from app.terms.drugs import drug_names
from app.terms.injection_signs import UNSEEN_SIGN
from app.terms.injections import Met, signs_in
from app.terms.unseen import concealed, plainly

NAME: Final = "injection"
FILE: Final = "injection.toml"
DECLINED: Final = (
    "These words tell the machine what to do instead of asking about health, so they are not "
    "followed. Ask your question about health in plain words."
)
TAKEN_OUT: Final = "Words that were aimed at the machine, not at your question, were left out."
HIDDEN: Final = "The question holds words that nobody sees."
_UNLESS: Final = "unless "
_SENTENCE: Final = re.compile(r"[^.!?\n;\u3002]*[.!?;\u3002]*[\"'\u201d\u2019)\]]*\s*|\n")
_MARKS: Final = re.compile(
    r"<\|[^|>\n]{0,40}\|>|\[/?(?:INST|SYS|system|user|assistant)\]|<</?SYS>>|</?[a-z_ -]{2,20}/?>"
    r"|<!--|-->|\]\]>|`{3,}\w*|\"{3}|^\s*#{2,}.*$|^-{3,}\s*$"
    r"|^\s*(?:system|user|assistant|human|ai)\s*:",
    re.IGNORECASE | re.MULTILINE,
)
_STRONG_MARKS: Final = re.compile(
    r"<\|[^|>\n]{1,40}\|>|\[/?(?:INST|SYS|system|user|assistant)\]|<</?SYS>>|\]\]>"
    r"|</?(?:system|instructions?|assistant|context|question|prompt|user)>|<!--"
    r"|^\s*#{2,}\s*(?:instructions?|response|system|assistant|user)\b"
    r"|^\s*(?:system|assistant|developer|tool result|tool)\s*:\s*"
    r"(?=[^\n]{0,80}\b(?:you|your|screening|safety|the|i have|checks?|ignore|answer|\{))"
    r"|\bprint\s*\(|\"override\"|\"screens\"|'\s*;\s*drop\b|\bdrop\s+table\b",
    re.IGNORECASE | re.MULTILINE,
)
_ENCODED: Final = re.compile(r"(?<![\w+/])[A-Za-z0-9+/]{16,}={0,2}(?![\w+/=])")
_HEX: Final = re.compile(r"(?<!\w)(?:[0-9a-fA-F]{2}[ :]?){8,}(?!\w)")
_ROT13: Final = re.compile(r"\brot-?\s?13\b", re.IGNORECASE)
_FIGURED: Final = re.compile(r"\b(?=\w*[a-z])(?=\w*[0134578])[\w@$]{3,}\b", re.IGNORECASE)
_FIGURES: Final = str.maketrans("0134578@$", "oieastbas")
_QUESTION: Final = re.compile(
    r"\?|^\s*(?:what|which|how|when|why|who|where|is|are|can|may|should|do|does|will|could)\b",
    re.IGNORECASE,
)
FEWEST_WORDS: Final = 2
MOST_DECODED: Final = 8
"""Encoded pieces of a question that are decoded."""


class InjectionRule(Rule):
    """Phrases are those of `phrases.py`."""

    any: tuple[str, ...]
    unless: tuple[str, ...] = ()
    """With one of them in the sentence it means something else."""


class _Aimed(NamedTuple):
    rule: str
    start: int
    end: int


class InjectionScreen:
    """Neutralises what speaks to the model."""

    name: str = NAME

    def __init__(self) -> None:
        self._rules: Final = {rule.id: rule for rule in injection_rules()}
        self._phrases: Final = _phrases()

    def prepare(self) -> None:
        self._phrases.prepare()

    def screen(self, question: Question) -> Screening:
        plain = plainly(question.text)
        hidden = concealed(question.text)
        aimed = list(self._aimed(plain))
        if not aimed and hidden is None:
            return Screening(checks=(passed(self.name),))
        left = "" if hidden is not None and not aimed else _without(plain, aimed)
        if hidden is not None:
            left = _without(_seen(question.text), list(self._aimed(_seen(question.text))))
        for _ in range(2):
            again = list(self._aimed(left)) if left else []
            left = _without(left, again) if again else left
        answerable = _asks(left)
        checks = tuple(
            self._verdict(rule, plain, aimed)
            for rule in dict.fromkeys([one.rule for one in aimed] or ["injection/hidden"])
        )
        if answerable:
            return Screening(checks=checks, plain=left)
        return Screening(
            decline=Decline(reason=AbstentionReason.OUT_OF_SCOPE, explanation=DECLINED),
            checks=checks,
        )

    def _verdict(self, rule: str, plain: str, aimed: list[_Aimed]) -> CheckVerdict:
        on = next((plain[one.start : one.end] for one in aimed if one.rule == rule), "")
        if rule in self._rules:
            return fired(self.name, self._rules[rule], on, why=TAKEN_OUT)
        return CheckVerdict(
            name=self.name,
            status=CheckStatus.WARN,
            rule=rule,
            fired_on=on or None,
            why=TAKEN_OUT if on else HIDDEN,
            severity=Severity.SERIOUS,
            provenance=Provenance.FROM_MEMORY,
        )

    def _aimed(self, plain: str) -> Iterator[_Aimed]:
        """What is aimed at a model in the text, made plain before."""
        said = Said(plain)
        yield from self._met(said)
        for met in signs_in(plain):
            yield _sign(met, plain)
        for mark in _STRONG_MARKS.finditer(plain):
            yield _Aimed("injection/role-marker", mark.start(), mark.end())
        figured = _FIGURED.sub(lambda word: word.group().translate(_FIGURES), plain)
        if figured != plain and len(figured) == len(plain):
            yield from self._met(Said(figured))
            for met in signs_in(figured):
                yield _sign(met, figured)
        for start, end, words in _decoded(plain):
            if self._speaks(words):
                yield _Aimed("injection/carrier", start, end)

    def _speaks(self, words: str) -> bool:
        return (
            next(self._met(Said(words)), None) is not None
            or next(signs_in(words), None) is not None
            or UNSEEN_SIGN.pattern.search(words) is not None
        )

    def _met(self, said: Said) -> Iterator[_Aimed]:
        met = list(self._phrases.find(said))
        for one in met:
            if one.name not in self._rules:
                continue
            first, end = said.sentence(one.first)
            if any(
                other.name == _UNLESS + one.name and first <= other.first < end for other in met
            ):
                continue
            yield _Aimed(one.name, *said.span(one.first, one.end))


def _sign(met: Met, text: str) -> _Aimed:
    """Where it stands, without the marks before it, which belong to the sentence before."""
    start = met.start
    while start < met.end and not text[start].isalnum() and text[start] != "<":
        start += 1
    return _Aimed(f"injection/{met.sign.name}", start, met.end)


def _asks(left: str) -> bool:
    """Whether what is left is a question of medicine, or names something to look up."""
    if len(left.split()) < FEWEST_WORDS or not clinical_words(left):
        return False
    return _QUESTION.search(left) is not None or bool(
        drug_names().found(left) or conditions().named(left)
    )


def _seen(text: str) -> str:
    """What a reader sees of a text that hides words: the unseen letters left out."""
    kept = re.sub(r"(?:[\w ]?[\u200b\u200c\u200d\u2060\ufeff\u180e]){4,}\w*", " ", text)
    kept = re.sub(r"[\u202a-\u202e\u2066-\u2069][^\u202c\n]*\u202c?", " ", kept)
    return plainly(kept)


def _decoded(text: str) -> Iterator[tuple[int, int, str]]:
    """Pieces of the text that are something else decoded, with where they stand."""
    if _ROT13.search(text):
        yield 0, len(text), codecs.decode(text, "rot13")
    for count, found in enumerate(_ENCODED.finditer(text)):
        if count >= MOST_DECODED:
            break
        try:
            yield *found.span(), base64.b64decode(found.group(), validate=True).decode("ascii")
        except (binascii.Error, UnicodeDecodeError):
            continue
    for count, found in enumerate(_HEX.finditer(text)):
        if count >= MOST_DECODED:
            break
        try:
            yield *found.span(), bytes.fromhex(re.sub(r"[ :]", "", found.group())).decode("ascii")
        except (ValueError, UnicodeDecodeError):
            continue


def _without(text: str, aimed: list[_Aimed]) -> str:
    """The text without the sentences in which something is aimed at a model, and without marks."""
    kept = []
    for sentence in _SENTENCE.finditer(text):
        if not sentence.group():
            continue
        if any(one.start < sentence.end() and one.end > sentence.start() for one in aimed):
            continue
        kept.append(sentence.group())
    return " ".join(_MARKS.sub(" ", "".join(kept)).split())


@lru_cache(maxsize=1)
def injection_rules() -> tuple[InjectionRule, ...]:
    return read_rules(FILE, InjectionRule)


@lru_cache(maxsize=1)
def _phrases() -> Phrases:
    named: dict[str, tuple[str, ...]] = {}
    for rule in injection_rules():
        named[rule.id] = rule.any
        named[_UNLESS + rule.id] = rule.unless
    return Phrases(named, word_table("injection.toml"))
