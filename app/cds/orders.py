"""From the draft orders of a call to medicines that can be read as entries of a record."""

from collections.abc import Collection
from typing import Any, Final, NamedTuple

from app.cds.resources import Sent, last_part, patient_of, resources_in
from app.domain.errors import UnusableHookCall

ORDER: Final = "MedicationRequest"
MEDICATION: Final = "Medication"
MOST_ORDERS: Final = 100
_ENDED: Final = frozenset({"cancelled", "stopped", "completed", "entered-in-error"})
_NO_ORDER_YET: Final = frozenset({"proposal", "plan", "option"})


class Draft(NamedTuple):
    """A medicine that is about to be ordered, `sent` as if it were active."""

    sent: Sent
    removable: bool
    """Whether it is a draft with an id, which the order system can take away."""
    selected: bool
    medications: tuple[Sent, ...] = ()
    """That it may refer to."""


class Drafts(NamedTuple):
    medicines: tuple[Draft, ...]
    passed_over: dict[str, int]
    """What is no medicine, or ends one: type -> how many."""
    unmatched: int
    """Selections that are among no drafts."""
    replaced: frozenset[str]
    """Types and ids of what the drafts change or replace."""


def drafts_in(
    orders: object,
    selections: Collection[str] | None,
    patient_id: str,
    others: Collection[Sent],
) -> Drafts:
    """
    Args:
        orders: `draftOrders`.
        selections: ids of those that are asked about; None: all of them.
        others: prefetched resources, Medications among them.

    Raises:
        UnusableHookCall: they are no Bundle, too many, or one is of another patient.
    """
    if not isinstance(orders, dict) or orders.get("resourceType") != "Bundle":
        raise UnusableHookCall("context.draftOrders is no FHIR Bundle. Send the draft orders.")
    sent = list(resources_in(orders, "context.draftOrders"))
    known = [one for one in (*sent, *others) if one.type == MEDICATION]
    passed: dict[str, int] = {}
    medicines: list[Draft] = []
    names: set[str] = set()
    replaced: set[str] = set()
    for number, one in enumerate(sent):
        _must_be_of(one, patient_id)
        names.add(one.written_id)
        selected = selections is None or any(_means(each, one) for each in selections)
        if one.type == MEDICATION:
            continue
        if one.type != ORDER:
            if selected:
                kind = one.type or "something without a type"
                passed[kind] = passed.get(kind, 0) + 1
            continue
        replaced |= {one.label, _prior(one)}
        status = one.resource.get("status")
        if status in _ENDED or one.resource.get("doNotPerform") is True:
            if selected:
                passed["ended order"] = passed.get("ended order", 0) + 1
            continue
        needed = tuple(each for each in known if each.id and each.id in _referred(one))
        draft = Draft(
            _as_active(one, number, patient_id),
            bool(one.id) and status == "draft",
            selected,
            needed,
        )
        medicines.append(draft)
    if len(medicines) > MOST_ORDERS:
        raise UnusableHookCall(
            f"context.draftOrders holds more than {MOST_ORDERS} medicines. Send fewer at once."
        )
    unmatched = sum(_last(each) not in names for each in selections or ())
    return Drafts(tuple(medicines), passed, unmatched, frozenset(replaced - {""}))


def _must_be_of(sent: Sent, patient_id: str) -> None:
    for name in ("subject", "patient"):
        named = patient_of(sent.resource.get(name))
        if named is not None and named != patient_id:
            raise UnusableHookCall(
                f"{sent.at}.{name} is another Patient than context.patientId names. Nothing was "
                "checked: send the orders of one patient."
            )


def _as_active(sent: Sent, number: int, patient_id: str) -> Sent:
    """The order as it will stand in the record once it is signed."""
    held: dict[str, Any] = {**sent.resource, "status": "active"}
    held.setdefault("subject", {"reference": f"Patient/{patient_id}"})
    if held.get("intent") in _NO_ORDER_YET or "intent" not in held:
        held["intent"] = "order"
    if not sent.id:
        held["id"] = f"draft-{number + 1}"
    instructions = held.get("dosageInstruction")
    if isinstance(instructions, list):
        held["dosageInstruction"] = [_listed_dose(one) for one in instructions]
    return sent._replace(resource=held)


def _listed_dose(instruction: Any) -> Any:
    """`doseAndRate` as a list: examples of the hooks' own pages write one object."""
    if isinstance(instruction, dict) and isinstance(instruction.get("doseAndRate"), dict):
        return {**instruction, "doseAndRate": [instruction["doseAndRate"]]}
    return instruction


def _means(selection: str, sent: Sent) -> bool:
    """By type and id, or by the id alone, also where R4 has no such id."""
    kind, _, name = selection.rpartition("/")
    if not name or name != sent.written_id:
        return False
    return not kind or kind.rpartition("/")[2] == sent.type


def _last(selection: str) -> str:
    return selection.rpartition("/")[2]


def _referred(sent: Sent) -> frozenset[str]:
    return frozenset({last_part(sent.resource.get("medicationReference"))})


def _prior(sent: Sent) -> str:
    prior = last_part(sent.resource.get("priorPrescription"))
    return f"{ORDER}/{prior}" if prior else ""
