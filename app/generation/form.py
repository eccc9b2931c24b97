"""The form of a model's draft: one JSON object whose labels can only be those it was shown.

    {"answered":true,"claims":[{"cite":[1],"text":"..."}, ...]}
    {"answered":false,"claims":[]}

The label comes before the words, so that a model settles on its source before it writes. The form
stands here twice: as a grammar for llama.cpp, as a JSON schema for servers.
"""

from collections.abc import Sequence
from typing import Final

MOST_CLAIMS: Final = 8
MOST_LABELS: Final = 3
"""That one sentence may lean on."""
LONGEST: Final = 1_200
"""Characters of a claim; longer text is no sentence that a reader could check."""

JsonSchema = dict[str, "JsonValue"]
JsonValue = str | int | bool | list["JsonValue"] | JsonSchema

_STRING: Final = r"""
char ::= [^"\\\x7F\x00-\x1F] | "\\" (["\\/bfnrt] | "u" hex hex hex hex)
hex ::= [0-9a-fA-F]
"""
"""Without raw control characters, which JSON forbids inside a string."""


def grammar(labels: Sequence[int]) -> str:
    """In GBNF, the notation of llama.cpp.

    Args:
        labels: of the evidence that was shown; without any the only draft is "not answered".
    """
    if not labels:
        return 'root ::= "{\\"answered\\":false,\\"claims\\":[]}"\n'
    listed = " | ".join(f'"{label}"' for label in labels)
    return (
        'root ::= "{\\"answered\\":" (refused | answered) "]}"\n'
        'refused ::= "false,\\"claims\\":["\n'
        f'answered ::= "true,\\"claims\\":[" claim ("," claim){{0,{MOST_CLAIMS - 1}}}\n'
        'claim ::= "{\\"cite\\":[" label ("," label)'
        f'{{0,{MOST_LABELS - 1}}} "],\\"text\\":\\"" char+ "\\"}}"\n'
        f"label ::= {listed}" + _STRING
    )


def schema(labels: Sequence[int]) -> JsonSchema:
    """As JSON Schema, within what OpenAI's strict mode allows of it.

    Args:
        labels: of the evidence that was shown, at least one.
    """
    claim: JsonSchema = {
        "type": "object",
        "properties": {
            "cite": {"type": "array", "items": {"type": "integer", "enum": list(labels)}},
            "text": {"type": "string"},
        },
        "required": ["cite", "text"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {
            "answered": {"type": "boolean"},
            "claims": {"type": "array", "items": claim},
        },
        "required": ["answered", "claims"],
        "additionalProperties": False,
    }
