"""Whether a quotation is about the drug and the illness that were asked about."""

import re
from collections.abc import Sequence
from typing import Final

from app.grounding.compared import Compared, differing
from app.grounding.in_passing import in_passing
from app.grounding.layers import Layer
from app.terms.ages import ages_in
from app.terms.conditions import conditions
from app.terms.contrasts import kinds_in
from app.terms.drugs import NamedDrugs, drug_names
from app.terms.groups import groups_in

_OPEN: Final = re.compile(
    r"\b(?:instead of|alternatives?|other than|substitut\w+|replac\w+|revers\w+|antidotes?|"
    r"antagoni[sz]\w+|overdos\w+|poison\w+|toxicity|allerg\w+|intoleran\w+|resistan\w+|"
    r"switch\w*|after (?:failure|failing)|(?:has|have|had|was) failed|refractory|interact\w*|"
    r"combin\w+|compar\w+|versus|vs|"
    r"(?:treat\w*|manag\w+|correct\w*)\b[^.?]{0,60}\b(?:on|taking|due to|caused by|from|after)|"
    r"better|second[- ]line|third[- ]line|2nd[- ]line|(?:right|best) (?:\w+ )?for|first[- ]line|first choice|of choice|similar|same|"
    r"analog\w*|mimic\w*|related|derivativ\w+|target\w*|induced|associated|"
    r"which(?! (?:dos\w+|strength|route|patients|people|age|days?|time|side[- ]effects?|form))|"
    r"what (?:is|are) the (?:drugs?|medic\w+|treatments?|antibiotics?|options?|therap\w+|"
    r"name)|"
    r"what (?:next|else|more)|next (?:step|drug|choice|line)|what (?:other|class|drugs?|medic\w+|antibiotics?|agents?|treatments?)|list|names?|besides)\b",
    re.IGNORECASE,
)
"""Questions whose good answer may name other drugs than they do."""
_ABOUT_CARE: Final = re.compile(
    r"\b(?:dos(?:e|es|age|ing)|treat\w*|therap\w+|medic\w+|manag\w+|prescri\w+|"
    r"how (?:much|many|often|long)|tablets?|give[ns]?|take[ns]?|start\w*|schedule|use[ds]?|"
    r"antibiotics?|"
    r"prophyla\w+|prevent\w*|mg)\b|"
    r"^\W*[\w-]+ (?:for|in)\b",
    re.IGNORECASE,
)
SYMPTOMS: Final = frozenset(
    {"pain", "fever", "cough", "itch", "oedema", "palpitations", "breathlessness", "loss of appetite",
     "hypotension", "dehydration", "headache", "thrombocytopenia", "neutropenia", "hyperglycaemia"}
)  # fmt: skip
"""What many illnesses bring: a question on one is not about an illness, nor words on one."""
OF_ANYTHING: Final = frozenset({"fever", "cough", "pain"})
"""Symptoms that the treatment of many illnesses may be for."""
_FOR: Final = re.compile(r"\b(?:for|to (?:treat|ease|relieve|help)) (?:(?:the|an?|my|his|her) )?$", re.IGNORECASE)
_RELATES: Final = re.compile(
    r"\b(?:caus\w+|risk\w*|associat\w+|complicat\w*|leads? to|relat\w+|link\w*|between|"
    r"role|involved|gene\w*|mutat\w+|after|due to|mechanism\w*|pathway\w*|mimic\w*|differen\w+|"
    r"common in|present in|biomarker\w*|markers?|types?|examples?)\b",
    re.IGNORECASE,
)
"""Questions on what an illness has to do with something else."""
_SLOT: Final = re.compile(
    r"\b(?:for|to treat|treating|treatment of|treatment for|in|against|to help(?: with)?|as|on)\s+"
    r"(?:(?:the|an?|my|his|her|their|some|treating|treatment of|acute|chronic|mild|severe|bad|"
    r"adult|adults with|people with|patients with|someone with|somebody with|children with|a patient with|"
    r"a man with|a woman with|painful|recurrent)\s+)*"
    r"(?P<illness>[a-z][a-z'\u2019 -]{3,40}?)(?=\s*(?:[?.,;:(\u2013]|$| - |\b(?:in|with|and|or|of|who|that|if|"
    r"when|at|after|before|on|is|are|should|can|per|by|which|what|how|to|from|using|-)\b))",
    re.IGNORECASE,
)
"""The place in a question where the illness stands that a medicine is for."""
_NO_ILLNESS: Final = frozenset(
    """adults adult children patients people long much week weeks days months years hours example
    general practice clinic hospital pregnancy pregnant women men elderly them this that these
    time best first oral taking tablet tablets injection infusion weight dose doses dosing night morning bedtime
    daily twice once maintenance loading maximum starting life short term effect effects levels
    level blood human humans mice kidney renal liver hepatic failure impairment function dialysis
    something someone somebody anyone good better than other others home work going travel trip
    holiday surgery operation breastfeeding feeding lactation milk food meals empty stomach combination
    place addition your mine ours baby newborn infants case cases case use used therapy treatment
    prevention prophylaxis monitoring review follow emergency theatre resus intensive care ward
    total full high low risk previous history relief really there body weight moment minutes today""".split()
)
SHORTEST: Final = 5
"""Letters of a word that can be an illness's name."""
STEM: Final = 5
"""Letters by which such a word is looked for."""
SHORT_TITLE: Final = 5
"""Words of a title that is a topic and not a study's."""
LINE: Final = "line"
LATER: Final = "later"
_WARNS: Final = re.compile(
    r"\b(?:warn\w*|precaution\w*|caution\w*|contra-?indicat\w*|adverse|side[- ]effects?|"
    r"undesirable|interact\w*|overdos\w*|avoid\w*|must not|should not|risk\w*|reactions?|"
    r"toxicity|monitor\w*|"
    r"complicat\w*|mechanism|pharmacology)\b",
    re.IGNORECASE,
)
_INDICATED: Final = re.compile(
    r"(?:(?:^|[.;:]\s+)(?:in|for)(?: (?:an?|the|acute|chronic|severe|mild|moderate|suspected|"
    r"recurrent|uncomplicated|active|patients with|people with|adults with|children with))*|"
    r"\b(?:treatment|prophylaxis|prevention|management) of(?: (?:acute|chronic|severe|an?))*|"
    r"\b(?:indicated|used|given|licensed|approved) (?:for|in)(?: the)?)\s$",
    re.IGNORECASE,
)


