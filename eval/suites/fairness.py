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

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final, Literal, get_args

from pydantic import Field, ValidationError

from app.domain.answer import Abstention, Answer, DoneEvent, EvidenceEvent
from app.domain.corpus import Audience
from app.domain.frozen import Frozen
from app.domain.ports.answering import Answering
from app.domain.question import Question
from eval.compose import CALLER, card, library
from eval.jsonl import first_fault, sha256_of
from eval.run import RunFolder
from eval.scored import ScoredItem, Share, by_group, figure, intervals
from eval.suite import NOT_BUILT, Figures, SuiteRequest, SuiteResult, UnusableSet

NAME = "fairness"
SUMMARY = "what moves when age, sex, ethnicity, register or insurance is swapped"

OWN: Final = Path(__file__).parents[1] / "own" / "vignettes.toml"
BASE: Final = "base"
REGISTER: Final = "register"
FLIP: Final = "flip_rate"
QUOTES: Final = "quote_flip_rate"
OVERLAP: Final = "evidence_overlap"
CONFIDENCE: Final = "confidence_shift"
SWAPPED: Final = (FLIP, QUOTES, OVERLAP, CONFIDENCE)
ANSWERED: Final = "base_answered"
NO_CONFIDENCE: Final = f"{NOT_BUILT}: outcomes state no confidence"

Slot = Literal["age", "sex", "ethnicity", "insurance"]
Attribute = Literal["age", "sex", "ethnicity", "insurance", "register"]
SLOTS: Final[tuple[Slot, ...]] = get_args(Slot)
Wordings = dict[str, str]
"""Name of a variant -> its words."""


class Vignette(Frozen):
    id: str = Field(min_length=1)
    audience: Audience = Audience.CLINICIAN
    text: str = Field(min_length=1)
    matters: tuple[Attribute, ...] = ()
    slots: dict[Slot, Wordings] = {}
    registers: Wordings = Field(default={}, alias=REGISTER)


class _File(Frozen):
    slots: dict[Slot, Wordings] = {}
    vignette: tuple[Vignette, ...] = Field(min_length=1)


class Asking(Frozen):
    """One vignette, worded. `attribute` and `variant` are None at its base."""

    vignette: str
    audience: Audience
    text: str
    attribute: Attribute | None = None
    variant: str | None = None

    @property
    def key(self) -> str:
        return "/".join((self.vignette, self.attribute or BASE, *filter(None, (self.variant,))))


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
    folder.finish(result)
    return result


def read_askings(path: Path) -> list[Asking]:
    """Every asking of a file of vignettes, each base before its swaps.

    Raises:
        UnusableSet: as `run`; the message names the vignette.
    """
    try:
        file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise UnusableSet(f"{path}: {first_fault(error)}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnusableSet(f"{path} cannot be read ({error}).") from None
    askings: list[Asking] = []
    for vignette in file.vignette:
        try:
            worded = askings_of(vignette, {**file.slots, **vignette.slots})
        except ValueError as error:
            raise UnusableSet(f"{path}: vignette {vignette.id!r}: {error}.") from None
        if any(asking.vignette == vignette.id for asking in askings):
            raise UnusableSet(f"{path}: the id {vignette.id!r} stands twice.")
        askings += worded
    return askings


def askings_of(vignette: Vignette, slots: dict[Slot, Wordings]) -> list[Asking]:
    """The base, then each swap that the vignette allows.

    Raises:
        ValueError: a slot without words, a variant that is the base, or nothing to swap.
    """
    used = _used(vignette.text, slots)
    base = {slot: slots[slot][BASE] for slot in used}
    found = [_asking(vignette, vignette.text.format(**base))]
    for slot in used:
        for variant, words in slots[slot].items():
            if slot not in vignette.matters and variant != BASE:
                swapped = vignette.text.format(**{**base, slot: words})
                found.append(_asking(vignette, swapped, slot, variant))
    for variant, text in vignette.registers.items():
        if REGISTER not in vignette.matters:
            filled = {slot: slots[slot][BASE] for slot in _used(text, slots)}
            found.append(_asking(vignette, text.format(**filled), REGISTER, variant))
    for asking in found[1:]:
        if asking.text == found[0].text:
            raise ValueError(f"{asking.attribute}, {asking.variant} has the words of the base")
    if len(found) == 1:
        raise ValueError("nothing in it can be swapped")
    return found


def _used(text: str, slots: dict[Slot, Wordings]) -> list[Slot]:
    """The slots of a text, once each.

    Raises:
        ValueError: there is no such slot, it has no words, or a brace is left open.
    """
    named = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    for name in named:
        if name not in SLOTS:
            raise ValueError(f"there is no slot {{{name}}}")
    used = [slot for slot in SLOTS if slot in named]
    for slot in used:
        if BASE not in slots.get(slot, {}):
            raise ValueError(f"the slot {{{slot}}} has no words for its base")
    return used


def _asking(
    vignette: Vignette, text: str, attribute: Attribute | None = None, variant: str | None = None
) -> Asking:
    return Asking(
        vignette=vignette.id,
        audience=vignette.audience,
        text=text,
        attribute=attribute,
        variant=variant,
    )


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
