"""Which language model drafts, by the settings: one of this machine, a chat server's, or none."""

import logging
from datetime import UTC, datetime
from pathlib import Path

from app.domain.errors import ConfigurationError
from app.generation.late import LateGenerator
from app.generation.llama.generator import LlamaGenerator
from app.generation.llama.local_model import LocalModel
from app.generation.llama.options import ModelOptions
from app.generation.llama.plain import PlainModel
from app.generation.models.folder import ModelsFolder
from app.generation.models.resolving import resolve
from app.generation.remote.chat import RemoteServer
from app.generation.remote.generator import RemoteGenerator
from app.index.embedder import users_cache
from app.settings import Settings

Model = LateGenerator | RemoteGenerator

_log = logging.getLogger("citewell")


def models_folder(settings: Settings) -> ModelsFolder:
    """Where `citewell models pull` puts language models."""
    return ModelsFolder((settings.models or users_cache()) / "language")


def build_model(settings: Settings) -> Model | None:
    """The language model that the settings name; None where quotations do. Nothing is loaded yet.

    Raises:
        ConfigurationError: the chat server's host is not allowed, or no local model is named.
    """
    match settings.generator:
        case "local":
            if settings.local_model is None:
                raise ConfigurationError(
                    "CITEWELL_GENERATOR is local and CITEWELL_LOCAL_MODEL names no model. "
                    "citewell models list shows what there is."
                )
            return LateGenerator(lambda: _local(settings, settings.local_model or ""))
        case "remote":
            return RemoteGenerator(_server(settings))
        case _:
            return None


def plain_model(path: Path, *, threads: int, waiting: int, lookup: bool = False) -> PlainModel:
    """A local model by itself, for those who measure it. Nothing is loaded yet."""
    return PlainModel(
        LocalModel(ModelOptions(path, threads=threads, waiting=waiting, lookup=lookup))
    )


def _local(settings: Settings, name: str) -> LlamaGenerator:
    """Raises NotFound, ModelUnavailable, ConfigurationError."""
    file = resolve(name, models_folder(settings), lambda: datetime.now(UTC))
    for warning in file.warnings:
        _log.warning("%s", warning)
    template = settings.local_template
    try:
        text = template.read_text(encoding="utf-8") if template else None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"CITEWELL_LOCAL_TEMPLATE cannot be read: {error}.") from error
    model = LocalModel(
        ModelOptions(
            path=file.path,
            sha256=file.sha256,
            context=settings.local_context,
            threads=settings.threads,
            waiting=settings.local_waiting,
            seconds=settings.local_seconds,
            template=text,
            lookup=settings.local_lookup,
        )
    )
    model.check()
    return LlamaGenerator(model, answer=settings.local_answer)


def _server(settings: Settings) -> RemoteServer:
    key = settings.remote_key
    return RemoteServer(
        url=settings.remote_url,
        model=settings.remote_model,
        hosts=settings.remote_hosts,
        key=key.get_secret_value() if key else None,
        context=settings.remote_context,
        tokens=settings.remote_tokens,
        seconds=settings.remote_seconds,
        idle=settings.remote_idle,
        retries=settings.remote_retries,
    )
