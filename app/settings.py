"""Everything a site can set, as one frozen value.

Read once, by `compose.py` alone: environment variables (prefix `CITEWELL_`) over `citewell.toml` in
the working directory (or the file that `CITEWELL_CONFIG` names) over the defaults below.
"""

import hashlib
import os
import re
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from app.domain.conversation import Why
from app.domain.errors import ConfigurationError
from app.domain.identity import Rate
from app.domain.reviewing import Cause
from app.domain.token_issuer import TokenIssuer

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


def _listed(given: object) -> object:
    """A list in a file; words with commas between in the environment."""
    return [part.strip() for part in given.split(",")] if isinstance(given, str) else given


def _never(given: object) -> object:
    """`never` in the environment or the file, where None cannot be written."""
    return None if given == "never" else given


Kept = Annotated[Annotated[int, Field(ge=1, le=36_500)] | None, BeforeValidator(_never)]
"""Days."""
ErrorRate = Annotated[Annotated[float, Field(gt=0.0, lt=1.0)] | None, BeforeValidator(_never)]
"""A share of answers that may be wrong."""


def _rate(given: object) -> object:
    """`60/minute`, as people write it."""
    return Rate.parsed(given) if isinstance(given, str) else given


def _origins(given: tuple[str, ...]) -> tuple[str, ...]:
    for origin in given:
        if not re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", origin):
            raise ValueError("write origins such as https://portal.example, and never *")
    return given


def _base_url(given: str | None) -> str | None:
    if given is not None and not re.fullmatch(
        r"https?://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?", given
    ):
        raise ValueError("write an address such as https://citewell.example")
    return given and given.rstrip("/")


Rated = Annotated[Rate, NoDecode, BeforeValidator(_rate)]
Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


def _country(code: str | None) -> str | None:
    if code is not None and not re.fullmatch(r"[A-Z]{2}", code):
        raise ValueError("write the two capital letters of ISO 3166-1, such as GB")
    return code


