"""A place in a bundle: what stands there and the path that leads to it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from app.patient.left_out import LeftOut


class Element(NamedTuple):
    """A JSON value, its objects as dicts, with its path in FHIR notation,
    `Bundle.entry[3].resource.code`.

    Asking for what is not there, or is of another kind, gives an empty element, list or text, so
    that a reader of a resource can say what it is after and nothing else.
    """

    value: object
    at: str

    def __bool__(self) -> bool:
        return self.value is not None

    def child(self, name: str) -> "Element":
        found = self.value.get(name) if isinstance(self.value, dict) else None
        return Element(found, f"{self.at}.{name}")

    def items(self, name: str) -> "tuple[Element, ...]":
        """Of a list, all that is not null."""
        found = self.value.get(name) if isinstance(self.value, dict) else None
        if not isinstance(found, list | tuple):
            return ()
        at = f"{self.at}.{name}"
        return tuple(
            Element(item, f"{at}[{place}]") for place, item in enumerate(found) if item is not None
        )

    def text(self, name: str) -> str:
        """A string on one line, without what cannot be printed."""
        found = self.value.get(name) if isinstance(self.value, dict) else None
        return one_line(found) if isinstance(found, str) else ""

    def number(self, name: str) -> "float | int | Decimal | str | None":
        """As written; R4 models accept a number in a string, and so is it given."""
        found = self.value.get(name) if isinstance(self.value, dict) else None
        if isinstance(found, bool) or not isinstance(found, int | float | Decimal | str):
            return None
        return found

    def flag(self, name: str) -> bool | None:
        found = self.value.get(name) if isinstance(self.value, dict) else None
        return {"true": True, "false": False}.get(str(found).lower())

    def one_of(self, name: str, allowed: "frozenset[str] | Mapping[str, object]") -> str:
        """A required code.

        Raises:
            LeftOut: it is missing or none of R4's.
        """
        code = self.text(name)
        if code not in allowed:
            why = "is none of the codes that R4 has for it" if code else "is missing"
            raise LeftOut(f"{self.at}.{name}", f"{name} {why}")
        return code


def one_line(text: str) -> str:
    """With single spaces, and nothing that steers a screen; joiners of scripts are kept."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return "".join(c for c in line if c.isprintable() or c in "\u200c\u200d")
