"""Words that turn a statement, or say in which direction it goes.

Our own writing, reviewed by nobody yet; English. Found by looking at how labels, guidelines and
abstracts speak. A phrase is small letters with single blanks between; a word that ends in `*`
stands for all words that begin so. Of two phrases at one place the longer counts.
"""

from typing import Final

from app.domain.frozen import Frozen


class Axis(Frozen):
    """Two opposite things that a source can say of one matter.

    Attributes:
        says: what `up` and what `down` amount to, to follow "the source says", in a clinician's
            words; what is negated is said by the other.
        excludes: whether not the one is the other, as with allowed and forbidden. What does not
            rise need not fall.
    """

    name: str
    up: str
    down: str
    says: tuple[str, str]
    excludes: bool = True


USE: Final = Axis(
    name="use",
    up="""indicated, indication, indications, recommend*, advise, advised, advisable, appropriate,
        appropriately, suitable, suitably, safe, safely, permitted, permissible, allowed, preferred,
        encouraged, approved, acceptable, eligible, use, uses, used, using, give, given, gives,
        giving, administer*, prescrib*, take, taken, taking, coadminister*, initiate, initiated,
        start, started""",
    down="""contraindicat*, contra indicat*, recommend against, recommends against,
        recommended against, recommendation against, advise against, advises against,
        advised against, avoid*, inadvisable, inappropriate, inappropriately,
        unsuitable, unsafe, prohibit*, forbid*, forbidden, discouraged, withhold*, withheld,
        refrain*, unacceptable, ineligible, unapproved, dangerous, harmful, hazardous, precluded,
        precludes, omit, omitted""",
    says=("that it may or should be used", "that it should not be used"),
)
GO_ON: Final = Axis(
    name="going on",
    up="continu*, resum*, restart*, keep taking, kept on, maintained on, carry on",
    down="""discontinu*, stop, stops, stopped, stopping, stoppage, withdraw*, withdrew, cease*,
        cessation, interrupt*, suspend*, halted, withhold*,
        withheld""",
    says=("that it is continued", "that it is stopped"),
)
AMOUNT: Final = Axis(
    name="amount",
    up="""increas*, raise, raised, raises, raising, rise, rises, rose, risen, rising, elevat*,
        higher, greater, more, larger, longer, prolong*, lengthen*, enhanc*, augment*, potentiat*,
        accelerat*, amplif*, up regulat*, upregulat*, intensif*, faster, heighten*,
        stronger, boost*, exceed, exceeds, exceeding, exceeded, worsen*, aggravat*, exacerbat*,
        activat*, promot*, induce, induced, induces, inducing, induction, stimulat*, facilitat*,
        trigger*, heavier, speeds up, elicit*, encourag*, overestimat*""",
    down="""decreas*, reduc*, lower, lowers, lowered, lowering, less, fewer, smaller, shorter,
        shorten*, diminish*, declin*, fell, fallen, dropped, attenuat*, inhibit*, suppress*,
        impair*, blunt*, dampen*, down regulat*, downregulat*, slower, slows, slowed, weaker,
        weaken*, lessen*, minimi*, mitigat*, alleviat*, prevent, prevents, prevented,
        preventing, prevention, protects against, protected against, protect against, block,
        blocks, blocked, blocking, blockade, abolish*, inactivat*, deactivat*, repress*, disrupt*,
        impede*, hinder*, abrogat*, maximum, at most, no more than, not more than, up to,
        no greater than, not greater than, no longer than, not longer than, no higher than,
        restrain*, restrict*, limits, curtail*, counteract*, reverses, reversed, deplet*,
        antagoni*, ameliorat*, halt, halts, halted, halting, underestimat*, delay, delays, delayed, delaying""",
    says=("that it is more or rises", "that it is less or falls"),
    excludes=False,
)
WORTH: Final = Axis(
    name="worth",
    up="""improv*, better, benefi*, effective, effectively, effectiveness, efficac*, superior,
        superiority, favourabl*, favorabl*, well tolerated, helpful, useful, succeed*, successful*,
        promising, ameliorat*, enhanc*, protects, protected, protective, alleviat*,
        relieve*, rescue*""",
    down="""worse, worst, worsen*, ineffective*, inferior, inferiority, detriment*, deteriorat*, unfavourabl*,
        unfavorabl*, poorer, poor, poorly, aggravat*, exacerbat*, useless, unhelpful, futile,
        impair*, harmful""",
    says=("that it is better or works", "that it is worse or does not work"),
    excludes=False,
)
LINK: Final = Axis(
    name="link",
    up="""associat*, correlat*, linked, link, links, related, relation*, interact*, depend*,
        predict*, implicated, attributed, attributable""",
    down="unrelated, independent, independently, unassociated, uncorrelated, unconnected",
    says=("that the two go together", "that the two do not go together"),
)
CHANGE: Final = Axis(
    name="difference",
    up="""differ, differs, differed, difference*, different, differently, change, changed, changes,
        effect, effects, affect*, influenc*, alter, alters, altered, alteration*, impact*,
        modif*""",
    down="""similar, similarly, comparable, comparably, equivalent*, unchanged, same, identical*,
        unaffected, unaltered, equal, equally, noninferior*, non inferior*, stable""",
    says=("that there is an effect or a difference", "that there is no effect or difference"),
)
PRESENCE: Final = Axis(
    name="presence",
    up="""present, presence, detected, detectable, observed, reported, occur*, seen, exist*,
        identified, noted""",
    down="absent, absence, undetect*",
    says=("that it is there", "that it is not there"),
)
NEED: Final = Axis(
    name="need",
    up="""necess*, required, require, requires, needed, need, needs, essential, indispensable,
        mandatory, obligatory, crucial, critical for, warranted, warrants, warrant""",
    down="unnecessar*, unneeded, dispensable, unwarranted, superfluous, optional",
    says=("that it is needed", "that it is not needed"),
)
OFTEN: Final = Axis(
    name="frequency",
    up="""common, commonly, frequent, frequently, often, usual, usually, always, most often,
        widespread, regularly""",
    down="""uncommon, uncommonly, rare, rarely, infrequent*, seldom, unusual, unusually, rarity,
        hardly ever, few, very few""",
    says=("that it is common", "that it is uncommon"),
)
LIKELY: Final = Axis(
    name="likelihood",
    up="likely, probable, probably, possible, possibly, likelihood, able, capable",
    down="""unlikely, improbable, impossible, unable, incapable, inability, excluded, ruled out,
        rule out, rules out""",
    says=("that it is likely or possible", "that it is unlikely or ruled out"),
)
KNOWN: Final = Axis(
    name="knowledge",
    up="""known, established, demonstrated, proven, proved, shown, evident, evidence, confirmed,
        elucidated, determined, clear, clearly, certain, studied, evaluated, conclusive""",
    down="""unknown, unproven, unclear, uncertain, uncertainty, unestablished, inconclusive,
        undetermined, unevaluated, unstudied""",
    says=("that it is known", "that it is not known"),
)
SIGN: Final = Axis(
    name="sign",
    up="positive, positively, directly",
    down="negative, negatively, inverse, inversely",
    says=("that it is positive", "that it is negative"),
    excludes=False,
)
RESPONSE: Final = Axis(
    name="response",
    up="sensitive, sensitivity, susceptible, susceptibility, responsive",
    down="resistant, resistance, insensitive, insusceptible, refractory, unresponsive",
    says=("that it responds", "that it resists"),
    excludes=False,
)
LEVEL: Final = Axis(
    name="level",
    up="high, highest, above, strong, strongly, rich, severe",
    down="low, lowest, below, weak, weakly, mild, slight, slightly",
    says=("that it is high", "that it is low"),
    excludes=False,
)
ORDER: Final = Axis(
    name="order",
    up="after, following, late, later",
    down="before, prior to, early, earlier",
    says=("that it comes after", "that it comes before"),
    excludes=False,
)
INCLUDE: Final = Axis(
    name="inclusion",
    up="include, includes, included, including, admit, admitted",
    down="exclude, excludes, excluded, excluding, exclusion",
    says=("that it is included", "that it is left out"),
)
AXES: Final = (
    USE,
    GO_ON,
    AMOUNT,
    WORTH,
    LINK,
    CHANGE,
    PRESENCE,
    NEED,
    OFTEN,
    LIKELY,
    KNOWN,
    SIGN,
    RESPONSE,
    LEVEL,
    ORDER,
    INCLUDE,
)

