"""Embedders prepared for OpenVINO, kept for every later start.

    models/<weights>-<form>-<recipe>-<library>/    model.xml, model.bin, tokenizer.json, and
                                                   card.json, which is written last

What lies there can be removed at any time; it is made again.
"""

import logging
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Final, Literal

from filelock import FileLock
from pydantic import ValidationError

from app.domain.errors import ConfigurationError
from app.index.child import child_command, child_environment
from app.index.preparing import CARD, PreparedCard, files_sha256

logger = logging.getLogger(__name__)

Form = Literal["whole", "int8"]

RECIPE: Final = 1
"""Goes up when the same model would be prepared otherwise."""


def prepared(folder: Path, name: str, weights: str, form: Form, models: Path) -> Path:
    """Where the model lies that was prepared from the one in `folder`; made where it is missing.

    Args:
        name: what the settings call the model.
        weights: SHA-256 of its weights.
        models: the folder of prepared models; made where it is missing.

    Raises:
        ConfigurationError: it cannot be prepared or written.
    """
    made = models / f"{weights[:16]}-{form}-{RECIPE}-openvino-{version('openvino')}"
    if _whole(made):
        return made
    try:
        models.mkdir(parents=True, exist_ok=True)
        with FileLock(models / "preparing.lock"):
            if _whole(made):  # another process has just made it
                return made
            shutil.rmtree(made, ignore_errors=True)
            for leftover in models.glob("preparing-*/"):
                shutil.rmtree(leftover, ignore_errors=True)
            logger.warning(
                "Preparing the embedder %s for this processor; it takes about half a minute and "
                "is done once.",
                name,
            )
            with tempfile.TemporaryDirectory(
                prefix="preparing-", dir=models, ignore_cleanup_errors=True
            ) as aside:
                _prepare(folder, name, Path(aside), form)
                Path(aside).rename(made)
    except OSError as error:
        raise ConfigurationError(
            f"The embedder {name!r} cannot be prepared in {models} ({error.strerror or error}): "
            "name a folder that can be written, with 200 MB free, in CITEWELL_MODELS."
        ) from error
    return made


def _whole(folder: Path) -> bool:
    """Whether everything in it is as it was written."""
    try:
        card = PreparedCard.model_validate_json((folder / CARD).read_text(encoding="utf-8"))
        return files_sha256(folder) == card.sha256
    except (OSError, UnicodeDecodeError, ValidationError):
        return False


def _prepare(folder: Path, name: str, out: Path, form: Form) -> None:
    """Raises ConfigurationError."""
    ran = subprocess.run(
        child_command("app.index.preparing", str(folder), str(out), form),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env=child_environment(),
    )
    if ran.returncode:
        said = ran.stderr.strip().splitlines()[-1:] or [f"status {ran.returncode}"]
        raise ConfigurationError(
            f"The embedder {name!r} in {folder} cannot be prepared for OpenVINO: {said[0]}. Set "
            "CITEWELL_EMBEDDER_BACKEND=torch-float32, or name another folder of a "
            "sentence-transformers model in CITEWELL_EMBEDDER."
        )
