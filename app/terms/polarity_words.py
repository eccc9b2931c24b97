"""Words that say in which direction a statement goes: allowed or forbidden, more or less.

Our own writing, reviewed by nobody yet; English. A phrase is small letters with single blanks
between, phrases are separated by commas; a word that ends in `*` stands for all words that begin
so. Of two phrases at one place the longer counts. A phrase may stand on two axes.
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
        antagoni*, ameliorat*, halt, halts, halted, halting, underestimat*, delay, delays,
        delayed, delaying""",
    says=("that it is more or rises", "that it is less or falls"),
    excludes=False,
)
WORTH: Final = Axis(
    name="worth",
    up="""improv*, better, benefi*, effective, effectively, effectiveness, efficac*, superior,
        superiority, favourabl*, favorabl*, well tolerated, helpful, useful, succeed*, successful*,
        promising, ameliorat*, enhanc*, protects, protected, protective, alleviat*,
        relieve*, rescue*""",
    down="""worse, worst, worsen*, ineffective*, inferior, inferiority, detriment*, deteriorat*,
        unfavourabl*,
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
