"""The command that makes a run again."""

import shlex

from eval.run import RunCard


def command(card: RunCard) -> str:
    """`citewell eval run ...` or `citewell eval bench ...`, quoted for a shell.

    The file of predictions is known by its SHA-256 alone, so its place is left to fill in.
    """
    verb, _, name = card.suite.rpartition(" ")
    words = ["citewell", "eval", verb or "run", name]
    if card.data:
        words += ["--data", card.data]
    if card.split is not None:
        words += ["--split", card.split]
    if card.predictions_sha256 is not None:
        words += ["--predictions", "FILE"]
    for option, value in card.options:
        words += ["--set", f"{option}={value}"]
    return shlex.join(words)
