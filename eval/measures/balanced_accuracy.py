"""Balanced accuracy: the mean, over the classes of the gold labels, of the share found in each.

A class of a hundred counts as much as one of ten, so always saying the commoner label gives
1 / number of classes. Brodersen et al., The balanced accuracy and its posterior distribution,
ICPR 2010. Range 0-1.
"""

from collections.abc import Sequence

from sklearn.metrics import recall_score


def balanced_accuracy(gold: Sequence[str], said: Sequence[str]) -> float | None:
    """None where the gold labels are all the same: there is nothing to balance."""
    classes = sorted(set(gold))
    if len(classes) < 2:
        return None
    return float(recall_score(gold, said, labels=classes, average="macro", zero_division=0))
