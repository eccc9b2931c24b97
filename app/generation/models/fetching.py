"""Files of many gigabytes over HTTPS, gone on with where they stopped.

Nothing is fetched but what was asked for. Only https is spoken, also after a redirect; plain http
is for a server on this very machine. The token goes to the host that was named and to no other.
"""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import httpx
from pydantic import ValidationError

from app.domain.errors import DiskFull, DownloadRefused, ModelUnavailable
from app.domain.frozen import Frozen
from app.generation.models.addresses import check, check_led, host_of, is_loopback, led_to, shown
from app.generation.models.arriving import NO_SPACE
from app.generation.models.hashing import Progress
from app.generation.models.replies import Changed, check_status, holds_all, total

_TIMEOUT: Final = httpx.Timeout(60.0, connect=15.0)
_REDIRECTS: Final = 5
_SHA256: Final = re.compile(r'(?:W/)?"?([0-9a-f]{64})"?')


class Fetched(Frozen):
    """What the server told of the file that lies in the part file now."""

    size: int
    sha256: str | None
    """As told by the host that was asked (Hugging Face's `X-Linked-ETag`); None: not told."""


class _State(Frozen):
    """Of an unfinished part: it is gone on with only where address and validator are the same."""

    url: str
    validator: str


def fetch(
    url: str,
    part: Path,
    *,
    token: str | None,
    size: int | None,
    sha256: str | None,
    hosts: Sequence[str],
    progress: Progress,
) -> Fetched:
    """Write the file at `url` to `part`; what an earlier call left there is gone on with.

    Args:
        token: sent to the host of `url` alone.
        size: bytes it must have; None: any.
        sha256: what the server must tell, where it tells one; None: anything.
        hosts: that a redirect may lead to, beside the one that is asked.

    Raises:
        DownloadRefused: not there, not allowed, not the file that was expected, not https.
        ModelUnavailable: no answer, or it broke off; `part` stays, and the same call goes on.
        DiskFull: it does not fit; `part` stays.
    """
    check(url, plain=is_loopback(url))
    # A proxy and certificates of the environment are for a hospital's way out, not for loopback.
    with httpx.Client(timeout=_TIMEOUT, trust_env=not is_loopback(url)) as client:
        download = _Download(client, url, part, token, size, sha256, hosts, progress)
        while True:
            before = part.stat().st_size if part.exists() else 0
            try:
                return download.run()
            except Changed:
                part.unlink(missing_ok=True)
            except httpx.InvalidURL as error:
                raise DownloadRefused(f"{shown(url)} is no address: {error}.") from None
            except httpx.TransportError as error:
                now = part.stat().st_size if part.exists() else 0
                if now <= before:  # nothing came: this is no passing cut
                    raise ModelUnavailable(
                        f"{shown(url)} does not answer, or broke off "
                        f"({type(error).__name__}). Check the network and HTTPS_PROXY, then repeat "
                        f"the command: the {now:,} bytes that came are kept."
                    ) from error
            except OSError as error:
                if error.errno not in NO_SPACE:
                    raise
                raise DiskFull(
                    f"{part.parent} is full. What came is kept: free some space and repeat the "
                    "command."
                ) from error


