"""What `citewell doctor` says of the language model that the settings name."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.console.checks import Check, Result
from app.domain.errors import CitewellError
from app.settings import LOOPBACK, Settings

if TYPE_CHECKING:
    from app.compose import Parts

NAME = "model"


def drafting(settings: Settings, parts: "Parts") -> Iterator[Check]:
    """The model's file is read whole; a chat server is not asked, for nothing should be sent."""
    from app.generation.late import LateGenerator

    model = parts.model
    if model is None:
        yield Check(name=NAME, result=Result.OK, found="none; answers are quotations")
        return
    if not isinstance(model, LateGenerator):
        yield _server(settings)
        return
    try:
        found = model.made().described()
    except CitewellError as error:
        yield Check(
            name=NAME,
            result=Result.FAIL,
            found=f"{settings.local_model} cannot run",
            to_do=str(error),
        )
        return
    yield Check(
        name=NAME,
        result=Result.OK,
        found=f"{found.card.name} {found.card.quantisation}, {found.context:,} tokens of context",
    )


def _server(settings: Settings) -> Check:
    told = f"{settings.remote_model} at {settings.remote_url}; it was not asked"
    parts = urlsplit(settings.remote_url)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        return Check(
            name=NAME,
            result=Result.WARN,
            found=told,
            to_do="Questions and evidence travel unencrypted: give the server a certificate and "
            "set CITEWELL_REMOTE_URL to https://...",
        )
    return Check(name=NAME, result=Result.OK, found=told)
