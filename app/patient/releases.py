"""Whether a bundle is written in R4, by what it says of itself and by forms that R4 does not have.

Reading one release as another would take a medicine that is not given for one that is.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from app.domain.errors import UnusableRecord
from app.patient.bundle import Held
from app.patient.element import Element

R4: Final = re.compile(r"4\.[013](?:\.|$)")
SHAPES: Final[dict[str, type | tuple[type, ...]]] = {
    "elements": object,
    "lists": (list, tuple),
    "strings": str,
}
PROFILE: Final = re.compile(
    r"https?://hl7\.org/fhir/(?:(?P<folder>R5|STU3|DSTU2|[1-9]\.\d)/.*"
    r"|StructureDefinition/[^|]*\|(?P<version>\d+\.\d).*)"
)


class Form(NamedTuple):
    """By which a resource shows that it is written in another release."""

    release: str
    shape: str
    element: str


def must_be_r4(root: Element, held: tuple[Held, ...]) -> None:
    """Raises:
    UnusableRecord: the bundle or one of its resources is written in another release.
    """
    _must_say_r4(root)
    for one in held:
        _must_say_r4(one.content)
        for form in _forms().get(one.type, ()):
            found = one.content.child(form.element)
            if found and isinstance(found.value, SHAPES[form.shape]):
                raise UnusableRecord(
                    f"It is written in FHIR {form.release}, not in R4: no {one.type} of R4 has "
                    f"such a `{form.element}`. Send R4 (4.0.1).",
                    found.at,
                )


def _must_say_r4(resource: Element) -> None:
    stated = resource.text("fhirVersion")
    if stated and not R4.match(stated):
        raise UnusableRecord(
            "It says that it is written in another version of FHIR than 4.0.1. Send R4.",
            f"{resource.at}.fhirVersion",
        )
    profiles = resource.child("meta").child("profile")
    if not isinstance(profiles.value, list | tuple):
        return
    for place, profile in enumerate(profiles.value):
        found = PROFILE.fullmatch(profile) if isinstance(profile, str) else None
        if found and not R4.match(found["version"] or found["folder"]):
            raise UnusableRecord(
                "Its profile is of another release of FHIR than R4. Send R4 (4.0.1).",
                f"{profiles.at}[{place}]",
            )


@cache
def _forms() -> dict[str, tuple[Form, ...]]:
    table: dict[str, Any] = tomllib.loads(
        files("app.patient").joinpath("releases.toml").read_text("utf-8")
    )
    forms: dict[str, list[Form]] = {}
    for release, shapes in table.items():
        for shape, types in shapes.items():
            for kind, elements in types.items():
                forms.setdefault(kind, []).extend(Form(release, shape, name) for name in elements)
    return {kind: tuple(found) for kind, found in forms.items()}
