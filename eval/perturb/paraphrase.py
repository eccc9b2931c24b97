"""Other words for the same question, by rules: `eval/own/paraphrases.toml`.

    [[synonym]]                        # clinical for lay words, and the reverse
    clinical = ["dyspnoea", "dyspnea"]
    lay = ["shortness of breath"]
    not_after = ["nocturnal"]          # optional, with not_before: where the words mean more

    [[form]]                           # the first that fits the question is used
    asked = '^How often (?P<rest>.+)\\?$'
    becomes = "How frequently {rest}?"

In `becomes`, `{name}` is a group of `asked`, and `{name!l}` the same with a small first letter.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import Field

from app.domain.frozen import Frozen
from eval.perturb.swap import Rule, Swapper

TABLE: Final = Path(__file__).parents[1] / "own" / "paraphrases.toml"

_SLOT = re.compile(r"\{(\w+)(!l)?\}")


class _Synonym(Frozen):
    clinical: tuple[str, ...] = Field(min_length=1)
    lay: tuple[str, ...] = Field(min_length=1)
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


class _Form(Frozen):
    asked: re.Pattern[str]
    becomes: str


class _Table(Frozen):
    synonym: tuple[_Synonym, ...] = Field(min_length=1)
    form: tuple[_Form, ...] = Field(min_length=1)


def paraphrased(question: str, key: str) -> str | None:  # noqa: ARG001 - no chance in it
    """Synonyms exchanged and the form of the question changed, whichever of them applies."""
    table, swapper = _rules()
    text = swapper.swapped(question) or question
    changed = _reformed(text, table.form)
    return changed if changed != question else None


def _reformed(text: str, forms: tuple[_Form, ...]) -> str:
    for form in forms:
        if match := form.asked.search(text):
            return _filled(form.becomes, match)
    return text


def _filled(template: str, match: re.Match[str]) -> str:
    def group(slot: re.Match[str]) -> str:
        words = match[slot[1]]
        return words[0].lower() + words[1:] if slot[2] else words

    return _SLOT.sub(group, template)


@cache
def _rules() -> tuple[_Table, Swapper]:
    table = _Table.model_validate(tomllib.loads(TABLE.read_text(encoding="utf-8")))
    return table, Swapper([rule for each in table.synonym for rule in _both_ways(each)])


def _both_ways(synonym: _Synonym) -> Iterator[Rule]:
    for said, instead in ((synonym.clinical, synonym.lay), (synonym.lay, synonym.clinical)):
        for spelling in said:
            yield Rule(
                said=spelling,
                instead=instead[0],
                not_after=synonym.not_after,
                not_before=synonym.not_before,
            )
