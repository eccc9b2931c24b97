"""The models of this protocol: not who writes an answer, but for whom it is."""

from typing import Final, Literal

from pydantic import BaseModel, Field

from app.domain.corpus import Audience
from app.domain.identity import RIGHTS
from app.domain.question import Caller
from app.http.openai.errors import MODEL_NOT_FOUND, Refused

AUDIENCES: Final = {
    "citewell-clinician": Audience.CLINICIAN,
    "citewell-patient": Audience.PATIENT,
}
_NAMED: Final = 1_767_225_600
"""When these names were given out, 2026-01-01: the protocol asks for a time."""


class Model(BaseModel):
    id: str = Field(examples=["citewell-clinician"])
    object: Literal["model"] = "model"
    created: int = _NAMED
    owned_by: str = "citewell"


class ModelList(BaseModel):
    object: Literal["list"] = "list"
    data: tuple[Model, ...]


def models_of(caller: Caller) -> ModelList:
    """Those that the caller's role may ask on behalf of."""
    may = RIGHTS[caller.role].audiences
    return ModelList(data=tuple(Model(id=name) for name, each in AUDIENCES.items() if each in may))


def audience_of(name: str, caller: Caller) -> Audience:
    """Raises Refused: no such model, or none for this caller; the two are not told apart."""
    if name not in {each.id for each in models_of(caller).data}:
        raise Refused(
            "There is no such model, or none that this key may use: GET /v1/models lists those "
            "that it may.",
            "model",
            MODEL_NOT_FOUND,
            404,
        )
    return AUDIENCES[name]