class _Download:
    def __init__(
        self,
        client: httpx.Client,
        url: str,
        part: Path,
        token: str | None,
        size: int | None,
        sha256: str | None,
        hosts: Sequence[str],
        progress: Progress,
    ) -> None:
        self._client = client
        self._url = url
        self._part = part
        self._state = part.with_name(part.name + ".json")
        self._token = token
        self._size = size
        self._sha256 = sha256
        self._hosts = hosts
        self._progress = progress
        self._told: str | None = None

    def run(self) -> Fetched:
        start, validator = self._resumable()
        headers = {"Accept-Encoding": "identity"}
        if start:
            headers |= {"Range": f"bytes={start}-", "If-Range": validator}
        reply = self._ask(headers)
        try:
            self._check_told()
            if reply.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE and start:
                return self._maybe_whole(reply, start)
            check_status(reply.status_code, shown(self._url))
            if reply.status_code == httpx.codes.OK:
                start = 0
            elif start and reply.headers.get("ETag", validator) != validator:
                raise Changed  # a server that overlooks If-Range would mix two files
            whole = self._whole(total(reply, start), start)
            self._remember(reply)
            with self._part.open("ab" if start else "wb") as out:
                done = start
                self._progress("fetching", done, whole)
                for block in reply.iter_raw():  # as it comes: a cut loses nothing
                    if done + len(block) > whole:
                        self._part.unlink()
                        raise self._other(f"more than {whole:,} bytes")
                    out.write(block)
                    done += len(block)
                    self._progress("fetching", done, whole)
        finally:
            reply.close()
        if done != whole:
            raise httpx.RemoteProtocolError(f"{done} of {whole} bytes")
        self._state.unlink(missing_ok=True)
        return Fetched(size=done, sha256=self._told)

    def _ask(self, headers: dict[str, str]) -> httpx.Response:
        """The reply that carries the file, redirects followed; its body is not read yet."""
        url = self._url
        plain = is_loopback(url)
        for _ in range(_REDIRECTS + 1):
            own = host_of(url) == host_of(self._url)
            bearer = {"Authorization": f"Bearer {self._token}"} if own and self._token else {}
            request = self._client.build_request("GET", url, headers=headers | bearer)
            reply = self._client.send(request, stream=True, follow_redirects=False)
            if own and (linked := _SHA256.fullmatch(reply.headers.get("X-Linked-ETag", ""))):
                self._told = linked[1]
            if not reply.has_redirect_location:
                return reply
            reply.close()
            url = led_to(url, reply.headers["Location"])
            check(url, plain=plain)
            check_led(self._url, url, self._hosts)
        raise DownloadRefused(f"{shown(self._url)} redirects more than {_REDIRECTS} times.")

    def _check_told(self) -> None:
        if self._sha256 and self._told and self._told != self._sha256:
            raise DownloadRefused(
                f"{shown(self._url)} has SHA-256 {self._told} where {self._sha256} is expected: "
                "it is another file than the one that was checked. If you know that yours is "
                "right, say so with --sha256."
            )

    def _whole(self, told: int | None, start: int) -> int:
        """How many bytes the file has: as told, or as known. Endless ones would fill the disk."""
        whole = self._size if told is None else told
        if whole is None:
            raise DownloadRefused(f"{shown(self._url)} does not say how many bytes it has.")
        if self._size is not None and whole != self._size:
            raise self._other(f"{whole:,} bytes where {self._size:,} are expected")
        free = shutil.disk_usage(self._part.parent).free
        if whole - start > free:
            raise DiskFull(
                f"The file needs {whole - start:,} bytes more and {self._part.parent} has {free:,} "
                "free. Free some, or name another folder in CITEWELL_MODELS."
            )
        return whole

    def _other(self, has: str) -> DownloadRefused:
        return DownloadRefused(
            f"{shown(self._url)} has {has}: it is another file than the one that was checked."
        )

    def _maybe_whole(self, reply: httpx.Response, start: int) -> Fetched:
        """A part that has every byte already; else it is begun anew."""
        if not holds_all(reply, start):
            raise Changed
        self._state.unlink(missing_ok=True)
        return Fetched(size=start, sha256=self._told)

    def _resumable(self) -> tuple[int, str]:
        try:
            state = _State.model_validate_json(self._state.read_bytes())
            start = self._part.stat().st_size
        except (OSError, ValidationError):
            return 0, ""
        return (start, state.validator) if state.url == shown(self._url) else (0, "")

    def _remember(self, reply: httpx.Response) -> None:
        etag = reply.headers.get("ETag", "")
        validator = etag if etag.startswith('"') else reply.headers.get("Last-Modified", "")
        if validator:
            state = _State(url=shown(self._url), validator=validator)
            self._state.write_text(state.model_dump_json(), encoding="utf-8")
        else:
            self._state.unlink(missing_ok=True)  # nothing tells whether it is the same next time
