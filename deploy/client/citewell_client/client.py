"""A Citewell service, as methods."""

import ssl
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from datetime import date
from types import TracebackType
from typing import Final, Self, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from citewell_client.events import Event, Outcome, told
from citewell_client.models import (
    AskBody,
    Audience,
    ChatBody,
    ChatReply,
    ConversationBody,
    DocumentBody,
    EarlierTurnBody,
    Feedback,
    FeedbackReceipt,
    FeedbackVerdict,
    FiltersBody,
    Found,
    HandedOff,
    OverrideBody,
    PassageBody,
    PatientSummary,
    Readiness,
    SearchBody,
    Span,
    SummaryBody,
    TurnBody,
)
from citewell_client.sending import Sending

_OUTCOME: Final[TypeAdapter[Outcome]] = TypeAdapter(Outcome)
T = TypeVar("T", bound=BaseModel)
Record = Mapping[str, object]
"""A FHIR R4 Bundle of one patient, as it is parsed from JSON."""


class Citewell:
    """Safe to share between threads. Close it, or use it as a context manager.

    Args:
        address: of the service, such as `https://citewell.ward.example`.
        key: an API key or a token; None for a service started with `--dev`.
        timeout: seconds of silence after which a call is given up.
        tries: how often one call is tried in all, where `Retry-After` tells when.
        longest_wait: seconds; a longer `Retry-After` is not waited for.
        verify: the certificates that are trusted; True: the public ones.
        trust_env: whether the environment may name a proxy, certificates or a netrc file.
        transport, waiting: for tests.

    Every method that calls the service raises `CitewellError`; one that is given what the service
    cannot take, such as a search for 1,000 passages, raises ValueError.
    """

    def __init__(
        self,
        address: str,
        key: str | None = None,
        *,
        timeout: float = 120.0,
        tries: int = 3,
        longest_wait: float = 30.0,
        verify: ssl.SSLContext | bool = True,
        trust_env: bool = False,
        transport: httpx.BaseTransport | None = None,
        waiting: Callable[[float], object] = time.sleep,
    ) -> None:
        self._client = httpx.Client(
            base_url=address,
            headers={} if key is None else {"Authorization": f"Bearer {key}"},
            timeout=timeout,
            verify=verify,
            trust_env=trust_env,
            follow_redirects=False,
            transport=transport,
        )
        self._sending = Sending(self._client, tries, longest_wait, waiting)

    def ask(
        self,
        question: str,
        *,
        audience: Audience = Audience.clinician,
        conversation: Iterable[EarlierTurnBody] = (),
        patient: Record | None = None,
        as_of: date | None = None,
        filters: FiltersBody | None = None,
        country: str | None = None,
        overrides: Iterable[OverrideBody] = (),
    ) -> Outcome:
        """An answer, an abstention or a referral; all three are results.

        Args:
            conversation: what was said before, the oldest turn first.
            patient: the person's record; it is kept nowhere.
            as_of: the day to read the record on.
            country: where the asker is, ISO 3166-1, such as `GB`.
        """
        body = _asking(
            question, audience, conversation, patient, as_of, filters, country, overrides
        )
        return self._sending.post("/v1/questions", body, _OUTCOME.validate_json)

    def stream(
        self,
        question: str,
        *,
        audience: Audience = Audience.clinician,
        conversation: Iterable[EarlierTurnBody] = (),
        patient: Record | None = None,
        as_of: date | None = None,
        filters: FiltersBody | None = None,
        country: str | None = None,
        overrides: Iterable[OverrideBody] = (),
    ) -> Generator[Event, None, None]:
        """The same as events, as they come; `DoneEvent` is the last.

        Whoever stops before it closes the generator (`contextlib.closing`), and the service stops
        working on it. A stream that was cut off is not resumed: ask again.
        """
        body = _asking(
            question, audience, conversation, patient, as_of, filters, country, overrides
        )
        return self._streamed(body)

    def _streamed(self, body: AskBody) -> Generator[Event, None, None]:
        with self._sending.streamed("/v1/questions", body) as chunks:
            yield from told(chunks)

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        audience: Audience = Audience.clinician,
        filters: FiltersBody | None = None,
    ) -> Found:
        """At most `k` passages (1 to 100), best first."""
        body = _set(SearchBody, query=query, k=k, audience=audience, filters=filters)
        return self._sending.post("/v1/search", body, Found.model_validate_json)

    def passage(self, passage_id: str, *, mark: Span | None = None) -> PassageBody:
        """Args: mark: the span of a citation; its words are `marked` in their place."""
        where = f"/v1/passages/{quote(passage_id, safe='')}"
        return self._sending.read(where, PassageBody.model_validate_json, _marking(mark))

    def document(self, document_id: str, *, mark: Span | None = None) -> DocumentBody:
        """In full: `text[span.start:span.end]` is the quote of a citation."""
        where = f"/v1/documents/{quote(document_id, safe='')}"
        return self._sending.read(where, DocumentBody.model_validate_json, _marking(mark))

    def summary(self, patient: Record, *, as_of: date | None = None) -> PatientSummary:
        """A patient's record on one page, each line with where it stands."""
        body = _set(SummaryBody, patient=dict(patient), as_of=as_of)
        return self._sending.post("/v1/patient-summaries", body, PatientSummary.model_validate_json)

    def feedback(
        self,
        trace_id: str,
        verdict: FeedbackVerdict,
        *,
        comment: str | None = None,
        claim: int | None = None,
    ) -> FeedbackReceipt:
        """Whether an answer helped, was wrong or unsafe.

        Args:
            trace_id: `outcome.trace.trace_id`.
            comment: no patient's words.
            claim: which of its claims, counted from 0.
        """
        body = _set(Feedback, trace_id=trace_id, verdict=verdict, comment=comment, claim=claim)
        return self._sending.post("/v1/feedback", body, FeedbackReceipt.model_validate_json)

    def chat(
        self,
        message: str,
        *,
        conversation_id: str | None = None,
        user: str | None = None,
        turns: Iterable[TurnBody] | None = None,
        audience: Audience = Audience.patient,
        country: str | None = None,
        locale: str | None = None,
        reading_level: int | None = None,
        patient: Record | None = None,
        as_of: date | None = None,
    ) -> ChatReply:
        """The next reply of a conversation; `reply.text` is to be shown as it is.

        Args:
            conversation_id: as the last reply told it; None: a new conversation.
            user: whom of an app's users it is, in a word of the app's own that is no name.
            turns: instead of `conversation_id`, all that was said before.
            locale: the language that the person reads, such as `en-GB`.
            reading_level: US school grade, 6 to 14.
        """
        body = _set(
            ChatBody,
            message=message,
            conversation_id=conversation_id,
            turns=None if turns is None else list(turns),
            audience=audience,
            country=country,
            locale=locale,
            reading_level=reading_level,
            patient=None if patient is None else dict(patient),
            as_of=as_of,
        )
        return self._sending.post("/v1/chat", body, ChatReply.model_validate_json, _meaning(user))

    def conversation(self, conversation_id: str, *, user: str | None = None) -> ConversationBody:
        """All that is kept of it."""
        where = f"/v1/chat/{quote(conversation_id, safe='')}"
        return self._sending.read(
            where, ConversationBody.model_validate_json, headers=_meaning(user)
        )

    def delete_conversation(self, conversation_id: str, *, user: str | None = None) -> None:
        """At once, with the words of it that wait for review."""
        self._sending.delete(f"/v1/chat/{quote(conversation_id, safe='')}", _meaning(user))

    def hand_off(self, conversation_id: str, *, user: str | None = None) -> HandedOff:
        """Ask for a person; `says` is what whoever asked must read."""
        where = f"/v1/chat/{quote(conversation_id, safe='')}/hand-off"
        return self._sending.post(where, None, HandedOff.model_validate_json, _meaning(user))

    def ready(self) -> Readiness:
        """How the service stands. Raises Unavailable where it cannot answer."""
        return self._sending.read("/readyz", Readiness.model_validate_json)

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _asking(
    question: str,
    audience: Audience,
    conversation: Iterable[EarlierTurnBody],
    patient: Record | None,
    as_of: date | None,
    filters: FiltersBody | None,
    country: str | None,
    overrides: Iterable[OverrideBody],
) -> AskBody:
    return _set(
        AskBody,
        question=question,
        audience=audience,
        conversation=list(conversation) or None,
        patient=None if patient is None else dict(patient),
        as_of=as_of,
        filters=filters,
        country=country,
        overrides=list(overrides) or None,
    )


def _set(kind: type[T], **fields: object) -> T:
    """The body with the fields that are given; the rest is as the service has it.

    Raises:
        ValueError: a field breaks a rule; what it holds is not repeated.
    """
    try:
        return kind(**{name: value for name, value in fields.items() if value is not None})
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:3]]
        raise ValueError("; ".join(faults)) from None


def _marking(mark: Span | None) -> dict[str, str]:
    return {} if mark is None else {"mark": f"{mark.start}-{mark.end}"}


def _meaning(user: str | None) -> dict[str, str]:
    return {} if user is None else {"Citewell-User": user}
