"""The names that sections of guidelines and drug labels go by, for text that marks no headings.

A line that is one of these and nothing else is a heading, wherever it stands: `Contraindications`
on a line of its own can mean nothing else. The names were written from memory of
how US and EU labels and treatment guidelines are laid out, and held against the label and guideline
texts at hand; no list of them was looked up, and a name that is missing here is no error. Words
that may be a whole instruction, a list's item or a table's cell (`Warning`, `Note`, `Plus`,
`Surgery`) are none.
"""

import re
from typing import Final

_NAMES: Final = frozenset(
    name.strip()
    for name in """
    abstract, adverse reactions, adverse effects, aetiology, etiology, appendix, background,
    boxed warning, carcinogenesis mutagenesis impairment of fertility, causes, classification,
    clinical features, clinical findings, clinical pharmacology, clinical presentation,
    clinical studies, complications, contraindication, contraindications, definition, description,
    diagnosis, diagnoses, diagnostic criteria, differential diagnosis, differential diagnoses,
    dosage, dosage administration, dosage and administration, dosage forms and strengths,
    drug abuse and dependence, drug interactions, drug laboratory test interactions,
    drug treatment, epidemiology, follow up, geriatric use, how supplied, impaired hepatic function,
    impaired renal function, hepatic impairment, indications, indications and usage,
    indications usage, information for patients, interactions, introduction, investigation,
    investigations, labor and delivery, lactation, laboratory tests, management,
    mechanism of action, monitoring, non drug treatment, non pharmacological treatment,
    nonteratogenic effects,
    nursing mothers, objectives, overdosage, overdose, paediatric use, pathogenesis,
    pathophysiology, patient counseling information, patient counselling information,
    pediatric use, pharmacodynamics, pharmacokinetics, pharmacological treatment, physical signs,
    posology, precautions, pregnancy, prevention, prognosis, recommendation, recommendations,
    references, referral, renal impairment, risk factors, scope, side effects, signs,
    signs and symptoms, special populations, special warnings and precautions for use,
    supportive measures, surgical treatment, symptoms, symptoms and signs, teratogenic effects,
    transmission, treatment, treatment goal, treatment goals, undesirable effects,
    use in pregnancy, use in specific populations, warnings, warnings and precautions,
    warnings precautions
    """.replace("\n", " ").split(",")
)
_NUMBER: Final = re.compile(r"^\d{1,2}(?:\.\d{1,2})*\.?\s+")
_OF_WHAT: Final = re.compile(r"\s+OF\s+[^.;:!?]+$")
_LONGEST: Final = 80


def section_level(line: str) -> int:
    """The level of the section that the line names, 0 where it names none.

    In capitals it is an outermost section (`WARNINGS`, `TREATMENT OF STROKE`), else one of its
    parts.
    """
    words = _NUMBER.sub("", line.strip().rstrip(":").rstrip())
    if not words or len(words) > _LONGEST or not words[0].isupper():
        return 0
    capitals = words.isupper()
    if capitals:
        words = _OF_WHAT.sub("", words).removesuffix(" SECTION")
    plain = " ".join(re.sub(r"[^\w]+", " ", words.casefold()).split())
    if plain not in _NAMES:
        return 0
    return 1 if capitals else 2
