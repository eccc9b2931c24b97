"""How each chart is spoken of, and what to do about it at either side."""

from typing import Final, NamedTuple


class Told(NamedTuple):
    """`hits`: what was counted, as `3 of 8 ...`; then what to do where that is less, or more."""

    hits: str
    low: str
    high: str


CHANGED: Final = (
    "See what changed about then: the index (citewell index list), rules, model, settings, release."
)
_BETTER: Final = "Where it is meant so, begin a new baseline with --baseline-until."
TOLD: Final = {
    "sample": Told(
        "answers drawn at random were approved",
        "Read what was corrected and rejected (citewell reviews list --state rejected). "
        f"{CHANGED} Switch off what is wrong (citewell switches).",
        f"Have a second reviewer look at some of these. {_BETTER}",
    ),
    "listed": Told(
        "answers that something spoke against were approved",
        f"More of what is listed is wrong: read it by topic (citewell reviews list). {CHANGED}",
        "More of what is listed is right: what lists it may be too strict (CITEWELL_REVIEW_OF, "
        f"CITEWELL_REVIEW_ERROR). {_BETTER}",
    ),
    "abstention": Told(
        "questions were not answered",
        f"Fewer are declined: see in the random sample whether that is right. {CHANGED}",
        f"See which reasons grew, below, and whether documents are missing or out. {CHANGED}",
    ),
    "referral": Told(
        "questions were referred",
        f"See that emergencies are still seen: citewell doctor. {CHANGED}",
        f"See which kinds grew, below; other people may be asking. {CHANGED}",
    ),
    "block": Told(
        "outcomes had something blocked by a safety rule",
        f"See that the rules are in force: citewell doctor, citewell rules list. {CHANGED}",
        f"See which rules blocked: citewell reviews list. {CHANGED}",
    ),
    "withheld": Told(
        "outcomes had a sentence withheld",
        f"See that the verifiers work: citewell doctor. {CHANGED}",
        f"See in the reviews what was withheld; a model or an index may have got worse. {CHANGED}",
    ),
    "override": Told(
        "outcomes had a rule overridden",
        _BETTER,
        "Read the reasons (citewell rules overrides): a rule may be wrong, or people hurried.",
    ),
    "not_checked": Told(
        "outcomes had a check that could not be made",
        _BETTER,
        "More comes without what checks need (age, kidneys, record): see who asks, by role.",
    ),
    "failure": Told(
        "questions failed",
        _BETTER,
        "See the log and citewell doctor for what fails.",
    ),
}
