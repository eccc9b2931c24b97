"""Words that single out a case, a form or a course, and those that single out nothing.

Our own writing, from memory, reviewed by nobody yet; English.
"""

import re
from typing import Final

from app.terms.wording import words

GENERIC: Final = words(
    "a an and or of the for in on with by to at as after before during from treatment treating "
    "treatments management managing care drug drugs medicine medicines medical medication therapy "
    "therapeutic antibiotic antibiotics antimicrobial dose doses dosage dosing adult adults child "
    "children infant infants people patients women men older guideline guidelines manual handbook "
    "guide book notes recommendation recommendations major recommended regimen regimens choice "
    "first line second summary clinical practice consideration considerations intervention "
    "interventions general introduction use acute formulary local hospital label"
)
"""Words of headings that tell nothing of what they are about."""

MARKS: Final = {
    "severity": r"severe(?:ly)?|critical(?:ly)?|life-threatening|fulminant|toxic|intensive care",
    "complicated": r"(?<!un)complicated|disseminated|invasive|systemic|bacteraemia|bacteremia|"
    r"septic\w*",
    "mild": r"mild",
    "late": r"late|latent|tertiary|chronic|long-standing|unknown duration|advanced",
    "nervous system": r"neurosyphilis|neurocysticercosis|neuroborreliosis|neurological|cns|ocular|"
    r"otic|meningit\w+|ophthalmi\w*|conjunctivitis",
    "throat": r"pharyngeal|pharynx",
    "heart or joint": r"carditis|arthritis|cardiovascular syphilis|septic joint",
    "resistant": r"resistan\w*|treatment failure|refractory|non-?respon\w+|persistent|"
    r"failure of|failed|fails|failing|second[- ]line|third[- ]line|retreatment|re-treatment|"
    r"(?:not|no) (?:better|improv\w+|respon\w+|controlled|settl\w+|resolv\w+)|uncontrolled|"
    r"(?:inadequate\w*|insufficient\w*|poor\w*|unsatisfactor\w+) (?:respon\w+|control\w*|effect)",
    "again": r"recurren\w+|relaps\w+|second episode|repeated? infection|suppress\w+|prophyla\w+",
    "operation": r"surg\w+|perioperative\w*|pre-?operative\w*|post-?operative\w*|operation|"
    r"caesarean|cesarean|procedure",
    "dialysis": r"dialysis|haemodialysis|hemodialysis|transplant\w*",
    "hiv": r"hiv|aids|immuno-?compromised|immunosuppress\w+|neutropeni\w+",
    "allergy": r"allerg\w+|hypersensitiv\w+|intoleran\w+|alternative\w*|cannot take|unavailable|"
    r"not available|non-?pregnant",
    "overdose": r"overdos\w*|poison\w+|antidote",
    "vagina": r"vulv\w+|vagin\w+",
    "elemental": r"elemental",
    "palliative": r"palliative|end of life",
    "form": r"extended[- ]release|modified[- ]release|slow[- ]release|sustained[- ]release|"
    r"prolonged[- ]release|xr|xl|er|sr|mr|liposomal|depot|long-acting|enteric[- ]coated|"
    r"dispersible|lozenge|gum|patch|depot",
    "benzathine": r"benzathine|bicillin",
    "procaine": r"procaine",
    "aqueous": r"crystalline|aqueous|potassium|benzyl\w*",
    "high dose": r"high[- ]dose",
    "low dose": r"low[- ]dose",
    "intensive phase": r"intensive phase|initial phase",
    "continuation phase": r"continuation phase",
    "contacts": r"contacts?|exposed|exposure|partners?",
    "combination": r"combination|triple therapy|dual therapy|quadruple|add(?:ed)?[- ]on|adjunct\w*",
    "alone": r"monotherapy|alone",
    "infusion": r"infusion rate|continuous infusion|per minute|per hour|/min|/h\b",
    "weight": r"weighing|weighs?|obes\w+|overweight|underweight|malnourish\w*|malnutrition|"
    r"cachec\w+|(?:body ?)?weight (?:of |is |was )?(?:less|more|under|over|below|above|at least|"
    r"[<>\u2264\u2265]|\d)|low (?:body )?weight|bmi|body mass index",
    "origin": r"(?:asian|african|caribbean|chinese|japanese|black|white|indian) (?:\w+ )?(?:origin|"
    r"descent|ancestry|patients|people|adults)|ancestry|ethnic\w*",
    "genes": r"(?:poor|slow|rapid|ultra-?rapid|intermediate|extensive|fast) (?:metaboli[sz]ers?|"
    r"acetylators?)|genotyp\w+|cyp\d\w+|hla-\w+|g6pd\w*",
    "viral": r"viral",
    "smoking": r"smok\w+",
    "measured": r"(?:inr|hba1c|qtc?|potassium|sodium|platelets?|neutrophils?|cd4\w*|viral load|psa|"
    r"heart rate|pulse|temperature)(?: \w+){0,2} (?:above|below|over|under|less|more|at least|[<>"
    r"\u2264\u2265]|\d)",
    "bleeding": r"risk of bleeding|bleeding risk",
    "bare stent": r"bare[- ]metal",
    "coated stent": r"drug[- ]eluting",
    "unprescribed": r"over[- ]the[- ]counter|otc|without (?:a )?prescription|self-?medicat\w+",
    "flare": r"exacerbat\w+|flares?(?:-?ups?)?",
    "germ known": r"susceptib\w+|(?:is|are|proves?|if|when) sensitive|sensitive (?:organisms?|"
    r"strains?|isolates?)|culture\w*",
    "germ unknown": r"empiric\w*",
    "elderly": r"elderly|frail|debilitated",
}
"""Cases, forms and courses of which a sentence is about none but those it names: a mark on one side
alone means that two sentences are about different cases."""
_MARKS: Final = {
    name: re.compile(rf"(?<!\w)(?<!non-)(?:{words})(?!\w)", re.IGNORECASE)
    for name, words in MARKS.items()
}


def marks_in(text: str) -> frozenset[str]:
    """The cases that a text singles out."""
    return frozenset(name for name, words in _MARKS.items() if words.search(text))
