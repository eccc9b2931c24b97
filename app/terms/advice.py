"""Words by which a text advises something or advises against it, and those that advise nothing.

Our own writing, from memory, reviewed by nobody yet; English.
"""

import re
from typing import Final

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
    r"(?:^|[.:;]\s+)(?:give|offer|prescribe|use|administer|start)\b(?! (?:of|in|with|during)\b)",
    re.IGNORECASE,
)
HEDGED: Final = re.compile(
    r"\b(?:unless|except|caution\w*|only (?:if|when|in|where|after)|if (?:no|there)|risks?|"
    r"outweigh\w*|alone|monotherapy|insufficient|routinely|with care|prefer not|where "
    r"possible|not known|limited|without|until|if possible|rather than|instead of|other than|"
    r"abrupt\w*|doses? (?:above|over|greater|higher)|high[- ]doses?|long[- ]term|prolonged|"
    r"repeated|combination|together|concurrent\w*|concomitant\w*|allerg\w+|hypersensitiv\w+|"
    r"(?:used?|given?|taken?|administered) (?:with|within|at|by|crushed|chewed|before|after|"
    r"immediately|on an empty)|with (?:alcohol|food|meals?|milk|grapefruit\w*|antacids?|contrast)|"
    r"crushed|chewed|at (?:bedtime|night|the same time)|"
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
    r"ha(?:s|ve) been (?:shown|used|reported|studied)|(?:was|were) co-?administered|"
    r"was (?:given|administered|observed|reported|associated|effective)|p ?[<=]|confidence "
    r"interval|odds ratio|hazard ratio|trials?|stud(?:y|ies)|peak|plasma|serum concentrations?|"
    r"auc|half-life|bioavailab\w+|pharmacokinetic\w*|cmax|recommended human dose|mrhd|overdos\w+|"
    r"ingest\w+|tablets? contains?|each \w+ contains?|available as|supplied|strengths?|"
    r"rats?|mice|rabbits?|dietary allowance|daily allowance|survey|nhanes|data|reported using|"
    r"formerly|historically|in the past|used to be|was (?:once|previously|usual|customary)|"
    r"(?:earlier|previous|older|former) (?:editions?|guidance|guidelines?|versions?|practice|"
    r"recommendations?)|previously (?:recommended|advised)|"
    r"expert opinion|some (?:specialists|experts|authorities|clinicians))\b",
    re.IGNORECASE,
)
"""Reports of what was done, advised once or measured, and descriptions of products: they advise
nothing."""
LITERATURE: Final = re.compile(
    r"^\W*(?:references|bibliography|literature|sources)\W*$", re.IGNORECASE
)
"""Headings of lists of titles."""