class Settings(BaseSettings):
    """One field, one environment variable: `home` is `CITEWELL_HOME`, and so on."""

    model_config = SettingsConfigDict(env_prefix="CITEWELL_", frozen=True, extra="forbid")

    home: Path = Path(".citewell")
    """Holds the index generations, the library and the vector cache."""

    index: Literal["embedded", "server"] = "embedded"
    """Where the searchable index lives: in `home`, or on a Qdrant server (deploy/qdrant.md).
    Library and drug facts always live in `home`."""
    qdrant_url: str = "http://localhost:6333"
    qdrant_api_key: SecretStr | None = None
    qdrant_ca: Path | None = None
    """A file of certificates to trust for https; None: those the system trusts."""
    qdrant_collection: str = Field(default="citewell", pattern=r"^[A-Za-z0-9_-]{1,100}$")
    """Begins the name of every collection, and is the alias of the one in service."""
    qdrant_shards: int = Field(default=1, ge=1)
    """Parts of a new collection. The server counts words within each part, so that only with one
    are scores those of the embedded index."""
    qdrant_replicas: int = Field(default=1, ge=1)
    """Copies of each part of a new collection, on as many machines of the cluster."""
    qdrant_write_consistency: int = Field(default=1, ge=1)
    """Copies that must acknowledge a write before it counts, in a new collection."""
    qdrant_timeout: int = Field(default=10, ge=1)
    """Seconds to wait for one reply of the server."""
    qdrant_retries: int = Field(default=4, ge=0, le=20)
    """How often a call is repeated, after 0.2 s, 0.4 s and so on, where no reply comes."""

    embedder: str = "all-MiniLM-L6-v2"
    """The packaged MiniLM, or the name or path of another sentence-transformers model."""
    embedder_backend: Literal[
        "auto",
        "openvino-int8",
        "openvino-bfloat16",
        "openvino-float32",
        "torch-bfloat16",
        "torch-float32",
    ] = "auto"
    """`auto` takes the fastest that this processor has and that was measured to rank as float32."""
    models: Path | None = None
    """Where embedders are kept once prepared for OpenVINO, and language models in `language/`
    (deploy/models.md); None: the user's cache folder."""
    models_mirror: str = "https://huggingface.co"
    """Where `citewell models pull` fetches from: a mirror of Hugging Face inside the hospital."""
    models_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ()
    """That the mirror may send `pull` on to, with commas between; itself, and Hugging Face's own
    hosts where that is asked, need no mention."""
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
    """Hits that either leg contributes to the fusion, and never fewer than are ranked: 100 for an
    answer, so that sources that disagree are among them."""
    rerank_depth: int = Field(default=30, ge=1, le=200)
    evidence: int = Field(default=8, ge=1, le=50)
    """At most this many passages are admitted as evidence."""

    expansion: Literal["on", "off"] = "on"
    """Search for a question in other words, too: the ingredient of a brand, what an abbreviation
    stands for, the other English spelling."""

    jurisdiction: Annotated[str | None, AfterValidator(_country)] = None
    """Where the service stands, as ISO 3166-1 alpha-2 (`GB`): of two sources that disagree the one
    from there is preferred. None: nowhere is local."""
    old_after_years: Annotated[Annotated[float, Field(gt=0.0)] | None, BeforeValidator(_never)] = (
        10.0
    )
    """An answer that rests on an older document says so; None (`never`): none does. Set by hand."""

    generator: Literal["quotations", "local", "remote"] = "quotations"
    """Who writes the sentences of an answer: the sources themselves, a language model of this
    machine (deploy/models.md), or one on a chat server of the hospital (deploy/chat-server.md). A
    model's sentences are verified one by one."""
    abstain_error: ErrorRate = None
    """Where answers resting on evidence like that found are wrong more often, nothing is drafted;
    None (`never`): unlikely answers are given all the same. What "wrong" means, and what rates can
    be asked for: eval/README.md, Confidence."""
    review_error: ErrorRate = 0.3
    """Where answers as sure as this one are wrong more often, `review` asks for a second look;
    None (`never`): it says nothing."""
    confidence_model: Path | None = None
    """A site's own fitted confidence (`citewell eval run confidence --set write=FILE`); None: the
    packaged one. Either is silent about another embedder, generator or arrangement."""
    nli: str | None = None
    """The name or path of a CrossEncoder that judges whether quotes carry a claim, in place of the
    packaged alignment; nothing is downloaded."""
    identifier_ner: str | None = None
    """The folder of a token-classification model that finds names beside the lists and rules
    (deploy/privacy.md); nothing is downloaded. None: lists and rules alone."""
    local_model: str | None = None
    """A name of the catalogue, or the path of a GGUF file."""
    local_context: int | None = Field(default=None, ge=1536)
    """Tokens of prompt and answer together; None: what the model was trained on, up to 8192."""
    local_answer: int = Field(default=512, ge=64)
    """Tokens of them for the draft."""
    local_waiting: int = Field(default=8, ge=0, le=1000)
    """Questions that may wait while one is answered; beyond it the service says 503."""
    local_seconds: float = Field(default=120.0, gt=0)
    """That a draft may take once its turn came, and that a question may wait for its turn."""
    local_template: Path | None = None
    """A chat template (Jinja) in place of the one in the model's file."""
    local_lookup: bool = False
    """Guess ahead from the prompt. Off: on a model of random weights it slows writing down, and no
    other was measured."""
    remote_url: str = "http://localhost:8080/v1"
    """Of a server that speaks OpenAI's protocol: llama-server, vLLM."""
    remote_model: str = "default"
    """As that server names it."""
    remote_key: SecretStr | None = None
    remote_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = LOOPBACK
    """That questions and evidence may be sent to, with commas between; any other is refused."""
    remote_context: int = Field(default=8192, ge=1024)
    """Tokens that the model reads and writes in all."""
    remote_tokens: int = Field(default=1024, ge=64)
    """Of them for the draft."""
    remote_seconds: float = Field(default=60.0, gt=0)
    """That one draft may take; then quotations take over."""
    remote_idle: float = Field(default=20.0, gt=0)
    """Seconds without a sign of life after which the server counts as hanging."""
    remote_retries: int = Field(default=2, ge=0, le=10)
    """Further tries where no connection comes about or the server is busy."""

    largest_record: int = Field(default=64 * 1024 * 1024, ge=1024 * 1024, le=64 * 1024 * 1024)
    """Bytes of a patient's record; no reader takes more than by default. Four times as many are
    held at once (app/http/arriving.py)."""

    governance_url: SecretStr | None = None
    """A PostgreSQL database for what governance records (`postgresql+psycopg://...`, see
    deploy/governance.md); None: a SQLite file in `home`."""
    governance_key_file: Path | None = None
    """Holds the keys that sensitive columns are sealed with; None: one is made in `home`, beside
    what it seals. A database on a server needs this."""
    audit_key_file: Path | None = None
    """Holds the keys that seal the audit log, and hash what it must not hold in words; None: one is
    made in `home`. A database on a server needs this."""
    audit_heads: Path | None = None
    """The file that signed heads of the audit log are appended to, best on another machine or on
    storage that only appends; None: one in `home`."""
    audit_required: bool = True
    """Show no answer that could not be put on record."""

    review_of: Annotated[tuple[Cause, ...], NoDecode, BeforeValidator(_listed)] = (
        Cause.BLOCKED,
        Cause.WITHHELD,
        Cause.LOW_CONFIDENCE,
    )
    """Why an answer is put on the list of people, with commas between."""
    review_sample: float = Field(default=0.0, ge=0.0, le=1.0)
    """Share of all answers that is put there at random: what tells how good the others are."""
    review_texts: bool = False
    """Keep question and outcome for the reviewer, sealed and without identifiers; of a patient's
    record nothing is ever kept."""
    review_text_days: int = Field(default=30, ge=1, le=3650)
    """After which these are taken out."""
    review_lease_minutes: int = Field(default=30, ge=1, le=1440)
    """For which a person holds a task that he claimed."""
    retention: bool = True
    """Forget once a day what is kept for a time; off: `citewell governance forget` does it."""
    feedback_days: int = Field(default=90, ge=1, le=3650)
    """After which feedback is forgotten."""
    idempotency_hours: int = Field(default=24, ge=1, le=168)
    """For which a reply is kept under the Idempotency-Key of its request."""
    idempotency_lease: int = Field(default=600, ge=10, le=86_400)
    """Seconds after which a key whose request never ended, for a crash, is free again."""
    override_reason_days: Kept = None
    """After which the reason of an override is taken out; None (`never`): it stays."""
    adverse_event_days: Kept = None
    """After which a report of harm is forgotten, counted from the decision on it; None (`never`):
    it stays."""

    chat_days: int = Field(default=30, ge=0, le=3650)
    """For which a conversation is kept after its last turn, sealed; 0: none is, and an app sends
    with each message what was said before."""
    hand_off_for: Annotated[tuple[Why, ...], NoDecode, BeforeValidator(_listed)] = tuple(Why)
    """Why a conversation is put on the list of people, with commas between: `asked` (the person
    wants a person), `referred`, `blocked`."""
    hand_off_live: bool = False
    """Whether somebody watches that list while people chat: else each is told that nobody does."""
    hand_off_phone: str | None = Field(default=None, max_length=60)
    """Where a person is reached, as it is told to people."""
    hand_off_hours: str | None = Field(default=None, max_length=120)
    """When the list is watched, where it is."""
    hand_off_text: str | None = Field(default=None, max_length=600)
    """In the site's own words, told with each hand-off."""

    webhook_url: SecretStr | None = None
    """That is told of every report of harm and every hand-off, without a word of it; None: nobody
    is."""
    webhook_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ()
    """Hosts that it may be on, with commas between; any other is refused."""
    webhook_networks: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ()
    """Networks that its address must lie in (`10.20.0.0/16`); none: anywhere but this machine,
    link-local and reserved addresses."""
    webhook_secret: SecretStr | None = None
    """Shared with the receiver, who checks signatures with it; 32 characters at least."""

    log_format: Literal["auto", "json", "text"] = "auto"
    """Of the service's log: one JSON object a line, or text; `auto` is text at a terminal."""
    metrics: Literal["off", "loopback", "token"] = "loopback"
    """Who may read /metrics (deploy/monitoring.md): nobody, programs of this machine, or whoever
    sends `metrics_token`."""
    metrics_token: SecretStr | None = Field(default=None, min_length=16)
    """A bearer token that reads /metrics and nothing else."""
    otlp_endpoint: str | None = None
    """Where spans are sent by OTLP/HTTP, such as http://127.0.0.1:4318/v1/traces; None: nowhere.
    Naming it here is what allows it."""
    shutdown_seconds: int = Field(default=30, ge=0, le=3600)
    """That answers in flight are given when the service is told to stop."""
    drain_seconds: int = Field(default=0, ge=0, le=600)
    """That it still takes questions after that, while /readyz already says 503: as long as a
    load balancer needs to notice."""

    kept_generations: int = Field(default=3, ge=2)
    host: str = "127.0.0.1"
    port: int = Field(default=8008, ge=1, le=65535)
    token: SecretStr | None = None
    """Bearer token of the operator, who may do everything and is not counted. Programs and people
    have keys of their own (`citewell keys`), or tokens of an issuer (deploy/identity.md)."""
    jwt_issuers: tuple[TokenIssuer, ...] = ()
    """Whose tokens are taken: `[[jwt_issuers]]` in citewell.toml."""
    jwt_hosts: Listed = ()
    """That the issuers' keys may be fetched from, with commas between; no other is asked."""
    rate: Rated = Rate(requests=600, seconds=60)
    """Of a key or an account whose own says nothing else."""
    burst: int = Field(default=50, ge=1, le=100_000)
    """Requests of one in any one second."""
    failures: Rated = Rate(requests=30, seconds=60)
    """Attempts of one address with what is no credential; beyond it the address must wait."""
    rates_url: SecretStr = SecretStr("memory://")
    """Where rates are counted: in this process, or in a Redis that several share."""
    trusted_proxies: Listed = ()
    """Addresses or networks of proxies whose `X-Forwarded-For` is believed."""
    cors_origins: Annotated[Listed, AfterValidator(_origins)] = ()
    """Of web pages that may call the service, with commas between; none by default."""
    hsts: int = Field(default=0, ge=0, le=63_072_000)
    """Seconds for which browsers shall come by https alone; for a service behind TLS."""
    open_docs: bool = False
    """Show /docs and /openapi.json to whoever asks; with --dev they always are."""

    base_url: Annotated[str | None, AfterValidator(_base_url)] = None
    """Where people's browsers reach the service, such as https://citewell.example: links in cards
    of decision support and in annotations of the chat protocol begin with it. None: cards have no
    links."""
    cds_open_discovery: bool = False
    """Tell whoever asks which services of decision support there are (GET /cds-services)."""

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
    def arrangement(self) -> str:
        """How passages are searched, ordered and admitted, and by what claims are judged: what a
        fitted confidence holds for."""
        reranker = self.reranker
        if reranker != "none":
            reranker = f"{reranker} of {self.rerank_depth}"
        return (
            f"fusion {self.fusion}, {self.leg_depth} a leg, reranker {reranker}, "
            f"{self.evidence} admitted, entailment {self.nli or 'packaged'}"
        )

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits over every setting that can change an answer."""
        other = {
            "home",
            "models",
            "models_mirror",
            "models_hosts",
            "host",
            "port",
            "token",
            "threads",
            "kept_generations",
            "governance_url",
            "governance_key_file",
            "log_format",
            "metrics",
            "metrics_token",
            "otlp_endpoint",
            "shutdown_seconds",
            "drain_seconds",
            "audit_key_file",
            "audit_heads",
            "audit_required",
            "review_of",
            "review_sample",
            "review_texts",
            "review_text_days",
            "review_lease_minutes",
            "retention",
            "feedback_days",
            "override_reason_days",
            "adverse_event_days",
            "webhook_url",
            "webhook_hosts",
            "webhook_networks",
            "webhook_secret",
        }
        other |= {name for name in type(self).model_fields if name.startswith("hand_off_")}
        other |= {"chat_days", "reading_processes", "seconds_a_file", "remote_key", "remote_hosts"}
        other |= {"largest_record", "jwt_issuers", "jwt_hosts", "rate", "burst", "failures"}
        other |= {"rates_url", "trusted_proxies", "cors_origins", "hsts", "open_docs"}
        other |= {"base_url", "cds_open_discovery", "idempotency_hours", "idempotency_lease"}
        other |= {"remote_seconds", "remote_idle", "remote_retries"}
        other |= {"local_waiting", "local_seconds"}
        for kind in ("local", "remote"):
            if self.generator != kind:
                other |= {name for name in type(self).model_fields if name.startswith(f"{kind}_")}
        other |= {name for name in type(self).model_fields if name.startswith("qdrant_")}
        if self.index == "embedded" or self.qdrant_shards == 1:
            other.add("index")  # both rank alike
        else:
            other.remove("qdrant_shards")
        other.add("confidence_model")  # by what it holds, not by where it lies
        digest = hashlib.sha256(self.model_dump_json(exclude=other).encode())
        if self.confidence_model is not None and self.confidence_model.is_file():
            digest.update(self.confidence_model.read_bytes())
        return digest.hexdigest()[:16]


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
