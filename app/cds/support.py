"""Answers a hook: the call becomes a record and orders, the checks speak, and cards tell it."""

from typing import Final, NamedTuple

from app.cds.cards import card_of, gravest_first
from app.cds.order_cards import order_cards
from app.cds.orders import Draft, Drafts, drafts_in
from app.cds.prefetch import Gathered, bundle_of, collection, gathered
from app.cds.resources import Sent
from app.cds.services import SERVICES
from app.cds.together import fired, together
from app.cds.unused import in_call, lost, placed, unused_card
from app.domain.decision_support import Card, Hook, HookCall, HookService, SentCard, account_of
from app.domain.errors import NotFound, UnusableHookCall, UnusableRecord
from app.domain.ports.decision_support import CardLog
from app.domain.ports.ordering import OrderChecks
from app.domain.ports.record import RecordReader
from app.domain.ports.summary import Summarising
from app.domain.question import Caller
from app.domain.record import MedicineEntry, PatientRecord, Unusable

MOST_OF_PATIENT: Final = 5
"""Cards where a record is opened."""
_PATIENTS: Final = ("Patient/", "RelatedPerson/")
"""Users whom words for clinicians are not meant for."""


class Ordered(NamedTuple):
    """Drafts that could be read, by type and id, and what of them could not."""

    read: dict[str, tuple[Draft, MedicineEntry]]
    unusable: tuple[Unusable, ...]


class HookSupport:
    """`DecisionSupport`.

    Args:
        site: where a reader's browser reaches this service; None: cards have no links.
    """

    services: Final = SERVICES

    def __init__(
        self,
        *,
        records: RecordReader,
        summarising: Summarising,
        checks: OrderChecks,
        log: CardLog,
        site: str | None = None,
    ) -> None:
        self._records = records
        self._summarising = summarising
        self._checks = checks
        self._log = log
        self._site = site

    def cards(self, service: str, call: HookCall, caller: Caller) -> tuple[Card, ...]:
        """As `DecisionSupport`."""
        known = next((one for one in SERVICES if one.id == service), None)
        if known is None:
            raise NotFound("There is no such service: GET /cds-services lists them.")
        if call.hook != known.hook:
            raise UnusableHookCall(
                f"{known.id} answers the hook {known.hook.value} alone. Call the service of the "
                "hook, or send the right hook."
            )
        patient = _named(call.patient, "context.patientId")
        user = _named(call.user, "context.userId")
        if known.hook is Hook.PATIENT_VIEW and user.startswith(_PATIENTS):
            return ()
        sent = gathered(known, call, patient)
        if known.hook is Hook.PATIENT_VIEW:
            trace_id, cards = self._of_record(sent, call, caller)
        else:
            trace_id, cards = self._of_orders(known, sent, call, patient, caller)
        self._remember(cards, known, trace_id, caller)
        return cards

    def _of_record(
        self, sent: Gathered, call: HookCall, caller: Caller
    ) -> tuple[str, tuple[Card, ...]]:
        record = self._record(sent, call)
        summary = self._summarising.summary(record, caller)
        checks = [one.check for one in summary.findings]
        said = (
            (first, card_of(first, self._site, others=others))
            for first, *others in together(checks, fired)
        )
        found = gravest_first(said)
        unused = unused_card(
            lacking=sent.lacking, partial=sent.partial, unusable=record.unusable, site=self._site
        )
        if unused is None:
            return summary.trace.trace_id, found[:MOST_OF_PATIENT]
        return summary.trace.trace_id, (*found[: MOST_OF_PATIENT - 1], unused)

    def _of_orders(
        self, service: HookService, sent: Gathered, call: HookCall, patient: str, caller: Caller
    ) -> tuple[str, tuple[Card, ...]]:
        selections = call.selections if service.hook is Hook.ORDER_SELECT else None
        if service.hook is Hook.ORDER_SELECT and selections is None:
            raise UnusableHookCall(
                "context.selections is missing: name the newly selected orders, such as "
                "MedicationRequest/103."
            )
        drafts = drafts_in(call.draft_orders, selections, patient, sent.others)
        record = self._record(sent, call, drafts)
        ordered = self._read(drafts, sent.patient, call)
        asked = [entry for draft, entry in ordered.read.values() if draft.selected]
        beside = [entry for draft, entry in ordered.read.values() if not draft.selected]
        report = self._checks.check(record, asked, caller, beside)
        unused = unused_card(
            lacking=sent.lacking,
            partial=sent.partial,
            unusable=(*ordered.unusable, *record.unusable),
            passed_over=drafts.passed_over,
            unmatched=drafts.unmatched,
            site=self._site,
        )
        cards = order_cards(report, ordered.read, self._site)
        return report.trace.trace_id, cards if unused is None else (*cards, unused)

    def _record(
        self, sent: Gathered, call: HookCall, drafts: Drafts | None = None
    ) -> PatientRecord:
        """The record without what the drafts change or replace."""
        without = drafts.replaced if drafts is not None else frozenset[str]()
        bundle, kept = bundle_of(sent, call.fhir_server, without)
        try:
            record = self._records.read(bundle)
        except UnusableRecord as error:
            raise UnusableRecord(str(error), in_call(error.path, kept)) from None
        return record.model_copy(update={"unusable": lost(record, kept)})

    def _read(self, drafts: Drafts, patient: Sent, call: HookCall) -> Ordered:
        """Each draft for itself: one that cannot be read loses no other."""
        read: dict[str, tuple[Draft, MedicineEntry]] = {}
        unusable: list[Unusable] = []
        for draft in drafts.medicines:
            kept = (patient, draft.sent, *draft.medications)
            try:
                record = self._records.read(collection(kept, call.fhir_server))
            except UnusableRecord as error:
                unusable.append(Unusable(at=in_call(error.path, kept), why=str(error)))
                continue
            found = [one for one in record.entries if isinstance(one, MedicineEntry)]
            unusable += placed(record.unusable, kept)
            if found:
                entry = found[0]
                if entry.resource in read:
                    unusable.append(Unusable(at=draft.sent.at, why="repeats the id of another"))
                    continue
                read[entry.resource] = (draft, entry)
        return Ordered(read, tuple(dict.fromkeys(unusable)))

    def _remember(
        self, cards: tuple[Card, ...], service: HookService, trace_id: str, caller: Caller
    ) -> None:
        """So that feedback can tell of them; before anybody sees them."""
        self._log.sent(
            [
                SentCard(
                    uuid=card.uuid,
                    service=service.id,
                    indicator=card.indicator,
                    rule=card.rule,
                    trace_id=trace_id,
                    caller=account_of(caller),
                    suggestions=tuple(one.uuid for one in card.suggestions),
                )
                for card in cards
            ]
        )


def _named(told: str | None, where: str) -> str:
    if not told:
        raise UnusableHookCall(f"{where} is missing. Send the context that the hook defines.")
    return told
