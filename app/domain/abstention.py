"""Why a question is not answered."""

from enum import StrEnum


class AbstentionReason(StrEnum):
    NO_EVIDENCE = "no_evidence"
    """Nothing that this caller may see matches the question."""
    WEAK_EVIDENCE = "weak_evidence"
    """What was found does not answer the question, or not surely enough."""
    CONFLICTING_EVIDENCE = "conflicting_evidence"
    """What was drafted is contradicted by what was found."""
    OUT_OF_SCOPE = "out_of_scope"
    """It is no clinical question, or none for a library of documents."""
    UNSAFE = "unsafe"
    """Help that nobody should give, or a safety rule holds back all that could be said."""
    SWITCHED_OFF = "switched_off"
    """The site switched off what the question is about; the explanation says whom to ask."""
