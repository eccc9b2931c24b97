"""Questions that point back: `is it safe?`, `that dose`, `the second one`, `which is better?`."""

import re
from typing import Final

from app.following.reading import Reading, Thing
from app.following.rewritten import (
    Rewritten,
    listed,
    names,
    numeric,
    question_of,
    setting,
    spliced,
)
from app.following.thread import Thread
from app.following.vocabulary import vocabulary

_NOUNS: Final = "|".join(sorted(vocabulary().medicine_nouns | vocabulary().matter_nouns))
_DEFINITE: Final = re.compile(
    rf"\b(?:the|this|that|these|those|this same|the same|such a|such)\s(?P<noun>{_NOUNS})s?\b"
    r"(?!\s(?:of|for|called|that|which)\b)",
    re.IGNORECASE,
)
_IT: Final = re.compile(
    r"\b(?:(?P<its>its|their)\b(?=\s\w)|(?P<it>it|they|them)\b(?!['\u2019]))",
    re.IGNORECASE,
)
_THIS: Final = re.compile(
    r"\b(?:this|that|these|those)\b(?=\s*(?:[,?.!]|$|\b(?:safe|be|not|cause|help|work|affect|mean|"
    r"happen|also|still|dangerous|normal|bad|ok|okay|and|or|in|for|with|during|while|if|when)\b))",
    re.IGNORECASE,
)
_NO_IT: Final = re.compile(
    r"\bis it too (?:late|early|soon|much|little)\b|\b(?:could|can|might|may) (?:it|this|that) be "
    r"(?:an? |the |my )?(?!used|taken|given|stopped|treated|cured|prevented|started|continued|"
    r"dangerous|safe|harmful|fatal|serious|caused|passed|combined|mixed|crushed|split|cut|bought|"
    r"spread|diagnosed|inherited|detected|managed|avoided|reversed|repeated|increased|reduced)"
    r"|\bis it (?:safe|ok|okay|possible|advisable|necessary|true|best|better|important|allowed|"
    r"normal|all right|alright|recommended|dangerous|harmful|right|wrong|usual|common|bad|good)?"
    r"\s?(?:to|that|when|if|for \w+ to)\b|\b(?:it is|it's|it was) (?:\w+ )?(?:to|that|called)\b"
    r"|\bis it (?:called|because|when|that|a)\b|\b(?:does|will|did|would|might|may|can) it (?:take|"
    r"matter|make sense|mean)\b(?! (?:effect|place))|\bis it (?:\w+ )?(?:weather|time)\b",
    re.IGNORECASE,
)
_PEOPLE: Final = re.compile(
    r"\b(?:can|could|should|must|may|do|will|would|if|when|did|have|are) they\b"
    r"(?= (?:also |still |all |ever )?(?:take|have|get|use|need|drink|eat|be given|receive|stop|"
    r"give|prescribe|check|do|tell|say|operate|test|send|look|"
    r"start|suffer|develop|avoid|become|breastfeed|drive|pregnant|children|allergic)\b)"
    r"|\bthey (?:are|were) (?:pregnant|allergic|children|young|old|taking)\b"
    r"|\b(?:give|gave|tell|told|helps?|with|make|makes) them\b(?= (?:\w+ )?(?:feel|if|when|a|an|"
    r"the|some)\b)"
    r"|\btheir (?:age|weight|kidneys?|liver|child|children|baby|doctor|symptoms|pregnancy|eGFR)\b",
    re.IGNORECASE,
)
_ORDINAL: Final = re.compile(
    r"\b(?:(?:the|that|this)\s)?(?P<which>first|second|third|last|other)\sone\b"
    r"|\bthe\s(?P<noun>first|second|third|last|other)\s(?:drug|medicine|medication|option|choice)"
    r"(?=\s*(?:[?.!,]|$))"
    r"|\bthe\s(?P<pair>former|latter)\b"
    r"|\bthe\s(?P<bare>first|second|third|other)(?=\s*(?:[?.!,]|$)|\s(?:used|safe|safer|given|"
    r"better|cause|causes|be|taken|work|works|interact|interacts|have)\b)"
    r"|\b(?:option|number|no\.?)\s(?P<number>[123])\b",
    re.IGNORECASE,
)
_STATES: Final = re.compile(r"\w+(?:['\u2019]s| is| was| has| hurts| looks| feels)\b")
FAR: Final = 7
"""Words that may stand before the first pointer."""
LONGEST: Final = 18
"""Words of a question that points back."""
_PLACES: Final = {"first": 0, "former": 0, "1": 0, "second": 1, "latter": -1, "2": 1, "third": 2,
                  "3": 2, "last": -1}  # fmt: skip
_OF_THEM: Final = re.compile(
    r"\b(?:of|between|among) (?:them|these|those|the two|both|the above)(?: two| both)?\b",
    re.IGNORECASE,
)
_BOTH: Final = re.compile(
    r"\b(?:both(?: of (?:them|these|those))?|either(?: of (?:them|these|those))?|the two|"
    r"(?:them|they|these|those) (?:both|together))\b"
    r"(?=\s*(?:[?.,]|$)|\s(?:cause|be|safe|have|work|used|given|help|interact|need|needed|are|is|in|"
    r"for|with|together|affect|lower|raise|lead|contraindicated|treat|treated|of)\b)",
    re.IGNORECASE,
)
_WHICH: Final = re.compile(
    r"^(?:which|what|is one|are they the same|is there (?:a|any) difference|compare)\b"
    r"(?: (?:one|ones|two))?",
    re.IGNORECASE,
)
_OPEN: Final = re.compile(
    r"^(?:which|what)(?: is| are)?(?: the)?(?: \w+)? (?:antibiotic|drug|medicine|medication|"
    r"treatment|painkiller|tablet|option|alternative|agent|test|vaccine)s?\b",
    re.IGNORECASE,
)


