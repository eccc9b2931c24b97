"""The likeness to harm as the product reads it: the tuned layers, and what weighs their vector."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from app.domain.fitted import FittedLikeness
from eval.compose import load_lower, packaged_network
from eval.fitting.harm_tuning import Tuned, cut
from eval.suite import UnusableSet

LAYERS_FILE: Final = "harm_layers.safetensors"
MODEL_FILE: Final = "harm.json"


def layers_file(tuned: Tuned, fitted_on: str) -> bytes:
    """As `app/index/tuned_layers.py` reads it."""
    from safetensors.numpy import save

    network = packaged_network()
    kept: dict[str, np.ndarray] = {"pools": tuned.net.pools.detach().numpy().copy()}
    for name, value in tuned.net.layers.items():
        each = cut(network.weights[name], value.detach().numpy())
        if each.left is not None and each.right is not None:
            kept |= {f"{name}.left": each.left, f"{name}.right": each.right}
        elif each.vector is not None:
            kept[name] = each.vector
    made = {name: np.ascontiguousarray(value) for name, value in sorted(kept.items())}
    return save(made, {"base": network.sha256, "fitted_on": fitted_on})


def write(
    folder: Path,
    tuned: Tuned,
    *,
    threshold: float,
    fitted_on: str,
    data_sha256: str,
    figures: Mapping[str, float],
) -> None:
    """
    Raises:
        UnusableSet: the folder cannot be written to.
    """
    data = layers_file(tuned, fitted_on)
    card = load_lower(data).card
    model = FittedLikeness(
        intercept=float(tuned.net.intercept.detach()),
        weights=tuple(round(float(each), 5) for each in tuned.net.out.detach()),
        threshold=round(threshold, 4),
        embedder=card.name,
        weights_sha256=card.weights_sha256,
        fitted_on=fitted_on,
        data_sha256=data_sha256,
        figures=dict(figures),
    )
    try:
        (folder / LAYERS_FILE).write_bytes(data)
        (folder / MODEL_FILE).write_text(model.model_dump_json() + "\n", encoding="utf-8")
    except OSError as error:
        raise UnusableSet(f"{folder} cannot be written to ({error.strerror}).") from None
