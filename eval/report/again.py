"""The command that makes a run again."""

import shlex

from eval.run import HASHED, OWN, RunCard


def command(card: RunCard) -> str:
    """`citewell eval run ...` or `citewell eval bench ...`, quoted for a shell."""
    verb, _, name = card.suite.rpartition(" ")
    words = ["citewell", "eval", verb or "run", name]
    if card.data and not card.data.startswith(OWN):
        words += ["--data", card.data]
    if card.split is not None:
        words += ["--split", card.split]
    if card.predictions is not None:
        words += ["--predictions", card.predictions]
    for option, value in card.options:
        words += ["--set", f"{option}={value.partition(HASHED)[0]}"]
    return shlex.join(words)
