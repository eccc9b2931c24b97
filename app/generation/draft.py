"""From a model's stream of text to claims, each as soon as it closes.

Nothing that is written here is trusted: a label that was not shown, words that no source holds and
a text that never ends are all told apart from a claim here or by the verifiers, never by the model.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.answer import DraftClaim, Insufficient
from app.domain.errors import ModelUnavailable
from app.domain.ports.generation import Drafts
from app.generation.form import LONGEST, MOST_CLAIMS, MOST_LABELS
from app.terms.sentences import sentence_spans

UNANSWERED: Final = "The passages found do not answer the question."
LONGEST_DRAFT: Final = MOST_CLAIMS * (LONGEST + 100)
"""Characters; what is longer is no draft of this form."""

_BEGINNING: Final = re.compile(
    r'\s*\{\s*"answered"\s*:\s*(?P<answered>true|false)\s*,\s*"claims"\s*:\s*\[\s*'
)
_BETWEEN: Final = re.compile(r"[\s,]*")
_MARK: Final = re.compile(r"\s*\[\d{1,3}(?:\s*[,;\u2013-]\s*\d{1,3})*\]")
"""A label in the prose: the real ones stand beside the words, so this one would be a second,
unverified citation."""
_UNSEEN: Final = ("Cc", "Cf", "Co", "Cn")
"""Categories of Unicode: controls, formats, private use, not assigned."""
_DECODER: Final = json.JSONDecoder(strict=False)


class _Claim(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    cite: Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=1, max_length=MOST_LABELS)]
    text: str = Field(min_length=1, max_length=LONGEST)


def read_draft(pieces: Iterable[str]) -> Drafts:
    """Claims in the order in which they close; or `Insufficient`, alone.

    A claim of several sentences becomes one claim a sentence, each leaning on the same labels, so
    that none hides behind another. A claim that was drafted before is left out.

    Args:
        pieces: the model's text, in pieces of any size. It is read no further than needed.

    Raises:
        ModelUnavailable: the text is not of the form of `app/generation/form.py`, or breaks off
            before its first claim closes. What was yielded before stands.
    """
    reader = _Reader()
    drafted = False
    for piece in pieces:
        for claim in reader.read(piece):
            drafted = True
            yield claim
        if reader.ended:
            break
    if not drafted:
        if not reader.ended:
            raise ModelUnavailable("The language model broke off before its first sentence ended.")
        if reader.claims:
            raise ModelUnavailable("The language model wrote sentences without a word.")
        yield Insufficient(why=UNANSWERED)


class _Reader:
    """Where in the text the reading stands."""

    def __init__(self) -> None:
        self._text = ""
        self._at = 0
        """Up to here everything was read."""
        self._begun = False
        self.claims = 0
        """How many have closed, whatever they say."""
        self._seen: set[str] = set()
        self.ended = False

    def read(self, piece: str) -> Iterator[DraftClaim]:
        self._text += piece
        if len(self._text) > LONGEST_DRAFT:
            raise _formless()
        if not self._begun:
            self._begin()
        if self._begun and not self.ended and ("}" in piece or "]" in piece):
            yield from self._closed()

    def _begin(self) -> None:
        found = _BEGINNING.match(self._text)
        if found is None:
            if len(self._text) > LONGEST or self._text.lstrip()[:1] not in ("", "{"):
                raise _formless()
            return
        self._begun = True
        self._at = found.end()
        self.ended = found["answered"] == "false"

    def _closed(self) -> Iterator[DraftClaim]:
        """The claims that have closed since; stops at one that has not."""
        while not self.ended:
            between = _BETWEEN.match(self._text, self._at)
            self._at = between.end() if between else self._at
            if self._text.startswith("]", self._at):
                self.ended = True
                return
            try:
                found, self._at = _DECODER.raw_decode(self._text, self._at)
            except ValueError:
                return
            except RecursionError:
                raise _formless() from None
            self.claims += 1
            self.ended = self.claims == MOST_CLAIMS
            yield from self._claims(found)

    def _claims(self, found: object) -> Iterator[DraftClaim]:
        try:
            claim = _Claim.model_validate(found)
        except ValidationError:
            raise _formless() from None
        text = _MARK.sub("", _seen(claim.text)).strip()
        labels = tuple(dict.fromkeys(claim.cite))
        for span in sentence_spans(text):
            sentence = span.of(text)
            if any(letter.isalnum() for letter in sentence) and sentence not in self._seen:
                self._seen.add(sentence)
                yield DraftClaim(text=sentence, labels=labels)


def _seen(text: str) -> str:
    """Without what no reader sees: what is verified must be what is read. A mark without width
    between two figures, or one that turns their order round, makes two numbers of one."""
    return "".join(
        each for each in text if each.isspace() or unicodedata.category(each) not in _UNSEEN
    )


def _formless() -> ModelUnavailable:
    return ModelUnavailable("The language model gave what is no draft.")