def drug(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """Another drug, where the question names one and neither words nor headings name it.

    A class and its member, a brand and its ingredient are one. A drug in the quote and the class
    that both belong to in a heading above are two.
    """
    names = drug_names()
    wanted = names.named(asked)
    if not wanted.distinct:
        return None
    other = NamedDrugs()
    for layer in layers:
        said = names.named(layer.text)
        if names.related(wanted, NamedDrugs(ingredients=said.ingredients)) or (
            not other.distinct and names.related(wanted, said)
        ):
            return Compared("drug")
        other |= said
    if not other.distinct or _OPEN.search(asked) or in_passing(asked) or _has_failed(asked):
        return None
    why = f"the question is about {_listed(wanted)}; the quoted words are about {_listed(other)}"
    return Compared("drug", why)


def _has_failed(asked: str) -> bool:
    """Whether the question says that a treatment has not worked: another is sought."""
    return LATER in kinds_in(asked).get(LINE, ())


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
        return _unlisted(asked, layers) if about_care else None
    if wanted <= SYMPTOMS and not _given_for(asked, wanted):
        return None
    if not about_care and _RELATES.search(asked):
        return None
    everywhere = frozenset[str]().union(*(known.named(one.text) for one in layers))
    if known.within(wanted, everywhere):
        return Compared("indication")
    if any(_WARNS.search(one.text) for one in layers):
        return Compared("indication") if known.related(wanted, everywhere) else None
    for layer in layers:
        if not about_care and (not layer.heading or len(layer.text.split()) > SHORT_TITLE):
            continue
        said = known.named(layer.text) if layer.heading else _indicated(layer.text)
        if said and known.related(wanted, said):
            return Compared("indication")
        if said - SYMPTOMS:
            return Compared("indication", differing(_names(wanted), _names(said)))
    return Compared("indication") if known.related(wanted, everywhere) else None


def _given_for(asked: str, wanted: frozenset[str]) -> bool:
    """Whether a symptom is what a medicine is for: `doxepin for itch`."""
    return bool(drug_names().named(asked).distinct) and any(
        one.meaning in wanted - OF_ANYTHING and _FOR.search(asked[: one.start])
        for one in conditions().find(asked)
    )


def _unlisted(asked: str, layers: Sequence[Layer]) -> Compared | None:
    """An illness that the vocabulary lacks, named by its place (`... for erythromelalgia?`), above
    which nothing stands but another."""
    found = _SLOT.search(asked)
    phrase = found["illness"].strip() if found else ""
    words = [
        one for one in phrase.lower().split() if len(one) >= SHORTEST and one not in _NO_ILLNESS
    ]
    if not words or _people(phrase) or any(_WARNS.search(one.text) for one in layers):
        return None
    everywhere = " ".join(one.text for one in layers).lower()
    if any(one[:STEM] in everywhere for one in words):
        return None
    known = conditions()
    for layer in layers[:-1]:
        said = known.named(layer.text) - SYMPTOMS if layer.heading else frozenset[str]()
        if said:
            return Compared("indication", differing(" ".join(words), _names(said)))
    return None


def _people(phrase: str) -> bool:
    """Whether a phrase tells who is treated, or with what, and no illness."""
    return bool(
        ages_in(phrase) or groups_in(phrase) or drug_names().named(phrase).ingredients
        or any(one.isdigit() for one in phrase)
    )  # fmt: skip


def _names(given: frozenset[str]) -> str:
    return ", ".join(sorted(given))


def _without(
    denied: frozenset[str], wanted: frozenset[str], layers: Sequence[Layer]
) -> Compared | None:
    """A heading on those who have what the question says somebody has not, or the reverse."""
    known = conditions()
    for layer in layers[:-1]:
        if not layer.heading:
            continue
        lacking = known.denied(layer.text)
        said = known.named(layer.text) - lacking
        if lacking and not said and known.related(wanted, lacking):
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


def _listed(names: NamedDrugs) -> str:
    return ", ".join(sorted(one.replace("_", " ") for one in names.distinct))
