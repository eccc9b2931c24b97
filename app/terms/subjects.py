"""Words around a figure that tell what it does in its sentence: marking cases, or an extent."""

from typing import Final

MEASURED: Final = frozenset(
    "dose doses dosage dosages level levels concentration concentrations clearance crcl clcr gfr "
    "egfr creatinine potassium sodium glucose bilirubin pressure weight weighing age ages aged "
    "count counts score scores bmi ratio fraction rate rates values value".split()
)
"""What patients and cases are sorted by."""
CONDITIONS: Final = frozenset(
    "if when whenever who whose whom unless until patients children infants neonates adults "
    "adolescents subjects persons women men those with receiving taking".split()
)
EXTENTS: Final = frozenset(
    "for over within after before every least most last lasts lasting wait during by in".split()
)
PASSED_OVER: Final = frozenset(
    "the a an of to is are was were be been being about approximately ( than or equal "
    "persistently".split()
)
