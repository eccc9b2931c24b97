"""Whether a question on two things taken together is answered by words about both."""

import re
from collections.abc import Sequence
from typing import Final

from app.grounding.compared import Compared
from app.grounding.layers import Layer
from app.grounding.unlisted_partner import unlisted_partner
from app.terms.partners import Partner, partners

_ASKED: Final = re.compile(
    r"\b(?:together|plus|interact\w*|interfer\w*|clash\w*|mix(?:es|ed|ing)?|alongside|"
    r"at the same time|at once|"
    r"on top of|simultaneous\w*|concomitant\w*|concurrent\w*|co-?(?:prescri\w+|administ\w+)|"
    r"coprescri\w+|combin\w+|compatible|get on with|go with|"
    r"how (?:far|long|many hours) (?:apart|between)|(?:space|separate|gap)\w*|"
    r"(?:was|were|been|is|being) (?:added|started|introduced)|add(?:ing|ed)?|"
    r"(?:safe|ok|okay|alright|fine|problem|risk|danger\w*|issue|allowed|avoid\w*) (?:\w+ ){0,3}"
    r"(?:with|on|while|alongside)|"
    r"(?:take|taking|taken|give|given|giving|use|used|using|have|having|drink|eat|prescribe\w*|"
    r"start\w*|swallow\w*)\b[^.?!]{0,60}\b(?:with|while|whilst|alongside|when)|"
    r"(?:raise|lower|affect|increase|reduce|change|boost|alter|block)s?\b[^.?!]{0,30}"
    r"\b(?:level|levels|effect|effects|inr|trough|absorption|concentration)|"
    r"(?:all right|alright|okay|ok|safe|fine) (?:\w+ ){0,3}to (?:take|taking|start|have|use|add|"
    r"try)|"
    r"(?:affect|upset|weaken|strengthen|stop)s? (?:my|his|her|the)(?= \w+ (?:tablets?|pills?|"
    r"medicine|levels?|pressure|working)| \w+ing\b|"
    r" \w+(?:,|\?|$))|"
    r"bleed\w*|serotonin syndrome)\b|\b(?:with|and) (?:my|his|her|the|their)\b|\+|&|/",
    re.IGNORECASE,
)
"""That two are asked about as taken together, where a question names two."""
_TELLS: Final = re.compile(
    r"\b(?:interact\w*|with|contra-?indicat\w*|combin\w+|concomitant\w*|other medicines|"
    r"antacids|inhibitors|inducers|diuretics|nsaids|maois|antifungals|antibacterials|"
    r"oral contraceptives|food|alcohol|juice)\b",
    re.IGNORECASE,
)
"""Headings, the title aside, under which it is told what goes with what."""
_CHOOSES: Final = re.compile(
    r"\b(?:versus|vs|compar\w+|better|rather than|instead|switch\w*|convert\w*|conversion|"
    r"equivalen\w+|differen\w+|alternative\w*|replac\w+|first[- ]line|which|choose|choice|"
    r"what (?:else|other)|revers\w+|antidote)\b",
    re.IGNORECASE,
)
"""That one of the two is chosen."""
_OVERDOSE: Final = re.compile(
    r"\boverdos\w+|\bpoison\w+|\bintoxicat\w+|\bOD(?:'d|ed)\b|"
    r"\b(?:suspected|accidental|deliberate|possible|after an?)\b[^.?]{0,25}\bOD\b",
    re.IGNORECASE,
)
"""That one of the two undoes the other."""
MEALS: Final = "food"
"""What tells when two things are taken, where a question names two."""
PAIR: Final = 2
_OR: Final = re.compile(r"\bor\b", re.IGNORECASE)
_ANY: Final = re.compile(
    r"\b(?:other (?:medicin\w+|drugs?|treatments?|agents?)|any (?:medicin\w+|drugs?)|both|the two|"
    r"combin\w+|together|co-?administ\w+|concomitant\w*|concurrent\w*|either|"
    r"all (?:medicin\w+|drugs?)|food|enzyme[- ](?:inducer|inhibitor)s?|inducers?|inhibitors?|"
    r"(?:it|them) (?:with|alongside))\b",
    re.IGNORECASE,
)
"""Words that may speak of the other without its name."""


def together(asked: str, layers: Sequence[Layer], around: str) -> Compared | None:
    """Another partner than the one asked about, or none at all.

    Args:
        around: the passage that the quotation stands in. Where it names what the quotation does
            not, nothing is held against the quotation.
    """
    outright = _ASKED.search(asked) is not None
    if _CHOOSES.search(asked) or _OVERDOSE.search(asked) or (not outright and _OR.search(asked)):
        return None
    known = partners()
    if not outright and not any(
        one.heading and (_TELLS.search(one.text) or known.named(one.text)) for one in layers[:-1]
    ):
        return None
    wanted = _apart(known.named(asked))
    heard = [known.named(layer.text) for layer in layers]
    said = [one for each in heard for one in each]
    if len(wanted) < PAIR:
        return _unlisted(asked, wanted, said, around, layers) if outright else None
    if not any(one.drug.distinct for one in said):
        return None
    missing = [one for one in wanted if not _spoken_of(one, heard)]
    if not missing:
        return Compared("what it is taken with")
    others = [
        one
        for one in said
        if not any(known.same(one, each) for each in wanted) and not _wide(one, wanted)
    ]
    if not others and not outright:
        return None
    if not others and (
        any(_ANY.search(layer.text) for layer in layers)
        or all(any(known.same(one, each) for each in known.named(around)) for one in missing)
    ):
        return None
    about = f"the question is about {_listed(wanted)} together; the quoted words are about "
    found = others or [one for one in wanted if one not in missing]
    return Compared("what it is taken with", about + _listed(found))


def _unlisted(
    asked: str,
    wanted: Sequence[Partner],
    said: Sequence[Partner],
    around: str,
    layers: Sequence[Layer],
) -> Compared | None:
    """One that the vocabulary has and one that it lacks, above words on another partner."""
    name = unlisted_partner(asked, around, layers) if wanted else ""
    known = partners()
    others = (
        [one for one in said if not known.same(one, wanted[0]) and not _wide(one, wanted)]
        if name
        else []
    )
    if not others:
        return None
    about = f"the question is about {_listed(wanted)} and {name} together; the quoted words are "
    return Compared("what it is taken with", f"{about}about {_listed(others)}")


def _spoken_of(wanted: Partner, heard: Sequence[Sequence[Partner]]) -> bool:
    """Whether it is named, or a class it belongs to where no sister of it is named nearer."""
    known = partners()
    nearer: list[Partner] = []
    for named in heard:
        for one in named:
            if not known.same(wanted, one):
                continue
            if one.name == wanted.name or not any(
                known.same(one, sister) and not known.same(wanted, sister) for sister in nearer
            ):
                return True
        nearer.extend(named)
    return False


def _apart(named: Sequence[Partner]) -> list[Partner]:
    """One of each: a class is left out beside a member of it."""
    known = partners()
    kept: list[Partner] = []
    for one in named:
        if not any(known.same(one, other) for other in kept):
            kept.append(one)
    plain = [one for one in kept if one.name != MEALS]
    return plain if len(plain) >= PAIR else kept


def _wide(one: Partner, wanted: Sequence[Partner]) -> bool:
    """A wide class, which is no other drug by itself."""
    return bool(one.drug.classes) and not one.drug.distinct and bool(wanted)


def _listed(given: Sequence[Partner]) -> str:
    return " and ".join(dict.fromkeys(one.name.replace("_", " ") for one in given))
