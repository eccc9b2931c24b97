"""Words that turn a statement, that only seem to, or that leave it open.

Our own writing, reviewed by nobody yet; English. Written as in `polarity_words`.
"""

from typing import Final

NEGATORS: Final = """
not, no, never, none, neither, nor, without, nothing, nobody, fail to, fails to, failed to,
failing to, failure to, no longer, little or no, hardly, barely, scarcely, non, insufficient,
lack, lacks, lacked, lacking, lack of, absence of, devoid of, free of, free from
"""
"""They turn what follows them, up to the end of its clause."""
EXCEPTIONS: Final = """
unless, except, except for, other than, but not, apart from, with the exception of, unlike,
rather than, instead of, and not, does so, do so, did so
"""
"""They turn what follows them against what stands before them."""
HOLLOW: Final = """
not only, not just, not merely, not simply, not solely, not limited to, with or without,
with and without, whether or not, or not, if not, no doubt, not to mention, no less than,
not less than, no fewer than, not fewer than, no matter, no sooner than, not otherwise
specified, a few, a little, as few as, as little as, little more, the few, few days, few
weeks, few hours, not applicable, no later than, not exclusively, cause and effect, effect
of, effects of, effect size, side effect, side effects, adverse effect, adverse effects,
undesirable effects, low density, high density, more than one, more or less, inhibitor,
inhibitors, suppressant*, reductase, antagonist, antagonists, early stage, stable angina,
take into account, take care, take place, takes place, as well as, so called, over the
counter, necessarily, no one, used to, as needed, if needed, if necessary, where
appropriate, as appropriate, if appropriate, when appropriate, when necessary, as required,
if possible, as possible, positive control, negative control
"""
"""They look like the above and turn nothing."""

MAY: Final = "may, might, can, could"
MUST: Final = "must, have to, has to, is mandatory, are mandatory, is obligatory, are obligatory"
OUGHT: Final = "must, should, ought, shall, have to, has to, needs, need, required, mandatory"
"""What is allowed or possible, what is ordered, and all that is at least advised."""
ONLY_IF: Final = """
only if, only when, unless, provided that, only after, only with, only under, only where, on
condition that
"""
"""They open a condition without which the rest does not hold."""
UNPROVEN: Final = """
no evidence, not known, unknown, not established, not been established, unclear, uncertain,
insufficient evidence, not been shown, not been proven, not been demonstrated, not clear,
not been determined, little evidence, inconclusive, no proof, no data, not certain,
unproven, not proven, limited evidence, not shown, not demonstrated, not determined
"""
OPEN_WITH: Final = "that, whether, if, for, of, to, how"
"""Said of a statement that such a word opens, they leave it open."""
COMPARING: Final = "than, outweigh*, versus, vs, compared"
"""Between the two things that are compared."""
INVERTERS: Final = """
depletion, deplet*, loss, deficien*, inhibition, knockdown, knockout, silencing, ablation,
absence, lack, lacking, deletion, blockade, blocking, inactivation, withdrawal, antagonist,
antagonists, inhibitor, inhibitors, suppression, null, deleted, disruption, cessation,
discontinuation, reversal, clearance, elimination, excretion, degradation, metabolism,
breakdown, removal, threshold, resistance, tolerance
"""
"""What follows from less of a thing says the opposite of what follows from the thing."""

TRANSPARENT: Final = """
risk, rate, incidence, likelihood, chance, chances, frequency, severity, number,
probability, odds, occurrence, proportion, amount, degree, extent, development, significant,
patients, use, treatment, therapy
"""
"""Words that say of what follows or precedes them how much there is."""
LOCAL: Final = "without, non, insufficient, lack, lacks, lacked, lacking, absence, devoid, free"
"""Negators, by their first word, that turn the very next thing alone."""
COMPARATIVES: Final = "better, worse, superior, superiority, inferior, inferiority"
"""Words that compare without `more` or `less`."""
UN: Final = "un, in, im, ir, il, dis, non"
"""Beginnings that turn a word."""
SWAPPED: Final = (("hyper", "hypo"), ("tachy", "brady"), ("anti", "pro"))
"""Beginnings that turn a word when one stands for the other."""
