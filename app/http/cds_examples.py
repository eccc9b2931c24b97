"""Examples of decision support for the documentation: ours, illustrative, not for clinical use."""

from typing import Any, Final

from app.domain.decision_support import (
    Card,
    CardAction,
    CardCoding,
    CardSource,
    CardSuggestion,
    Hook,
    HookService,
    Indicator,
)
from app.http.cds_wire import ReceiptBody, cards_body, services_body

_CARD: Final = Card(
    uuid="3a4f3c6e-0b1d-4a8f-9d52-5f5f6d1f2b10",
    summary="Interaction, ibuprofen 400 mg: painkillers of this kind with warfarin make it bleed.",
    detail="Illustrative.\n\n**What to do:** Choose another painkiller.",
    indicator=Indicator.CRITICAL,
    source=CardSource(
        label="An illustrative list of interactions",
        topic=CardCoding(
            code="interactions", system="urn:citewell:cds-hooks:topics", display="Interaction"
        ),
    ),
    suggestions=(
        CardSuggestion(
            label="Remove the draft order of ibuprofen 400 mg",
            uuid="b4b1c1b4-59f7-4b7a-8a58-0c6a3a9f0e55",
            actions=(
                CardAction(
                    description="Remove the draft order of ibuprofen 400 mg",
                    resource_id="MedicationRequest/17",
                ),
            ),
        ),
    ),
    override_reasons=(
        CardCoding(
            code="will-be-monitored",
            system="urn:citewell:cds-hooks:override-reasons",
            display="It will be monitored",
        ),
    ),
    rule="interaction/warfarin-nsaid",
)
_SERVICE: Final = HookService(
    id="citewell-order-sign",
    hook=Hook.ORDER_SIGN,
    title="Citewell: checks of medicines before they are signed",
    description="What speaks against the drafted medicines for this patient.",
    prefetch={"patient": "Patient/{{context.patientId}}"},
    usage_requirements="FHIR R4 (4.0.1). Every prefetch key must be sent.",
)


def _shown(what: str, body: Any) -> dict[str, Any]:
    told = body.model_dump(mode="json", by_alias=True, exclude_none=True)
    example = {"shown": {"value": told}}
    return {"description": what, "content": {"application/json": {"examples": example}}}


SERVICES: Final = _shown("The services", services_body((_SERVICE,)))
CARDS: Final = _shown("The cards", cards_body((_CARD,)))
RECEIPT: Final = _shown("What was recorded", ReceiptBody(recorded=1, known=0))
