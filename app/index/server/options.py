"""How a Qdrant server is reached, and how collections are made on it."""

from pathlib import Path

from pydantic import ConfigDict, Field, SecretStr

from app.domain.frozen import Frozen


class ServerOptions(Frozen):
    """How the server is reached and how collections are made; settings by their names there."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True, extra="ignore")

    url: str = Field(validation_alias="qdrant_url")
    """http:// or https://; or the client's local mode, for tests: `:memory:`, or a folder that
    begins with `/` or `.`."""
    api_key: SecretStr | None = Field(None, validation_alias="qdrant_api_key")
    ca: Path | None = Field(None, validation_alias="qdrant_ca")
    collection: str = Field("citewell", validation_alias="qdrant_collection")
    shards: int = Field(1, validation_alias="qdrant_shards")
    replicas: int = Field(1, validation_alias="qdrant_replicas")
    write_consistency: int = Field(1, validation_alias="qdrant_write_consistency")
    timeout: int = Field(10, validation_alias="qdrant_timeout")
    retries: int = Field(4, validation_alias="qdrant_retries")
