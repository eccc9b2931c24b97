"""Macro F1: the mean, over the classes of the gold labels, of the F1 of each.

F1 of a class is 2 tp / (2 tp + fp + fn). A label that was said and stands in no gold label costs
the classes it was said for, and has no F1 of its own. Sokolova and Lapalme, A systematic analysis
of performance measures for classification tasks, Information Processing & Management 45(4), 2009.
Range 0-1.
"""

from collections.abc import Sequence

from sklearn.metrics import f1_score


def macro_f1(gold: Sequence[str], said: Sequence[str]) -> float | None:
    """None where there are no gold labels."""
    if not gold:
        return None
    classes = sorted(set(gold))
    return float(f1_score(gold, said, labels=classes, average="macro", zero_division=0))