def ordinal(reading: Reading, thread: Thread) -> Rewritten | None:
    """With what `the second one` or `the other` means in its place."""
    found = _ORDINAL.search(reading.text)
    if found is None or not thread.several:
        return None
    which = next(word for word in found.groups() if word).lower()
    meant: Thing | None
    if which == "other":
        meant = thread.other()
    else:
        place = _PLACES[which]
        known = thread.several
        meant = known[place] if -len(known) <= place < len(known) else None
    if meant is None:
        return None
    return Rewritten(spliced(reading.text, *found.span(), meant.text), (meant.text,))


def compared(reading: Reading, thread: Thread) -> Rewritten | None:
    """`Which is safer?` with the two that are compared."""
    text = reading.text
    if len(reading.about) > 1 or _OPEN.search(text) or not reading.asks:
        return None
    pair = _two(reading, thread)
    if len(pair) < 2:
        return None
    if found := _OF_THEM.search(text):
        word = found.group().split()[0]
        return Rewritten(spliced(text, *found.span(), f"{word} {listed(pair)}"), names(pair))
    if (found := _BOTH.search(text)) and not reading.medicines:
        return Rewritten(spliced(text, *found.span(), f"{listed(pair)} both"), names(pair))
    comparing = vocabulary().comparing.find(text)
    if not comparing or any(one.start < comparing[0].end for one in reading.about):
        return None
    if _WHICH.search(text) and not reading.medicines:
        return Rewritten(f"{text}, {listed(pair, 'or')}", names(pair))
    return None


def _two(reading: Reading, thread: Thread) -> tuple[Thing, ...]:
    """The last two of one kind that were spoken of."""
    kinds = (True, False) if not reading.matters else (True,)
    asked = thread.base.about if thread.base is not None else ()
    for medicine in kinds:
        for things in (asked, thread.recent, thread.told):
            of_kind = tuple(one for one in things if one.medicine is medicine)
            if len({one.text.lower() for one in of_kind}) > 1:
                return of_kind[-2:]
    return ()


def pronoun(reading: Reading, thread: Thread, *, medicine_alone: bool = False) -> Rewritten | None:
    """With what `it`, `its`, `that drug` stands for in its place; None where it points at nothing
    of earlier turns, or at what is named before it in the same words.

    Args:
        medicine_alone: only what is said of medicines counts.
    """
    place = _pointer(reading)
    if place is None:
        return None
    start, end, medicine, owns = place
    before = sum(1 for _, _, ends in reading.words if ends <= start)
    if before > FAR or len(reading.words) > LONGEST:
        return None
    if start == 0 and not reading.asks and _STATES.match(reading.text):
        return None
    if any(one.end <= start for one in reading.things):
        return None
    if medicine_alone and not medicine:
        return None
    meant = thread.focus(medicine=medicine)
    if not meant or (medicine_alone and not meant[0].medicine):
        return None
    named = listed(meant)
    owned = next((one for one in reading.aspects if one.start == end + 1), None) if owns else None
    if owned is not None and not reading.asks:
        return None  # `its side effects?` is a phrase that is filled up
    if owned is not None:
        text = spliced(
            spliced(reading.text, owned.end, owned.end, f" of {named}"), start, end, "the"
        )
    else:
        text = spliced(reading.text, start, end, f"{named}'s" if owns else named)
    carried = names(meant)
    if numeric(reading) and any(one.medicine for one in meant):
        extra = setting(thread.base, reading)
        text = " ".join((text, *extra))
        carried = (*carried, *extra)
    return Rewritten(question_of(text), carried)


def _pointer(reading: Reading) -> tuple[int, int, bool | None, bool] | None:
    """From where to where the first pointer stands, whether it means a medicine, and whether it
    is a possessive."""
    text = reading.text
    people = [one.span() for one in _PEOPLE.finditer(text)]
    idle = [one.span() for one in _NO_IT.finditer(text)] + people
    found: list[tuple[int, int, bool | None, bool]] = []
    for one in _DEFINITE.finditer(text):
        noun = one["noun"].lower()
        if one.group().lower().startswith("the ") and reading.things:
            continue  # `the drug X`
        found.append((*one.span(), noun in vocabulary().medicine_nouns, False))
    hint = _hint(reading)
    told = hint is not None or reading.aspects or reading.populations or reading.doings
    for one in _IT.finditer(text):
        if one.group().lower() != "it" and not (reading.asks and told):
            continue
        if not any(start <= one.start() < end for start, end in idle):
            found.append((*one.span(), hint, one["its"] is not None))
    found += [
        (*one.span(), hint, False)
        for one in _THIS.finditer(text)
        if not any(start <= one.start() < end for start, end in idle)
    ]
    return min(found) if found else None


def _hint(reading: Reading) -> bool | None:
    """Whether what is said is said of a medicine, or of an illness."""
    known = {word for word, _, _ in reading.words}
    medicine = bool(known & vocabulary().of_medicine)
    matter = bool(known & vocabulary().of_matter)
    return medicine if medicine != matter else None
