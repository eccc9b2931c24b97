"""Words that tell what a dose is for, what it is a dose of, and how long it is given.

Our own writing, from memory, reviewed by nobody yet; English.
"""

import re
from typing import Final

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
TAKEN_BESIDE: Final = re.compile(
    r"\b(?:on|taking|takes|receiving|receives|(?:co-?administ\w+|combin\w+|concomitant\w*|"
    r"together) (?:use )?(?:with|of))\s+(?:also\s+)?$|^\W*with\s+$",
    re.IGNORECASE,
)
"""Before a drug that the patient has: `the dose of one drug in patients on another to 20 mg`."""
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
UNTIL: Final = re.compile(
    r"\b(?:until|till|afebrile|apyrexial|asymptomatic|(?:symptom|fever|seizure|pain)[- ]free|"
    r"stable|clear|resol\w+|settl\w+)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
"""Before a time that something must have lasted for treatment to end."""
WATCHED: Final = re.compile(
    r"\b(?:check\w*|monitor\w*|measure\w*|review\w*|test(?:s|ed|ing)?|levels?|repeat\w*|"
    r"follow[- ]up|visits?|assess\w*|screen\w*)\b",
    re.IGNORECASE,
)