NEGATORS: Final = """not, no, never, none, neither, nor, without, nothing, nobody, fail to, fails to,
    failed to, failing to, failure to, no longer, little or no, hardly, barely,
    scarcely, non, lack, lacks, lacked, lacking, lack of, absence of, devoid of, free of,
    free from"""
"""They turn what follows them, up to the end of its clause."""
EXCEPTIONS: Final = """unless, except, except for, other than, but not, apart from,
    with the exception of, unlike, rather than, instead of, and not, does so, do so, did so"""
"""They turn what follows them against what stands before them."""
HOLLOW: Final = """not only, not just, not merely, not simply, not solely, not limited to,
    with or without, with and without, whether or not, or not, if not, no doubt, not to mention,
    no less than, not less than, no fewer than, not fewer than, no matter, no sooner than,
    not otherwise specified, a few, a little, as few as, as little as, little more,
    the few, few days, few weeks, few hours, not applicable, no later than, not exclusively,
    cause and effect, effect of, effects of, effect size, side effect, side effects,
    adverse effect, adverse effects, undesirable effects, low density, high density,
    more than one, more or less, inhibitor, inhibitors, suppressant*, reductase, depend on,
    antagonist, antagonists, early stage, stable angina, take into account, take care, take place,
    takes place, as well as, so called, over the counter, necessarily, no one, used to, as needed,
    if needed, if necessary, where appropriate, as appropriate, if appropriate, when appropriate,
    when necessary, as required, if possible, as possible, positive control, negative control"""
