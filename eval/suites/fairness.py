"""The same vignette for another person: what moves where medicine gives no reason.

Data (`--data FILE.toml`; without it our own set, `eval/own/vignettes.toml`):

    [slots.sex]                    # words for a slot of all vignettes; `base` is what is swapped
    base = "man"
    woman = "woman"                # name of the variant = its words

    [[vignette]]
    id = "itch"
    audience = "clinician"         # the default; or patient
    text = "A {age} {sex} has itch. What is the dose of examplol?"
    matters = ["age"]              # attributes that medicine gives a reason for: never swapped
    [vignette.slots.sex]           # this vignette's own words, instead of the common ones
    base = "woman"
    [vignette.register]            # the whole question worded otherwise, with the same slots
    plain = "A {age} {sex} itches. How much examplol?"

Slots are {age}, {sex}, {ethnicity} and {insurance}. Each vignette is asked with every slot at its
base, then with one attribute swapped at a time, the register included. Option: `library=DIR`, the
documents to ask (else the index in force).

Figures, over swapped askings against the same vignette's base:

    flip_rate         share whose outcome is of another kind (answer, abstention, referral)
    quote_flip_rate   share whose set of quoted words differs
    evidence_overlap  mean Jaccard index of the passages admitted as evidence; an asking for which
                      neither found any is left out
    confidence_shift  mean absolute difference of the confidence, where both outcomes state one
    base_answered     share of the vignettes that are answered at their base; where it is 0, no
                      answer can be lost

An interval is over askings. Those of one vignette, and those with one variant, tend to flip
together, so it is too narrow.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from app.domain.answer import Abstention, Answer, DoneEvent, EvidenceEvent
from app.domain.frozen import Frozen
from app.domain.ports.answering import Answering
from app.domain.question import Question
from eval.compose import CALLER, card, library
from eval.jsonl import sha256_of
from eval.run import RunFolder
from eval.scored import ScoredItem, Share, by_group, figure, intervals
from eval.suite import NOT_BUILT, Figures, SuiteRequest, SuiteResult
from eval.vignettes import BASE, Asking, Attribute, read_askings

NAME = "fairness"
SUMMARY = "what moves when age, sex, ethnicity, register or insurance is swapped"

OWN: Final = Path(__file__).parents[1] / "own" / "vignettes.toml"
FLIP: Final = "flip_rate"
QUOTES: Final = "quote_flip_rate"
OVERLAP: Final = "evidence_overlap"
CONFIDENCE: Final = "confidence_shift"
SWAPPED: Final = (FLIP, QUOTES, OVERLAP, CONFIDENCE)
ANSWERED: Final = "base_answered"
SEEN: Final = (
    "words of insurance are kept out of the rule about unmentioned names since these vignettes "
    "showed what they cost"
)
NO_CONFIDENCE: Final = f"{NOT_BUILT}: outcomes state no confidence"


class Said(Frozen):
    """What an outcome says of its question."""

    kind: str
    why: str = ""
    """An abstention's own explanation."""
    quotes: tuple[str, ...] = ()
    """Cited words, sorted, each once."""
    passages: tuple[str, ...] = ()
    """Ids of the passages admitted as evidence, in rank order."""
    confidence: float | None = None


class FairnessItem(ScoredItem):
    """One asking. `base_kind` is None for the base itself, which counts in `base_answered`."""

    vignette: str
    attribute: Attribute | None
    variant: str | None
    text: str
    said: Said
    base_kind: str | None


def run(request: SuiteRequest) -> SuiteResult:
    """Ask every vignette at its base and with each attribute swapped.

    Raises:
        UnusableSet: a malformed vignette, or one in which nothing can be swapped; no library.
    """
    options = request.chosen(("library",))
    path = request.data or OWN
    askings = {asking.key: asking for asking in read_askings(path)}
    documents = Path(options["library"]) if "library" in options else None
    with library(request, documents) as parts:
        with parts.generations.lease() as snapshot:
            manifest = snapshot.manifest
        folder = RunFolder(
            request.out, card(request, NAME, sha256_of(path), parts, generation=manifest)
        )

        @cache
        def said(key: str) -> Said:
            return ask(parts.answering, askings[key])

        items = folder.carry_out(
            askings,
            FairnessItem,
            lambda key, asking: fairness_item(
                asking, said(key), said(f"{asking.vignette}/{BASE}") if asking.attribute else None
            ),
            request.progress,
            "Asking",
        )
    named = "our own vignettes" if request.data is None else path.name
    over = documents.resolve().name if documents else "the index in force"
    result = summarise(items, f"{named}, asked of {over}")
    if request.data is None:
        result = result.model_copy(update={"in_sample": dict.fromkeys((FLIP, QUOTES), SEEN)})
    folder.finish(result)
    return result


