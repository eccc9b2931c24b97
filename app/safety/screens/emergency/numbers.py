"""The numbers to ring in an emergency, by country.

Data: `app/safety/numbers/emergency.toml`, from memory; a site checks those of its own country.
"""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final

from app.domain.frozen import Frozen
from app.domain.safety import Contact

UNKNOWN: Final = "your local emergency number (112 in Europe, 999 in the UK, 911 in North America)"


class Numbers(Frozen):
    """Of one country. `ambulance` first; `poison` is empty where none is known."""

    ambulance: str
    poison: str = ""


@lru_cache(maxsize=1)
def emergency_numbers() -> dict[str, Numbers]:
    """ISO 3166-1 alpha-2 code -> numbers."""
    path = files("app.safety").joinpath("numbers", "emergency.toml")
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return {code: Numbers.model_validate(table) for code, table in read["country"].items()}


def emergency_contact(country: str | None) -> Contact:
    """Whom to ring at once."""
    numbers = emergency_numbers().get(country or "")
    if numbers is None:
        return Contact(name="Emergency services", number=UNKNOWN)
    return Contact(name="Emergency services", number=numbers.ambulance)


def poison_contact(country: str | None) -> Contact | None:
    """The poison line; None where none is known."""
    numbers = emergency_numbers().get(country or "")
    if numbers is None or not numbers.poison:
        return None
    return Contact(name="Poison information", number=numbers.poison)