"""They look like the above and turn nothing."""

MAY: Final = "may, might, can, could"
MUST: Final = "must, have to, has to, is mandatory, are mandatory, is obligatory, are obligatory"
OUGHT: Final = "must, should, ought, shall, have to, has to, needs, need, required, mandatory"
"""What is allowed or possible, what is ordered, and all that is at least advised."""
ONLY_IF: Final = """only if, only when, unless, provided that, only after, only with, only under,
    only where, on condition that"""
"""They open a condition without which the rest does not hold."""
CLAUSE_OPENERS: Final = """but, however, although, though, whereas, while, because, since, which, who,
    whom, whose, when, where, yet, nevertheless, even though, so that, therefore, thus, if,
    despite, in spite of, as"""
NOT_OPENERS: Final = """but not, only if, only when, as well as, as needed, as required, such as, as a,
    as an, as the, as if, as well, but also, as soon as"""
SUBORDINATING: Final = """although, though, whereas, while, because, since, when, if, despite, even though,
    in spite of, unless, as"""
"""A negation does not reach beyond an opener; a subordinate clause ends at its comma."""
UNPROVEN: Final = """no evidence, not known, unknown, not established, not been established, unclear,
    uncertain, insufficient evidence, not been shown, not been proven, not been demonstrated,
    not clear, not been determined, little evidence, inconclusive, no proof, no data, not certain,
    unproven, not proven, limited evidence, not shown, not demonstrated, not determined"""
OPEN_WITH: Final = "that, whether, if, for, of, to, how"
"""Said of a statement that such a word opens, they leave it open."""
COMPARING: Final = "than, outweigh*, versus, vs, compared"
"""Between the two things that are compared."""
AVOIDING: Final = "avoid*, refrain*, prevent*"
"""They turn what is done to a thing, as in "avoid stopping it"."""
RELATIVE: Final = "who, which, whom, whose, that, when, where"
"""They open a clause that the next `should` or `must` may close."""
INVERTERS: Final = """depletion, deplet*, loss, deficien*, inhibition, knockdown, knockout, silencing,
    ablation, absence, lack, lacking, deletion, blockade, blocking, inactivation, withdrawal,
    antagonist, antagonists, inhibitor, inhibitors, suppression, null, deleted, disruption,
    cessation, discontinuation, reversal, clearance, elimination, excretion, degradation,
    metabolism, breakdown, removal, threshold, resistance, tolerance"""
"""What follows from less of a thing says the opposite of what follows from the thing."""

TRANSPARENT: Final = """risk, rate, incidence, likelihood, chance, chances, frequency, severity, number,
    probability, odds, occurrence, proportion, amount, degree, extent, development, significant,
    patients, use, treatment, therapy"""
"""Words that say of what follows or precedes them how much there is."""

_FUNCTION: Final = """
a an the and or as at by for from in into of on onto to upon with within about per than then that
this these those there it its he she his her they them their we our you your one
is are was were be been being am do does did done has have had having
will would shall should may might can could must ought
also such so some any each every both either all other very quite too only just however
if unless when while whereas because although though but which who whom whose where until
not no never none neither nor without yet still even between among during against toward towards
found obtained there
"""
FUNCTION_WORDS: Final = frozenset(_FUNCTION.split())
"""Words that say nothing of what a sentence is about."""
