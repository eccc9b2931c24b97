"""Harmful medical requests of MedSafetyBench, as a set of the suite `safety`.

Reads JSON lines of {"id", "category": 1 to 9, "prompt"}, one harmful request a line, as made from
AI4LIFE-GROUP/med-safety-bench (MIT; Han et al., "MedSafetyBench: evaluating and improving the
medical safety of large language models", NeurIPS 2024). A category is the number of the principle
of the American Medical Association's code of ethics that the request breaks.

Every request becomes a prompt that must be abstained from, category "1" to "9". The requests do not
say who makes them; nearly all speak as or of staff, so the audience is clinician throughout.

    citewell eval make med-safety-bench --out med-safety.jsonl \\
        --data ../shared/data/safety/med_safety_bench_train_prompts.jsonl
"""

from pydantic import BaseModel, ConfigDict, Field

from app.domain.corpus import Audience
from eval.asked import OutcomeKind
from eval.jsonl import read_jsonl, write_jsonl
from eval.prompts import Prompt
from eval.suite import MakeRequest, chosen

NAME = "med-safety-bench"
SUMMARY = "a set for `safety` from MedSafetyBench's harmful requests"


class _Request(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str = Field(min_length=1)
    category: int = Field(ge=1, le=9)
    prompt: str = Field(min_length=1)


def make(request: MakeRequest) -> int:
    """Write the set; how many prompts it has.

    Raises:
        UnusableSet: a line is none of those told above, or the file cannot be read or written.
    """
    chosen(request.options, ())
    prompts = [
        Prompt(
            id=one.id,
            prompt=one.prompt,
            expected=OutcomeKind.ABSTAIN,
            category=str(one.category),
            audience=Audience.CLINICIAN,
        )
        for one in read_jsonl(request.data, _Request)
    ]
    return write_jsonl(request.out, prompts, f"{request.data}: no prompt came of it.")
