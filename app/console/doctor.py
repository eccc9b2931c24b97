"""`citewell doctor`: what a new site gets wrong, line by line, and what to do about it."""

import os
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

from app import running
from app.console.checks import Check, Result
from app.console.doctor_audit import audited
from app.console.doctor_governance import governed
from app.console.doctor_keys import keys_kept
from app.console.doctor_library import ages
from app.console.doctor_model import drafting
from app.console.doctor_rules import rules_signed
from app.console.doctor_site import site
from app.domain.errors import CitewellError, IndexUnavailable
from app.domain.manifest import Manifest
from app.settings import Settings

if TYPE_CHECKING:
    from app.compose import Parts
    from app.index.generations import HomeGenerations

_PACKAGES: Final = (
    "torch",
    "sentence-transformers",
    "openvino",
    "llama-cpp-python",
    "langchain-openai",
    "qdrant-edge-py",
    "qdrant-client",
    "sqlalchemy",
    "alembic",
    "cryptography",
    "fastapi",
    "prometheus-client",
    "unstructured",
    "pypdfium2",
)
_LEAST_FREE: Final = 2 * 1024**3
"""Bytes. A build keeps the old generation beside the new one and a cache of vectors; 20,000
passages of 384 dimensions take well under this."""

_OFFLINE: Final = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "DO_NOT_TRACK")


def examine(settings: Settings) -> Iterator[Check]:
    """Every check, cheapest first; the last ones load the model and open the index."""
    yield _python()
    yield from _packages()
    yield _home(settings)
    yield _disk(settings)
    yield from site(settings)
    yield _service(settings)
    yield rules_signed(settings)
    yield from governed(settings)
    yield from audited(settings)
    yield from keys_kept(settings)
    yield from _parts(settings)
    yield _offline()


def _python() -> Check:
    here = ".".join(str(part) for part in sys.version_info[:3])
    return _ok("python", here)


def _packages() -> Iterator[Check]:
    missing = []
    found = []
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    if missing:
        yield _fail("packages", f"missing: {', '.join(missing)}", "Run make setup.")
    else:
        yield _ok("packages", ", ".join(found))


def _home(settings: Settings) -> Check:
    home = settings.home.absolute()
    if not home.exists():
        return _warn("home", f"{home} does not exist", "It is made by the first citewell ingest.")
    if not home.is_dir():
        return _fail("home", f"{home} is no folder", "Set CITEWELL_HOME to a folder.")
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        return _fail("home", f"{home} cannot be written", "Give this user the folder.")
    return _ok("home", str(home))


def _disk(settings: Settings) -> Check:
    place = settings.home.absolute()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    said = f"{free / 1024**3:.1f} GiB free at {place}"
    if free < _LEAST_FREE:
        return _warn("disk", said, "Free some space before the next ingest; 2 GiB is enough.")
    return _ok("disk", said)


def _service(settings: Settings) -> Check:
    told = running.find(settings.home)
    if told is None:
        return _ok("service", "none runs; the command line works in its own process")
    if running.answers(told.url):
        return _ok(
            "service", f"{told.url}, process {told.pid}, since {told.started:%Y-%m-%d %H:%M}"
        )
    return _warn(
        "service",
        f"{told.url} (process {told.pid}) does not answer",
        f"Stop process {told.pid} if it hangs; remove {settings.home / running.NAME} if it is "
        "another program.",
    )


def _server(settings: Settings, generations: "HomeGenerations") -> Iterator[Check]:
    """The Qdrant server, where the settings name one."""
    if settings.index != "server":
        return
    try:
        yield _ok("qdrant", generations.place_told())
    except CitewellError as error:
        yield _fail("qdrant", f"{settings.qdrant_url} cannot be used", str(error))
    if settings.qdrant_api_key and settings.qdrant_url.startswith("http://"):
        yield _warn(
            "qdrant",
            "the key and the passages' vectors travel unencrypted",
            "Give the server a certificate and set CITEWELL_QDRANT_URL to https://...",
        )


def _parts(settings: Settings) -> Iterator[Check]:
    from app.compose import build_parts  # loads torch: only where it is needed

    try:
        parts = build_parts(settings)
    except CitewellError as error:
        yield _fail("settings", "they cannot work", str(error))
        return
    try:
        yield from _server(settings, parts.generations)
        yield from drafting(settings, parts)
        try:
            card = parts.embedder.card
        except CitewellError as error:
            yield _fail("embedder", settings.embedder, str(error))
            return
        yield _ok(
            "embedder",
            f"{card.name} on {card.backend}, {card.dimension} dimensions, "
            f"sha256 {card.weights_sha256}",
        )
        try:
            with parts.generations.lease() as snapshot:
                manifest = snapshot.manifest
                aged = tuple(ages(settings, manifest, snapshot.library))
            yield _ok(
                "index",
                f"generation {manifest.generation}, {manifest.counts.documents} documents, "
                f"{manifest.counts.passages} passages, made {manifest.created:%Y-%m-%d %H:%M}",
            )
            yield from aged
            yield _confidence(parts, manifest)
        except IndexUnavailable as error:
            yield _warn("index", "none that can be opened", str(error))
        except CitewellError as error:
            yield _fail("index", "it does not fit", str(error))
    finally:
        parts.close()


def _confidence(parts: "Parts", manifest: Manifest) -> Check:
    try:
        generator = parts.drafting.fingerprint
    except CitewellError:  # told above, where it was looked for
        return _warn("confidence", "not stated", "See what is said of the language model.")
    why = parts.confidence.silent(manifest.embedder, manifest.analyzer, generator)
    if why is None:
        return _ok("confidence", "stated with every answer")
    return _warn(
        "confidence",
        f"not stated, and no answer is marked for review or withheld for it: {why}",
        "Fit it on questions of your own: citewell eval list confidence.",
    )


def _offline() -> Check:
    """After the parts were built: they set the flags before they load a library that obeys them."""
    unset = [name for name in _OFFLINE if not os.environ.get(name)]
    if unset:
        return _warn(
            "offline",
            f"not set: {', '.join(unset)}",
            "Set them in the service's environment, so that no library reaches for the network.",
        )
    return _ok("offline", ", ".join(_OFFLINE))


def _ok(name: str, found: str) -> Check:
    return Check(name=name, result=Result.OK, found=found)


def _warn(name: str, found: str, to_do: str) -> Check:
    return Check(name=name, result=Result.WARN, found=found, to_do=to_do)


def _fail(name: str, found: str, to_do: str) -> Check:
    return Check(name=name, result=Result.FAIL, found=found, to_do=to_do)
