"""Words that tell what a dose is for, what is advised, and which cases a sentence singles out.

Our own writing, from memory, reviewed by nobody yet; English.
"""

import re
from typing import Final

from app.terms.wording import words

LOADING, STARTING, MAINTENANCE, CHANGED = "loading", "starting", "maintenance", "changed"
ROLES: Final = {
    LOADING: "loading stat bolus priming",
    STARTING: "start starts started starting initial initially initiate initiated begin beginning "
    "commence first",
    MAINTENANCE: "maintenance maintain thereafter then followed continue continued continuing "
    "subsequently subsequent",
    CHANGED: "increase increased increases increasing increments raise raised reduce reduced "
    "reducing decrease decreased titrate titrated lower lowered halve halved double doubled step "
    "escalate escalated adjust adjusted additional extra supplementary rescue test",
}
"""What a dose is called that is not the plain one, by the words near it."""
ROLE_OF: Final = {word: role for role, words in ROLES.items() for word in words.split()}

SINGLE: Final = re.compile(
    r"\b(?:single(?:[- ]\w+)? dose|single injection|one dose|one[- ]off|stat|once(?! (?:a|per|every"
    r"|each|daily|weekly|monthly|nightly|in|or)\b)|as a single)\b",
    re.IGNORECASE,
)
DAILY: Final = re.compile(
    r"^\s*(?:of (?:\S+ ){1,3})?(?:(?:in|per|within|over|every)\s+(?:any |each |a )?24[- ]?"
    r"(?:hours?|hrs?|h)\b|(?:a|per|each|every|in (?:a|any|one)) day\b|daily\b)",
    re.IGNORECASE,
)
"""Behind an amount that is a day's."""
BEFORE_ITS_DRUG: Final = re.compile(
    r"\s*(?:(?:single|oral|daily|intramuscular|intravenous)\s+)?"
    r"(?:(?:doses?|tablets?|capsules?|injections?)\s+)?(?:of\s+)?",
    re.IGNORECASE,
)
"""Between an amount and the drug that it is of: `3 g of paracetamol`, `a 250-mg dose of`."""
BELOW: Final = re.compile(
    r"\b(?:below|under|less than|lower than)\s+(?:an? )?(?:estimated )?(?:e?gfr|crcl|creatinine "
    r"clearance|clearance|glomerular filtration rate)(?: of)?\s*$",
    re.IGNORECASE,
)
"""Before a function of the kidney that is a limit."""
UNIT_APART: Final = re.compile(r"\b(Dose: [\d., \u2013-]+); Unit: (\w+)", re.IGNORECASE)
"""A row of a formulary whose dose and unit stand in two columns."""
FIXED: Final = re.compile(r"\d\s?(?:mg|g|mcg|micrograms)\s?/\s?[a-z]{4,}\s+\d", re.IGNORECASE)
"""A product of several drugs with the amount of each: `hydrocodone 5 mg/acetaminophen 325 mg`."""
DIVIDED: Final = re.compile(r"\bdivided\b", re.IGNORECASE)

GIVEN: Final = re.compile(
    r"\b(?:tak\w+|giv\w+|administer\w*|inject\w*|appl\w+|inhal\w+|dos\w+|used?)\b", re.IGNORECASE
)
"""That a frequency is one at which a drug is given."""
LASTS_BEFORE: Final = re.compile(
    r"\b(?:for|x|course of|duration of|over a period of|lasting|lasts|duration(?: is|:)?|"
    r"continued? for)\s*(?:(?:a|an|the|at least|up to|about|another|total|of|minimum|maximum|"
    r"first|further|next|approximately|period)\s+)*$",
    re.IGNORECASE,
)
LASTS_BEHIND: Final = re.compile(
    r"^[\s-]*(?:courses?|of (?:treatment|therapy)|treatment|therapy|in total)\b", re.IGNORECASE
)
NO_DURATION: Final = re.compile(
    r"^\s*(?:before|after|prior|apart|later|old|of age|interval|following|ago|from|since|post)\b",
    re.IGNORECASE,
)

