"""What the types of a labelled set mean in the product's own kinds of identifiers."""

from typing import Final

KINDS: Final[dict[str, frozenset[str]]] = {
    "PERSON": frozenset({"name"}),
    "STREET_ADDRESS": frozenset({"address"}),
    "ZIP_CODE": frozenset({"address"}),
    "GPE": frozenset({"address"}),
    "DATE_TIME": frozenset({"date"}),
    "AGE": frozenset({"age"}),
    "PHONE_NUMBER": frozenset({"phone", "fax"}),
    "EMAIL_ADDRESS": frozenset({"email"}),
    "US_SSN": frozenset({"social_security"}),
    "US_DRIVER_LICENSE": frozenset({"licence"}),
    "CREDIT_CARD": frozenset({"account"}),
    "IBAN_CODE": frozenset({"account"}),
    "IP_ADDRESS": frozenset({"ip"}),
    "DOMAIN_NAME": frozenset({"url"}),
}
"""Type of presidio-research's set -> the kinds that count as it."""

STRUCTURED: Final = frozenset(
    {
        *("DATE_TIME", "PHONE_NUMBER", "EMAIL_ADDRESS", "US_SSN", "US_DRIVER_LICENSE"),
        *("CREDIT_CARD", "IBAN_CODE", "IP_ADDRESS", "DOMAIN_NAME"),
        *("date", "age", "phone", "fax", "email", "social_security", "record", "health_plan"),
        *("account", "licence", "vehicle", "device", "url", "ip", "other"),
    }
)
"""Types with a form or a label of their own: all but names and addresses."""


def counts_as(kind: str) -> frozenset[str]:
    """The types of found spans that are right for an identifier of type `kind`."""
    return KINDS.get(kind, frozenset()) | {kind}
