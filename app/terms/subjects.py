"""Words around a figure that tell what it does in its sentence: marking cases, or an extent."""

from typing import Final

from app.terms.wording import words

MEASURED: Final = words(
    "dose doses dosage dosages level levels concentration concentrations clearance crcl clcr gfr "
    "egfr creatinine potassium sodium glucose bilirubin pressure weight weighing age ages aged "
    "count counts score scores bmi ratio fraction rate rates values value"
)
"""What patients and cases are sorted by."""
CONDITIONS: Final = words(
    "if when whenever who whose whom unless until patients children infants neonates adults "
    "adolescents subjects persons women men those with receiving taking"
)
EXTENTS: Final = words(
    "for over within after before every least most last lasts lasting wait during by in"
)
PASSED_OVER: Final = words(
    "the a an of to is are was were be been being about approximately ( than or equal persistently"
)
