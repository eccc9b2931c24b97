"""What tells an answer from a near miss, before a word of it is shown."""

from app.domain.frozen import Frozen


class Signs(Frozen):
    """How near the evidence comes to the question; cosines in [-1, 1]."""

    sentence: float
    """Of the question and the nearest sentence that was read."""
    passage: float
    """Of the question and the nearest passage; the sentence's where no passage has one."""
    unmentioned: tuple[str, ...] = ()
    """Names in the question that no evidence holds, as the question writes them."""
    alike: tuple[str, ...] = ()
    """Words of the evidence that are one slip of the finger from one of these names."""

    @property
    def nearness(self) -> float:
        """Mean of the two cosines."""
        return (self.sentence + self.passage) / 2
