"""The medicines that a source names at the words which a rule points at.

A medicine is named where a name of it, or of a class that it is in, stands within `NEAR` characters
of the words; and where its own name stands in the first `HEAD` characters of the text, which say
what the text is about. A class that tells only what its members are for names none of them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from app.safety.rule import Pointer
from app.safety.rulebook import sources
from app.safety.situation.medicines import ingredients_of
from app.safety.situation.words import alias_book
from app.terms.drug_lexicon import DrugLexicon
from app.terms.drugs import drug_names
from app.terms.partners import partners
from app.terms.phrasebook import Phrasebook
from app.terms.wording import words
from tests.app.safety.source_text import places, words_at

NEAR: Final = 300
HEAD: Final = 300
FOR_WHAT: Final = words(
    "analgesic antibiotic anticonvulsant antidepressant antidiabetic antiemetic antifungal "
    "antihypertensive antiviral hypnotic"
)
OF_A_DOSE: Final = "high-dose "
"""Begins the name of a group that rules speak of by its dose."""


@lru_cache(maxsize=1)
def lexicon() -> DrugLexicon:
    return DrugLexicon()


@lru_cache(maxsize=1)
def _book() -> Phrasebook:
    names = {*lexicon().drugs, *lexicon().class_names}
    return Phrasebook({name: [name] for name in names})


@lru_cache(maxsize=256)
def _members(class_name: str) -> frozenset[str]:
    known = lexicon().classes.members.get(class_name, ())
    return ingredients_of(drug_names(), class_name).union(known)


def _of_classes(text: str) -> Iterator[str]:
    for one in _book().find(text):
        meaning = lexicon().class_names.get(one.meaning)
        if meaning is not None and meaning.class_name not in {None, *FOR_WHAT}:
            yield str(meaning.class_name)


def _by_name(text: str) -> Iterator[str]:
    for one in _book().find(text):
        if one.meaning in lexicon().drugs:
            for identity in lexicon().drugs[one.meaning].candidates:
                yield from identity.ingredients
    yield from (one.meaning for one in (*alias_book().find(text), *partners().found(text)))


@lru_cache(maxsize=512)
def _said(pointer: Pointer) -> tuple[str, frozenset[str], frozenset[str]]:
    """The text that counts, who is named in it, and the classes beside the words."""
    whole = words_at(sources()[pointer.source].file, pointer.at)
    near = [whole[max(0, start - NEAR) : end + NEAR] for start, end in places(pointer.finds, whole)]
    text = " | ".join([whole[:HEAD], *near])
    return text, frozenset(_by_name(text)), frozenset(_of_classes(" | ".join(near)))


def named(name: str, pointer: Pointer) -> bool:
    """Whether what the pointer opens names the medicine, or the group of that name."""
    name = name.removeprefix(OF_A_DOSE)
    text, medicines, classes = _said(pointer)
    if {name, lexicon().aliases.of(name)} & medicines or re.search(rf"\b{re.escape(name)}\b", text):
        return True
    group = lexicon().class_names.get(name)
    own = {name} if group is None else _members(str(group.class_name))
    return any(own <= _members(each) for each in classes)
