"""The header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): its form, as OpenAPI
tells it."""

import re
from typing import Annotated, Final

from fastapi import Header
from starlette.types import Scope

from app.domain.errors import InvalidIdempotencyKey

NAME: Final = "Idempotency-Key"
PROBLEMS: Final = ("invalid-idempotency-key", "request-in-flight", "idempotency-key-reused")
"""What an endpoint that takes one may answer beside its own problems."""
_FORM: Final = r"^([!#-\[\]-~]{1,255}|\"[!#-\[\]-~]{1,255}\")$"


def takes_key(
    _key: Annotated[
        str | None,
        Header(
            alias=NAME,
            pattern=_FORM,
            description="A new one for each request, such as a UUID, with or without quotes around "
            "it. The same request again with the same key is not worked on again: it gets the "
            "first one's reply, with `Idempotent-Replayed: true`. With another body it is refused. "
            "Replies of 2xx are kept, sealed, for 24 hours or what the operator set; refusals "
            "and failures are not. A stream is replayed as its last event, `done`.",
            examples=["5f0c1d6f-8a3b-4c0e-9d2a-7b6c1e4f8a90"],
        ),
    ] = None,
) -> None:
    """A dependency that puts the header into the OpenAPI document; `Idempotency` reads it."""


def key_in(scope: Scope) -> str | None:
    """The key without quotes; None: none was sent. Raises InvalidIdempotencyKey."""
    given = [value for name, value in scope["headers"] if name == NAME.lower().encode()]
    if not given:
        return None
    key = bytes(given[0]).decode("latin-1").strip()
    if len(given) > 1 or re.fullmatch(_FORM, key) is None:
        raise InvalidIdempotencyKey(
            "Send the header Idempotency-Key once, with 1 to 255 visible ASCII characters and no "
            "quotes or backslashes within, such as a UUID."
        )
    return key.strip('"')
