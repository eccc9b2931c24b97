"""Whether a quotation is about the illness that was asked about."""

import re
from collections.abc import Sequence
from typing import Final

from app.grounding.compared import Compared, differing
from app.grounding.layers import Layer
from app.grounding.unlisted_illness import WARNS, unlisted
from app.terms.conditions import conditions
from app.terms.drugs import drug_names

_ABOUT_CARE: Final = re.compile(
    r"\b(?:dos(?:e|es|age|ing)|treat\w*|therap\w+|medic\w+|manag\w+|prescri\w+|"
    r"how (?:much|many|often|long)|tablets?|give[ns]?|take[ns]?|start\w*|schedule|use[ds]?|"
    r"antibiotics?|"
    r"prophyla\w+|prevent\w*|mg)\b|"
    r"^\W*[\w-]+ (?:for|in)\b",
    re.IGNORECASE,
)
SYMPTOMS: Final = frozenset(
    {"pain", "fever", "cough", "itch", "oedema", "palpitations", "breathlessness", "headache",
     "loss of appetite", "hypotension", "dehydration", "thrombocytopenia", "neutropenia",
     "hyperglycaemia"}
)  # fmt: skip
"""What many illnesses bring: a question on one is not about an illness, nor words on one."""
TOPIC: Final = 3
"""Words of a heading that is a topic: a symptom there is what a medicine is given for."""
OF_ANYTHING: Final = frozenset({"fever", "cough", "pain"})
"""Symptoms that the treatment of many illnesses may be for."""
_FOR: Final = re.compile(
    r"\b(?:for|to (?:treat|ease|relieve|help)) (?:(?:the|an?|my|his|her) )?$", re.IGNORECASE
)
_RELATES: Final = re.compile(
    r"\b(?:caus\w+|risk\w*|associat\w+|complicat\w*|leads? to|relat\w+|link\w*|between|"
    r"role|involved|gene\w*|mutat\w+|after|due to|mechanism\w*|pathway\w*|mimic\w*|differen\w+|"
    r"common in|present in|biomarker\w*|markers?|types?|examples?)\b",
    re.IGNORECASE,
)
"""Questions on what an illness has to do with something else."""
SHORT_TITLE: Final = 5
"""Words of a title that is a topic and not a study's."""
_INDICATED: Final = re.compile(
    r"(?:(?:^|[.;:]\s+)(?:in|for)(?: (?:an?|the|acute|chronic|severe|mild|moderate|suspected|"
    r"recurrent|uncomplicated|active|patients with|people with|adults with|children with))*"
    r"(?: [a-z]{3,}(?:ic|al|ous|ive|ary|ant|ent))?|"
    r"\b(?:treatment|prophylaxis|prevention|management) of(?: (?:acute|chronic|severe|an?))*|"
    r"\b(?:indicated|used|given|licensed|approved) (?:for|in)(?: the)?)\s$",
    re.IGNORECASE,
)


def indication(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Another illness, where a question names one and the quotation stands under the heading of
    another, or begins with it."""
    known = conditions()
    denied = known.denied(asked)
    wanted = known.named(asked) - denied
    if (without := _without(denied, wanted, layers)) is not None:
        return without
    about_care = bool(_ABOUT_CARE.search(asked) or drug_names().named(asked).distinct)
    if not wanted:
        return unlisted(asked, layers, SYMPTOMS) if about_care else None
    if wanted <= SYMPTOMS and not _given_for(asked, wanted):
        return None
    if not about_care and _RELATES.search(asked):
        return None
    return _compared(wanted, layers, about_care=about_care)


def _compared(
    wanted: frozenset[str], layers: Sequence[Layer], *, about_care: bool
) -> Compared | None:
    known = conditions()
    everywhere = frozenset[str]().union(*(known.named(one.text) for one in layers))
    agrees = Compared("indication") if known.related(wanted, everywhere) else None
    if known.within(wanted, everywhere) or any(WARNS.search(one.text) for one in layers):
        return agrees
    for layer in layers:
        if not about_care and (not layer.heading or len(layer.text.split()) > SHORT_TITLE):
            continue
        said = (
            known.named(layer.text) - known.denied(layer.text, heading=True)
            if layer.heading
            else _indicated(layer.text)
        )
        if said and known.related(wanted, said):
            return agrees
        topic = layer.heading and len(layer.text.split()) <= TOPIC
        if said - (OF_ANYTHING if topic else SYMPTOMS):
            return Compared("indication", differing(_names(wanted), _names(said)))
    return agrees


def _given_for(asked: str, wanted: frozenset[str]) -> bool:
    """Whether a symptom is what a medicine is for: `doxepin for itch`."""
    return bool(drug_names().named(asked).distinct) and any(
        one.meaning in wanted - OF_ANYTHING and _FOR.search(asked[: one.start])
        for one in conditions().find(asked)
    )


def _without(
    denied: frozenset[str], wanted: frozenset[str], layers: Sequence[Layer]
) -> Compared | None:
    """A heading on those who have what the question says somebody has not, or the reverse."""
    known = conditions()
    for layer in layers[:-1]:
        if not layer.heading:
            continue
        lacking = known.denied(layer.text, heading=True)
        said = known.named(layer.text) - lacking
        if lacking and not said and known.within(lacking, wanted):
            names = ", ".join(sorted(lacking))
            return Compared("indication", differing(names, f"people without {names}"))
        if said and not known.related(wanted, said):
            if not known.related(denied, said):
                return None
            names = ", ".join(sorted(said))
            return Compared("indication", differing(f"people without {names}", names))
    return None


def _indicated(text: str) -> frozenset[str]:
    known = conditions()
    return frozenset(
        one.meaning
        for one in known.find(text)
        if _INDICATED.search(text[max(0, one.start - 60) : one.start])
    )


def _names(given: frozenset[str]) -> str:
    return ", ".join(sorted(given))