AGAINST: Final = re.compile(
    r"\b(?:contra-?indicated|(?:should|must|may|can|ought) ?(?:not|never)(?: \w+ly)?(?: be)? "
    r"(?:be )?(?:used|given|taken|prescribed|offered|administered|started|recommended|use|give|"
    r"take|prescribe|offer|receive)|(?:is|are) (?:never|not|no longer) (?:generally |routinely )?"
    r"(?:recommended|advised|indicated|suitable|appropriate|safe|considered safe|to be (?:used|"
    r"given))|"
    r"(?:do|does) not (?:use|give|prescribe|offer|take|administer|start|routinely (?:use|give|"
    r"offer))|avoid(?:ed)?|recommends? against|advises? against|advised against|"
    r"(?:is|are) unsuitable|unsafe|prohibited|not recommended|never (?:use|give))\b"
    r"(?! (?:\w+ ){0,2}(?:more than|in excess|above|over|exceed\w*|longer|beyond|for more)\b)",
    re.IGNORECASE,
)
FAVOUR: Final = re.compile(
    r"\b(?:(?:is|are) (?:strongly |generally |also |now )?(?:recommended|advised|indicated|safe|"
    r"considered safe|suitable|appropriate|preferred|compatible|acceptable|effective and safe)|"
    r"(?:should|may|can|could|must) (?:also |safely |still |generally )?be (?:safely )?(?:used|"
    r"given|taken|prescribed|offered|administered|started|considered)|recommends? (?!against)|"
    r"(?:drug|treatment|agent|antibiotic|medicine) of (?:first )?choice|first[- ](?:line|choice)|"
    r"suitable(?: first)? choice|safe to use|safe (?:in|during|for)|preferred (?:treatment|drug|"
    r"agent|choice)|(?:is|are) a (?:safe|suitable) (?:option|alternative)|"
    r"recommended (?:regimens?|treatments?|drugs?)(?: is| are|:))\b|"
    r"(?:^|[.:;]\s+)(?:give|offer|prescribe|use|administer|start)\b(?! of)",
    re.IGNORECASE,
)
HEDGED: Final = re.compile(
    r"\b(?:unless|except|caution\w*|only (?:if|when|in|where|after)|if (?:no|there)|risks?|"
    r"outweigh\w*|alone|monotherapy|insufficient|routinely|with care|prefer not|where "
    r"possible|not known|limited|without|until|if possible|rather than|instead of|other than|"
    r"abrupt\w*|doses? (?:above|over|greater|higher)|high[- ]doses?|long[- ]term|prolonged|"
    r"repeated|combination|together|concurrent\w*|concomitant\w*|allerg\w+|hypersensitiv\w+|"
    r"intoleran\w+|since|because|(?:if|when)(?! (?:the |an? |your )?(?:estimated |e?gfr|creatinine|"
    r"crcl|glomerular|breast|pregnan|nursing)))\b",
    re.IGNORECASE,
)
"""Conditions and reservations: advice that has one is neither plainly for nor plainly against."""
OF_OTHERS: Final = re.compile(
    r"\b(?:with|for|taking|takes|receiving|received|on|after|than|to|from|by|plus|and|or|containing|"
    r"allergic to|allergy to|hypersensitivity to|resistant to)\s+"
    r"(?:(?:a|an|the|oral|other|their|of)\s+)*$",
    re.IGNORECASE,
)
"""Stands before a drug that the advice is not about."""
DENIED: Final = re.compile(
    r"\b(?:not|nor|never|no|neither|without|n't)\b[^.;,]{0,30}$", re.IGNORECASE
)
"""Before words of advice: it is denied."""
PARTED: Final = re.compile(r";|\bbut\b|\bhowever\b|\bwhereas\b|\binstead\b|\bwhile\b|\.\s")

STUDY: Final = re.compile(
    r"\b(?:randomi[sz]ed|placebo|versus|vs|compared (?:with|to)|cohort|meta-?analys\w+|"
    r"(?:patients?|women|men|subjects?|participants?|volunteers|children|group) (?:were|was|had|"
    r"received|who received)|were (?:given|treated|assigned|administered|observed|reported)|"
    r"was (?:given|administered|observed|reported|associated|effective)|p ?[<=]|confidence "
    r"interval|odds ratio|hazard ratio|trials?|stud(?:y|ies)|peak|plasma|serum concentrations?|"
    r"auc|half-life|bioavailab\w+|pharmacokinetic\w*|cmax|recommended human dose|mrhd|overdos\w+|"
    r"ingest\w+|tablets? contains?|each \w+ contains?|available as|supplied|strengths?|"
    r"rats?|mice|rabbits?|dietary allowance|daily allowance|survey|nhanes|data|reported using|"
    r"expert opinion|some (?:specialists|experts|authorities|clinicians))\b",
    re.IGNORECASE,
)
"""Reports of what was done or measured, and descriptions of products: they advise nothing."""
LITERATURE: Final = re.compile(
    r"^\W*(?:references|bibliography|literature|sources)\W*$", re.IGNORECASE
)
"""Headings of lists of titles."""
WATCHED: Final = re.compile(
    r"\b(?:check\w*|monitor\w*|measure\w*|review\w*|test(?:s|ed|ing)?|levels?|repeat\w*|"
    r"follow[- ]up|visits?|assess\w*|screen\w*)\b",
    re.IGNORECASE,
)

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
    r"otic|ophthalmi\w*|conjunctivitis",
    "throat": r"pharyngeal|pharynx",
    "heart or joint": r"carditis|arthritis|cardiovascular syphilis|septic joint",
    "resistant": r"resistan\w*|treatment failure|refractory|non-?respon\w+|persistent|"
    r"failure of|second[- ]line|third[- ]line|retreatment|re-treatment",
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
    "elderly": r"elderly|frail|debilitated",
}
"""Cases, forms and courses of which a sentence is about none but those it names: a mark on one side
alone means that two sentences are about different cases."""
_MARKS: Final = {
    name: re.compile(rf"(?<![\w-])(?:{words})(?!\w)", re.IGNORECASE)
    for name, words in MARKS.items()
}


def marks_in(text: str) -> frozenset[str]:
    """The cases that a text singles out."""
    return frozenset(name for name, words in _MARKS.items() if words.search(text))
