"""Claims that are wrong in one place, made of label sentences, in the format of `grounding`.

Reads a corpus: `.jsonl[.gz]` of {"text"}, `.json[.gz]` of {name: text}, a `.tar.gz` or a folder of
`.txt` files whose lines are paragraphs. A sentence that stands alone is the evidence, unaltered;
the claim is that sentence, or what a mutation makes of it. `kind` names the mutation:

    unchanged        the sentence itself                                      supported
    restated         an amount in another unit, a frequency in other words    supported
    tenfold_dose     ten times the dose, or a tenth                           contradicted
    unit_swap        mg for mcg, L for mL, days for hours                     contradicted
    frequency_swap   once for twice daily, every 8 for every 12 hours         contradicted
    negation_flip    is for is not, should for should not, contraindicated    contradicted
                     for indicated
    range_edge       a range widened, a comparison turned round               contradicted where the
                     edge is the amount; unsupported where it marks whom or which cases it concerns
    drug_swap        another drug of another class                            unsupported

Claim and sentence are read as speaking of the same dose, study or event: see
`eval/makers/mutate/`, one file a mutation, which says when it applies and why its label is that.
A mutation leaves alone what it cannot be sure of: numbers without a unit, bounds that would only be
loosened, clauses under a condition.

Options: `--set each=N`, at most N claims of a kind (100); `--set seed=N` draws others (1);
`--set names=FILE`, the drugs to exchange: RxNorm as a .csv[.gz], or a name a line. Without it the
names are the corpus' own words that end as the WHO's stems do. One seed gives one set. Unchanged
claims are drawn from the sentences that were mutated.

No code is shared with any verifier.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from app.domain.corpus import content_id
from eval.jsonl import write_jsonl
from eval.makers.claim_line import ClaimLine
from eval.makers.mutate import (
    frequency_swap,
    names,
    negation_flip,
    range_edge,
    restated,
    tenfold_dose,
    unit_swap,
)
from eval.makers.mutate.corpus import Sentence, sentences
from eval.makers.mutate.drug_swap import DrugSwap
from eval.makers.mutate.mutation import Mutated, Mutation
from eval.suite import MakeRequest, Progress, chosen, whole

NAME = "mutations"
SUMMARY = "claims for grounding, of label sentences with one thing altered in each"

UNCHANGED: Final = "unchanged"
EACH: Final = 100
SEED: Final = 1


class _Made(NamedTuple):
    kind: str
    sentence: Sentence
    mutated: Mutated


def make(request: MakeRequest) -> int:
    """Write the set, kind after kind.

    Raises:
        UnusableSet: the corpus cannot be read, or no mutation applies to any sentence of it.
    """
    options = chosen(request.options, ("each", "seed", "names"))
    each, seed = whole(options, "each", EACH), whole(options, "seed", SEED)
    corpus = list(request.progress.track(sentences(request.data), "Reading sentences"))
    texts = [one.text for one in corpus]
    drugs = names.of_file(Path(options["names"]), texts) if "names" in options else None
    mutations: tuple[Mutation, ...] = (
        restated,
        tenfold_dose,
        unit_swap,
        frequency_swap,
        negation_flip,
        range_edge,
        DrugSwap(names.of_corpus(texts) if drugs is None else drugs),
    )
    made = [
        one
        for mutation in mutations
        for one in drawn(corpus, mutation, each, seed, request.progress)
    ]
    lines = [_line(one) for one in (*_unchanged(made, each, seed), *made)]
    return write_jsonl(request.out, lines, f"{request.data}: no mutation applies to any sentence.")


def drawn(
    corpus: Sequence[Sentence], mutation: Mutation, count: int, seed: int, progress: Progress
) -> Iterator[_Made]:
    """At most `count` claims of one kind, one a sentence, of sentences in a drawn order; none is a
    sentence of the corpus."""
    draw = random.Random(f"{seed}/{mutation.KIND}")
    said = {one.text for one in corpus}
    left = count
    for one in progress.track(draw.sample(corpus, len(corpus)), mutation.KIND, len(corpus)):
        claims = [each for each in mutation.mutate(one.text) if each.claim not in said]
        if claims:
            yield _Made(mutation.KIND, one, draw.choice(claims))
            left -= 1
        if not left:
            return


def _unchanged(made: Sequence[_Made], count: int, seed: int) -> Iterator[_Made]:
    used = list(dict.fromkeys(one.sentence for one in made))
    for one in random.Random(f"{seed}/{UNCHANGED}").sample(used, min(count, len(used))):
        yield _Made(UNCHANGED, one, Mutated(one.text, "supported"))


def _line(one: _Made) -> ClaimLine:
    """The id depends on the claim and its sentence alone."""
    return ClaimLine(
        id=f"{one.kind}-{content_id(one.sentence.text, one.mutated.claim)[:12]}",
        claim=one.mutated.claim,
        evidence=(one.sentence.text,),
        label=one.mutated.label,
        source=one.sentence.source,
        kind=one.kind,
    )
