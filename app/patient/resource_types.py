"""The names of FHIR's resource types, as R4 (4.0.1) and R4B (4.3.0) list them."""

from importlib.resources import files
from typing import Final

RESOURCE_TYPES: Final = frozenset(
    files("app.patient").joinpath("resource_types.txt").read_text("utf-8").split()
)
