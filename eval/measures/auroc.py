"""Area under the ROC curve: how often a right item is more confident than a wrong one.

The chance that, of a right and a wrong item drawn at random, the right one states the higher
confidence; ties count half. Fawcett, An introduction to ROC analysis, Pattern Recognition Letters
27(8), 2006. Range 0-1; .5 is chance. It says nothing of calibration.
"""

from collections.abc import Sequence

from sklearn.metrics import roc_auc_score


def auroc(confidence: Sequence[float], correct: Sequence[bool]) -> float | None:
    """None where every item is right, or every one wrong."""
    if len(set(correct)) < 2:
        return None
    return float(roc_auc_score([int(each) for each in correct], confidence))
