"""Words that tell one dose from another, each with the word it is read as."""

from typing import Final

from app.terms.wording import words

SAME: Final = {
    "initial": "starting",
    "initially": "starting",
    "initiate": "starting",
    "initiated": "starting",
    "initiation": "starting",
    "start": "starting",
    "started": "starting",
    "begin": "starting",
    "beginning": "starting",
    "maximal": "maximum",
    "max": "maximum",
    "ceiling": "maximum",
    "adult": "adults",
    "child": "children",
    "pediatric": "children",
    "paediatric": "children",
    "elderly": "geriatric",
    "older": "geriatric",
    "raised": "increased",
    "increase": "increased",
    "reduce": "reduced",
    "decrease": "reduced",
    "decreased": "reduced",
    "lowered": "reduced",
}
TELLING: Final = words(
    "starting maintenance maximum minimum loading usual adults children geriatric neonates infants "
    "adolescents men women males females male female renal hepatic increased reduced placebo "
    "before after morning evening"
)
"""Words that weigh more where two doses stand side by side."""
PLAIN: Final = words(
    "a an the of to in on at for by with and or is are was were be been being as that this these "
    "those it its from than not no may should can must will would has have had which who when if "
    "then also into per each other such their there more less"
)
"""Words that tell nothing of which quantity is meant."""
