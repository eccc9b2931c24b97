"""Asking from the command line: the running service where there is one, otherwise in process."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeVar

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from app import running
from app.console.bundles import Bundle
from app.domain import errors
from app.domain.answer import Outcome
from app.domain.corpus import Audience
from app.domain.found import Found, search
from app.domain.question import Caller, Question
from app.domain.ranking import Access, Filters
from app.domain.summary import PatientSummary
from app.settings import Settings

OPERATOR: Final = Caller(name="operator", access=Access(audiences=frozenset(Audience), tags=None))
"""Whoever can read the home's files can read every document in it."""

_T = TypeVar("_T")
_TIMEOUT: Final = httpx.Timeout(300.0, connect=1.0)
_OUTCOME: Final[TypeAdapter[Outcome]] = TypeAdapter(Outcome)


def ask(
    settings: Settings,
    question: Question,
    note: Callable[[str], None],
    bundle: Bundle | None = None,
) -> Outcome:
    """The outcome of a question; `note` is told where the answer comes from when that matters.

    Args:
        bundle: the record of the patient whom it is about.

    Raises:
        UnusableRecord: the bundle is no record of one patient.
    """
    told = told_by_service(settings, question, note, bundle)
    if told is not None:
        return told
    from app.compose import build_parts  # loads torch: only where it is needed

    parts = build_parts(settings)
    try:
        if bundle is not None:
            record = parts.records.read(bundle.text.encode(), bundle.as_of)
            question = question.model_copy(update={"record": record})
        return parts.answering.answer(question, OPERATOR)
    finally:
        parts.close()


def told_by_service(
    settings: Settings,
    question: Question,
    note: Callable[[str], None],
    bundle: Bundle | None = None,
) -> Outcome | None:
    """The running service's outcome; None where no service can be reached."""
    body: dict[str, Any] = {"question": question.text, "audience": question.audience.value}
    if question.country is not None:
        body["country"] = question.country
    if question.overrides:
        body["overrides"] = [one.model_dump() for one in question.overrides]
    if question.conversation:
        body["conversation"] = [turn.model_dump(mode="json") for turn in question.conversation]
    if question.filters != Filters():
        body["filters"] = _filters(question.filters)
    reply = from_service(settings, "/v1/questions", body, note, bundle)
    return None if reply is None else read(_OUTCOME, reply)


def summarise(settings: Settings, bundle: Bundle, note: Callable[[str], None]) -> PatientSummary:
    """The record on one page.

    Raises:
        UnusableRecord: the bundle is no record of one patient.
    """
    reply = from_service(settings, "/v1/patient-summaries", {}, note, bundle)
    if reply is not None:
        return read(TypeAdapter(PatientSummary), reply)
    from app.compose import build_parts  # loads torch: only where it is needed

    parts = build_parts(settings)
    try:
        record = parts.records.read(bundle.text.encode(), bundle.as_of)
        return parts.summaries.summary(record, OPERATOR)
    finally:
        parts.close()


def find(settings: Settings, query: Question, k: int, note: Callable[[str], None]) -> Found:
    """At most `k` passages for `query`."""
    told = found_by_service(settings, query, k, note)
    if told is not None:
        return told
    from app.compose import build_parts  # loads torch: only where it is needed

    parts = build_parts(settings)
    try:
        return search(parts.retriever, parts.generations, query, OPERATOR, k)
    finally:
        parts.close()


def found_by_service(
    settings: Settings, query: Question, k: int, note: Callable[[str], None]
) -> Found | None:
    """The running service's ranking; None where no service can be reached."""
    body: dict[str, Any] = {"query": query.text, "audience": query.audience.value, "k": k}
    if query.filters != Filters():
        body["filters"] = _filters(query.filters)
    reply = from_service(settings, "/v1/search", body, note)
    return None if reply is None else read(TypeAdapter(Found), reply)


def _filters(filters: Filters) -> dict[str, Any]:
    """Those that narrow, as the service takes them."""
    given = filters.model_dump(mode="json", exclude_defaults=True)
    return {
        name: sorted(value) if isinstance(value, list) else value for name, value in given.items()
    }


def from_service(
    settings: Settings,
    path: str,
    body: Mapping[str, Any],
    note: Callable[[str], None],
    bundle: Bundle | None = None,
    method: str = "POST",
) -> bytes | None:
    """The service's reply; None where no service can be reached."""
    told = running.find(settings.home)
    if told is None:
        return None
    try:
        # trust_env=False: a proxy named in the environment must never see a question.
        with httpx.Client(base_url=told.url, timeout=_TIMEOUT, trust_env=False) as client:
            reply = client.request(
                method,
                path,
                content=_with(bundle, body),
                headers={
                    "Authorization": f"Bearer {told.token}",
                    "Content-Type": "application/json",
                },
            )
    except (httpx.ConnectError, httpx.ConnectTimeout):
        note(f"The service at {told.url} does not answer; asking in this process instead.")
        return None
    except httpx.TransportError as error:
        raise errors.Unavailable(
            f"The service at {told.url} broke off ({type(error).__name__}). Ask again; if it "
            "stays, restart it."
        ) from None
    if reply.is_success:
        return reply.content
    if reply.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE and bundle is not None:
        raise errors.UnusableRecord(_Told.model_validate_json(reply.content).detail)
    raise _refusal(reply, told.url)


def _with(bundle: Bundle | None, body: Mapping[str, Any]) -> bytes:
    """The body, and in it the record as it was written."""
    if bundle is None:
        return json.dumps(body).encode()
    if bundle.as_of is not None:
        body = {**body, "as_of": bundle.as_of.isoformat()}
    said = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in body.items()]
    said.append(f'"patient": {bundle.text}')
    return ("{" + ", ".join(said) + "}").encode()


class _Told(BaseModel):
    """What the command line reads of a problem."""

    type: str
    detail: str
    path: str = "Bundle"
    trace_id: str = ""


def _refusal(reply: httpx.Response, url: str) -> errors.CitewellError:
    """The error that the service met, as if it had happened here."""
    try:
        told = _Told.model_validate_json(reply.content)
    except ValidationError:
        return errors.CitewellError(
            f"What answers at {url} is no Citewell service (HTTP {reply.status_code}). "
            "Remove server.json from CITEWELL_HOME and ask again."
        )
    slug = told.type.rpartition(":")[2]
    for kind in _kinds(errors.CitewellError):
        if "".join(f"-{c.lower()}" if c.isupper() else c for c in kind.__name__)[1:] == slug:
            if issubclass(kind, errors.UnusableRecord):
                return kind(told.detail, told.path)
            return kind(told.detail)
    return errors.CitewellError(f"{told.detail} (service at {url}, trace_id {told.trace_id})")


def _kinds(kind: type[errors.CitewellError]) -> Iterator[type[errors.CitewellError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)


def read(adapter: TypeAdapter[_T], reply: bytes) -> _T:
    try:
        return adapter.validate_json(reply)
    except ValidationError:
        raise errors.CitewellError(
            "The running service speaks another version than this command. Restart it."
        ) from None
