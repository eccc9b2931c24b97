"""Writes the models of the Python client, from the OpenAPI document of the service.

    python deploy/client_models.py

The document is the one `/openapi.json` gives; it hangs on the routes alone, so the service of the
tests, which needs no library, tells it as well. Of it the client takes what its methods speak.
"""

import json
import re
from pathlib import Path
from typing import Any, Final

from datamodel_code_generator import InputFileType, LiteralType, PythonVersion
from datamodel_code_generator import generate as generated
from datamodel_code_generator.enums import DataModelType
from datamodel_code_generator.format import Formatter

from tests.app.http.conftest import World

PAGE: Final = Path(__file__).parent / "client" / "citewell_client" / "models.py"
PATHS: Final = (
    "/readyz",
    "/v1/chat",
    "/v1/chat/{id}",
    "/v1/chat/{id}/hand-off",
    "/v1/documents/{id}",
    "/v1/feedback",
    "/v1/passages/{id}",
    "/v1/patient-summaries",
    "/v1/questions",
    "/v1/search",
)
REFERENCE: Final = "#/components/schemas/"
_BOUNDS: Final = frozenset(
    {"maximum", "maxItems", "maxLength", "minimum", "minItems", "minLength", "pattern"}
)
_HEADER: Final = (
    '"""What travels, as the OpenAPI document of the service states it.\n\n'
    'Made by `make client`; not to be edited.\n"""\n'
)


def written(document: dict[str, Any]) -> str:
    """The module for an OpenAPI document; the same for the same document."""
    made = generated(
        json.dumps(_wanted(document)),
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=PythonVersion.PY_311,
        custom_file_header=_HEADER,
        enum_field_as_literal=LiteralType.One,
        formatters=[Formatter.BUILTIN],
        disable_timestamp=True,
        enable_faux_immutability=True,
        field_constraints=True,
        strict_nullable=True,
        set_default_enum_member=True,
        use_annotated=True,
        use_double_quotes=True,
        use_one_literal_as_default=True,
        use_schema_description=True,
        use_specialized_enum=True,
        use_standard_collections=True,
        use_union_operator=True,
    )
    if not isinstance(made, str):
        raise TypeError("the models are one module")
    return made


def _wanted(document: dict[str, Any]) -> dict[str, Any]:
    """The paths that the client speaks, and the schemas they lead to, under short names."""
    schemas = document["components"]["schemas"]
    paths = {path: document["paths"][path] for path in PATHS}
    bodies = [way.get("requestBody") for ways in paths.values() for way in ways.values()]
    sent = _reached(bodies, schemas)
    told = {
        "openapi": document["openapi"],
        "info": {"title": "Citewell", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": {
                name: _plain(schemas[name], open_=name not in sent)
                for name in sorted(_reached(paths, schemas))
            }
        },
    }
    short: dict[str, Any] = json.loads(
        re.sub(
            r"app__domain__(\w+?)__(\w+)",
            lambda found: found[1].title().replace("_", "") + found[2],
            json.dumps(told).replace("Verdict-Input", "app__domain__feedback__Verdict"),
        )
    )
    return short


def _reached(part: object, schemas: dict[str, Any]) -> set[str]:
    """The names of the schemas that `part` leads to."""
    reached: set[str] = set()
    waiting = _named(part)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting |= _named(schemas[name])
    return reached


def _plain(schema: Any, *, open_: bool) -> Any:
    """Without titles and examples, which are no types.

    Args:
        open_: a reply may bear fields that a later service added; what is sent may not, so that a
            misspelt filter is noticed where it is written.
    """
    if isinstance(schema, list):
        return [_plain(each, open_=open_) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: _plain(value, open_=open_)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str))
        and not (key == "examples" and isinstance(value, list))
        and not (open_ and key == "additionalProperties" and value is False)
    }
    if isinstance(kept.get("default"), dict):
        del kept["default"]  # what is not sent is as the service has it
    if all("type" in each for each in kept.get("prefixItems", ({},))):
        kept = {"type": "array", "items": kept["prefixItems"][0]}  # a pair of pages: a list of two
    if {"type": "null"} in kept.get("anyOf", ()):
        kept["anyOf"] = [_unbounded(each) for each in kept["anyOf"]]
    if "urn:citewell:problem:" in str(kept.get("enum", "")):
        del kept["enum"]  # an error that a later service adds is an error, too
    return kept


def _unbounded(schema: dict[str, Any]) -> dict[str, Any]:
    """A bound would make a type of its own out of what may be null; the service has it."""
    return {key: schema[key] for key in schema if key not in _BOUNDS}


def _named(part: object) -> set[str]:
    return set(re.findall(rf'"{REFERENCE}([^"]+)"', json.dumps(part)))


if __name__ == "__main__":
    PAGE.write_text(written(World().service.openapi()), encoding="utf-8")