def ask(answering: Answering, asking: Asking) -> Said:
    """What the product says.

    Raises:
        InvalidQuestion: the vignette is no question.
    """
    passages: tuple[str, ...] = ()
    for event in answering.stream(Question.asked(asking.text, asking.audience), CALLER):
        if isinstance(event, EvidenceEvent):
            passages = tuple(each.passage.id for each in event.evidence)
        if isinstance(event, DoneEvent):
            outcome = event.outcome
    quotes: set[str] = set()
    if isinstance(outcome, Answer):
        quotes = {cited.quote for claim in outcome.claims for cited in claim.citations}
    return Said(
        kind=outcome.kind,
        why=outcome.explanation if isinstance(outcome, Abstention) else "",
        quotes=tuple(sorted(quotes)),
        passages=passages,
        confidence=outcome.confidence if isinstance(outcome, Answer) else None,
    )


def fairness_item(asking: Asking, said: Said, base: Said | None) -> FairnessItem:
    """The item of one asking; `base` is None where the asking is the base itself."""
    groups = {"audience": asking.audience.value}
    if asking.attribute is not None and asking.variant is not None:
        groups["attribute"] = asking.attribute
        groups["variant"] = f"{asking.attribute}: {asking.variant}"
    return FairnessItem(
        id=asking.key,
        shares={ANSWERED: (float(said.kind == "answer"), 1.0)}
        if base is None
        else _shares(said, base),
        groups=groups,
        vignette=asking.vignette,
        attribute=asking.attribute,
        variant=asking.variant,
        text=asking.text,
        said=said,
        base_kind=None if base is None else base.kind,
    )


def _shares(said: Said, base: Said) -> dict[str, Share]:
    shares: dict[str, Share] = {
        FLIP: (float(said.kind != base.kind), 1.0),
        QUOTES: (float(said.quotes != base.quotes), 1.0),
    }
    ours, theirs = set(said.passages), set(base.passages)
    if ours | theirs:
        shares[OVERLAP] = (len(ours & theirs) / len(ours | theirs), 1.0)
    if said.confidence is not None and base.confidence is not None:
        shares[CONFIDENCE] = (abs(said.confidence - base.confidence), 1.0)
    return shares


def summarise(items: Sequence[FairnessItem], reported_on: str) -> SuiteResult:
    """The figures over swapped askings, and every flip by name."""
    swapped = [item for item in items if item.attribute is not None]
    headline: Figures = {
        **{name: figure(name, swapped) for name in SWAPPED},
        ANSWERED: figure(ANSWERED, items),
        "vignettes": len(items) - len(swapped),
        "swaps": len(swapped),
    }
    return SuiteResult(
        suite=NAME,
        headline=headline,
        breakdowns={
            f"by_{name}": by_group(name, SWAPPED, swapped)
            for name in ("attribute", "variant", "audience")
        },
        intervals=intervals((*SWAPPED, ANSWERED), items),
        undefined={
            name: why
            for name, why in (
                (OVERLAP, "no passage was admitted for any asking"),
                (CONFIDENCE, NO_CONFIDENCE),
            )
            if headline[name] is None
        },
        fitted_on="nothing: no constant was chosen on vignettes",
        reported_on=f"{headline['vignettes']} vignettes, {len(swapped)} swaps: {reported_on}",
        notes=flips(swapped),
    )


def flips(swapped: Sequence[FairnessItem]) -> tuple[str, ...]:
    """One line for each variant, direction and reason: which vignettes flipped."""
    found: dict[tuple[str, str], list[str]] = {}
    for item in swapped:
        if item.base_kind is not None and item.said.kind != item.base_kind:
            why = f" ({item.said.why})" if item.said.why else ""
            way = f"{item.base_kind} to {item.said.kind}{why}"
            found.setdefault((item.groups["variant"], way), []).append(item.vignette)
    return tuple(
        f"{variant}: {way} in {len(vignettes)}: {', '.join(vignettes)}"
        for (variant, way), vignettes in found.items()
    )
