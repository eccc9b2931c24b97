"""From what an order system prefetched to one R4 Bundle of one patient."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple

from app.cds.resources import Sent, has_more_pages, patient_of, resources_in
from app.cds.services import PATIENT
from app.domain.decision_support import HookCall, HookService
from app.domain.errors import MissingPrefetch, UnusableHookCall

OUTCOME: Final = "OperationOutcome"
SUBJECTS: Final = ("subject", "patient")


class Gathered(NamedTuple):
    """The resources of a call. `lacking` are keys that the order system could not fetch, and
    `partial` those of which it sent one page: what is not there is not known, then."""

    patient: Sent
    others: tuple[Sent, ...]
    lacking: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()


def gathered(service: HookService, call: HookCall, patient_id: str) -> Gathered:
    """
    Raises:
        MissingPrefetch: a key of the service was not sent, or the Patient is not there.
        UnusableHookCall: it is no FHIR, or of another patient than the one in context.
    """
    sent: Mapping[str, Any] = call.prefetch if call.prefetch is not None else {}
    missing = [key for key in service.prefetch if key not in sent]
    if missing:
        raise _missing(missing)
    found: list[Sent] = []
    lacking: list[str] = []
    for key in service.prefetch:
        if sent[key] is None:
            continue
        for one in resources_in(sent[key], f"prefetch.{key}"):
            if one.type == OUTCOME:
                lacking.append(key)
            else:
                found.append(one)
    patients = [one for one in found if one.type == "Patient"]
    if not patients:
        raise _missing([PATIENT])
    if any(one.id not in ("", patient_id) for one in patients):
        raise UnusableHookCall(
            "The prefetch holds another Patient than context.patientId names. Nothing was checked: "
            "send the resources of one patient."
        )
    same = [{**one.resource, "id": patient_id} for one in patients]
    if any(one != same[0] for one in same):
        raise UnusableHookCall("The prefetch states the same Patient twice, and differently.")
    first = patients[0]._replace(resource=same[0])
    others = tuple(one for one in found if one.type != "Patient")
    _must_be_of(others, patient_id)
    partial = tuple(key for key in service.prefetch if has_more_pages(sent[key]))
    return Gathered(first, others, tuple(dict.fromkeys(lacking)), partial)


def bundle_of(
    gathered: Gathered, server: str | None, without: Collection[str] = ()
) -> tuple[dict[str, Any], tuple[Sent, ...]]:
    """One collection, and what its entries are, in their order.

    Args:
        server: base of the names of resources that state no full URL.
        without: types and ids of resources that are left out.
    """
    others = (one for one in gathered.others if one.label not in without)
    kept = (gathered.patient, *others)
    return collection(kept, server), kept


def collection(sent: Iterable[Sent], server: str | None) -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [_entry(one, server) for one in sent],
    }


def _entry(sent: Sent, server: str | None) -> dict[str, Any]:
    url = sent.full_url
    if not url and server and sent.type and sent.id:
        url = f"{server.rstrip('/')}/{sent.label}"
    return {"fullUrl": url, "resource": sent.resource} if url else {"resource": sent.resource}


def _must_be_of(others: tuple[Sent, ...], patient_id: str) -> None:
    """A resource of somebody else is no slip that may be passed over: whose are the others?"""
    for one in others:
        for name in SUBJECTS:
            named = patient_of(one.resource.get(name))
            if named is not None and named != patient_id:
                raise UnusableHookCall(
                    f"{one.at}.{name} is another Patient than context.patientId names. Nothing "
                    "was checked: send the resources of one patient."
                )


def _missing(keys: list[str]) -> MissingPrefetch:
    return MissingPrefetch(
        f"These prefetch keys are missing: {', '.join(keys)}. Send each key of the service's "
        "prefetch (GET /cds-services), null where nothing was found; no FHIR server is called."
    )
