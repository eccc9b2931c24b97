"""Everything a site can set, as one frozen value.

Read once, by `compose.py` alone: environment variables (prefix `CITEWELL_`) over `citewell.toml` in
the working directory (or the file that `CITEWELL_CONFIG` names) over the defaults below.
"""

import hashlib
import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from app.domain.errors import ConfigurationError


class Settings(BaseSettings):
    """One field, one environment variable: `home` is `CITEWELL_HOME`, and so on."""

    model_config = SettingsConfigDict(env_prefix="CITEWELL_", frozen=True, extra="forbid")

    home: Path = Path(".citewell")
    """Holds the index generations, the library and the vector cache."""

    embedder: str = "all-MiniLM-L6-v2"
    """The packaged MiniLM, or the name or path of another sentence-transformers model."""
    embedder_precision: Literal["auto", "float32", "bfloat16"] = "auto"
    """`auto` takes bfloat16 where the processor computes it in hardware."""
    threads: int | None = Field(default=None, ge=1)
    """Threads for the models; None: as many as the machine has cores."""
    reading_processes: int | None = Field(default=None, ge=1)
    """Processes that read the files of an ingest; None: as many as the machine has cores, up to
    eight."""
    seconds_a_file: float = Field(default=3600.0, gt=0, le=1_000_000)
    """A file that takes longer to read is left out of the library."""

    fusion: Literal["minmax", "rrf"] = "minmax"
    reranker: str = "none"
    """`none`, `late-interaction`, or the name or path of a CrossEncoder."""
    leg_depth: int = Field(default=100, ge=10, le=1000)
    """Hits that either leg contributes to the fusion."""
    rerank_depth: int = Field(default=30, ge=1, le=200)
    evidence: int = Field(default=8, ge=1, le=50)
    """At most this many passages are admitted as evidence."""

    kept_generations: int = Field(default=3, ge=2)
    host: str = "127.0.0.1"
    port: int = Field(default=8008, ge=1, le=65535)
    token: SecretStr | None = None
    """Bearer token that the HTTP service asks for."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        named = os.environ.get("CITEWELL_CONFIG")
        toml = TomlConfigSettingsSource(settings_cls, Path(named or "citewell.toml"))
        return init_settings, env_settings, toml

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits over every setting that can change an answer."""
        kept = {"home", "host", "port", "token", "threads", "kept_generations"}
        kept |= {"reading_processes", "seconds_a_file"}
        return hashlib.sha256(self.model_dump_json(exclude=kept).encode()).hexdigest()[:16]


def read_settings(**given: object) -> Settings:
    """The settings in force; `given` outranks the environment.

    Raises:
        ConfigurationError: a value is out of range, unknown, or the file cannot be read.
    """
    named = os.environ.get("CITEWELL_CONFIG")
    if named and not Path(named).is_file():
        raise ConfigurationError(f"CITEWELL_CONFIG names {named}, which is not a file.")
    try:
        return Settings.model_validate({}) if not given else Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(
            f"Setting {field!r} (CITEWELL_{field.upper()} or citewell.toml): {first['msg']}."
        ) from None
    except ValueError as error:
        raise ConfigurationError(f"citewell.toml cannot be read: {error}.") from None
