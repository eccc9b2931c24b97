"""Examples of this protocol for the OpenAPI document: of the same outcomes as `/v1/questions`."""

from typing import Final

from app.domain.answer import Outcome
from app.domain.corpus import Audience
from app.http import examples
from app.http.openai.completions import Completing
from app.http.openai.models import AUDIENCES, Model, ModelList
from app.http.openai.replies import Completion

_TRACE: Final = "5f0c1d6f8a3b4c0e9d2a7b6c1e4f8a90"
_CREATED: Final = 1_767_225_600


def _completion(outcome: Outcome) -> Completion:
    completing = Completing(
        trace_id=_TRACE,
        model="citewell-clinician",
        audience=Audience.CLINICIAN,
        asked=9,
    )
    completing.created = _CREATED
    return completing.whole(outcome)


_STREAM: Final = (
    'data: {"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant",'
    '"content":"","refusal":null},"finish_reason":null}],...}\n\n'
    'data: {...,"choices":[{"index":0,"delta":{"content":"..."},"finish_reason":null}]}\n\n'
    'data: {...,"choices":[{"index":0,"delta":{"annotations":[...],"citewell":{...}},'
    '"finish_reason":"stop"}]}\n\n'
    "data: [DONE]\n\n"
)
COMPLETIONS: Final = examples.response(
    "The completion",
    answer=_completion(examples.ANSWER),
    abstention=_completion(examples.ABSTENTION),
    referral=_completion(examples.REFERRAL),
)
COMPLETIONS["content"]["text/event-stream"] = {"schema": {"type": "string"}, "example": _STREAM}
MODELS: Final = examples.response(
    "The models", models=ModelList(data=tuple(Model(id=name) for name in AUDIENCES))
)
MODEL: Final = examples.response("The model", model=Model(id="citewell-clinician"))
