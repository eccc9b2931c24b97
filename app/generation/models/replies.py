"""What a server's reply to the request for a file, or for the rest of one, says."""

import re
from typing import Final

import httpx

from app.domain.errors import DownloadRefused, ModelUnavailable
from app.generation.models.addresses import shown

_LATER: Final = {408, 429, 500, 502, 503, 504}


class Changed(Exception):
    """The part at hand cannot be gone on with."""


def check_status(status: int, address: str) -> None:
    """That the file, or a part of it, follows.

    Raises:
        ModelUnavailable: not now.
        DownloadRefused: it does not.
    """
    if status in {httpx.codes.OK, httpx.codes.PARTIAL_CONTENT}:
        return
    if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        raise DownloadRefused(
            f"{address} asks for a permission (status {status}). Accept the model's terms on "
            "its page there, and set HF_TOKEN to a token of that account; it is never stored."
        )
    if status in {httpx.codes.NOT_FOUND, httpx.codes.GONE}:
        raise DownloadRefused(
            f"There is no {address} (status {status}): it was moved or renamed, or the mirror "
            "lacks it. Name the file with --gguf, or bring it with --file."
        )
    if status in _LATER:
        raise ModelUnavailable(f"{address} is not able to answer now (status {status}).")
    raise DownloadRefused(f"{address} answered with status {status}.")


def total(reply: httpx.Response, start: int) -> int | None:
    """Bytes of the whole file; None: not told.

    Raises:
        Changed: the rest begins elsewhere.
        DownloadRefused: a part comes where all was asked for.
    """
    if reply.status_code == httpx.codes.PARTIAL_CONTENT:
        told = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", reply.headers.get("Content-Range", ""))
        if told is None or int(told[1]) != start:
            if not start:
                raise DownloadRefused(
                    f"{shown(str(reply.url))} sends a part where all was asked for."
                )
            raise Changed
        return None if told[2] == "*" else int(told[2])
    length = reply.headers.get("Content-Length", "")
    return int(length) if length.isdigit() else None


def holds_all(reply: httpx.Response, start: int) -> bool:
    """Whether a server that has nothing behind `start` says that this is where the file ends."""
    length = re.fullmatch(r"bytes \*/(\d+)", reply.headers.get("Content-Range", ""))
    return length is not None and int(length[1]) == start
