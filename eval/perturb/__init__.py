"""Ways of asking the same question in other words, one a file.

Each takes a question and a key, and gives the question asked otherwise, or None where it does not
apply to it. The same question with the same key is always changed in the same way.
"""

from collections.abc import Callable
from typing import Final

from eval.perturb.abbreviations import with_abbreviations_swapped
from eval.perturb.brand_names import by_brand
from eval.perturb.irrelevant_sentence import with_an_irrelevant_sentence
from eval.perturb.paraphrase import paraphrased
from eval.perturb.typos import with_typos
from eval.perturb.word_order import in_another_order

Perturbation = Callable[[str, str], str | None]
"""(question, key) -> the question asked otherwise; None where there is nothing to change."""

PERTURBATIONS: Final[dict[str, Perturbation]] = {
    "typos": with_typos,
    "abbreviations": with_abbreviations_swapped,
    "brand_names": by_brand,
    "paraphrase": paraphrased,
    "word_order": in_another_order,
    "irrelevant_sentence": with_an_irrelevant_sentence,
}
