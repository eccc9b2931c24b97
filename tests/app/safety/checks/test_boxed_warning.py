"""A boxed warning goes with whatever recommends its medicine, in the label's words."""

from app.domain.corpus import Span
from app.domain.facts import BoxedWarningFact, F
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from app.safety.checks.boxed_warning import BoxedWarnings
from tests.app.safety.group import claim_of
from tests.app.safety.interacting import about

PARTS = ("WARNING", "Risk of tendon rupture at every age.", "The risk is higher with steroids too.")


class Labels:
    """A library with one boxed label, in three passages."""

    def __init__(self, *ingredients: str, lead: str = "") -> None:
        self._ingredients = ingredients
        parts = (PARTS[0], lead + PARTS[1], PARTS[2])
        self._facts = tuple(
            BoxedWarningFact(
                ingredients=tuple(sorted(ingredients)),
                document_id="label",
                passage_id=f"p{number}",
                span=Span(start=100 * number, end=100 * number + len(words)),
                quote=words,
                part=number,
                parts=len(PARTS),
            )
            for number, words in enumerate(parts, 1)
        )

    def facts(self, ingredient: str | frozenset[str], kind: type[F]) -> tuple[F, ...]:
        names = {ingredient} if isinstance(ingredient, str) else ingredient
        fits = names == set(self._ingredients) and kind is BoxedWarningFact
        return self._facts if fits else ()  # type: ignore[return-value]

    def title(self, document_id: str) -> str:
        return f"Title of {document_id}"


def said(*claims: str, labels: Labels | None = None) -> tuple[CheckVerdict, ...]:
    subject: Subject = about("What may be given?", stated=labels or Labels("ciprofloxacin"))
    return BoxedWarnings().check([claim_of(one) for one in claims], subject)


def test_a_recommended_medicine_brings_its_boxed_warning_with_all_passages() -> None:
    (one,) = said("Give ciprofloxacin 500 mg twice daily.")
    assert one.status is CheckStatus.WARN
    assert {words.quote for words in one.library} == set(PARTS)
    assert one.library[0].quote == PARTS[1]
    assert one.library[0].title == "Title of label"


def test_what_a_patient_may_read_holds_no_words_of_the_label() -> None:
    (one,) = said("Give ciprofloxacin 500 mg twice daily.")
    assert not any(part in f"{one.why} {one.next_step}" for part in PARTS)


def test_the_sentence_that_leads_is_quoted_from_its_own_place() -> None:
    (one,) = said("Give ciprofloxacin.", labels=Labels("ciprofloxacin", lead="WARNING. "))
    for words in one.library:
        assert words.span.end - words.span.start == len(words.quote)
    assert one.library[0].span.start == 209


def test_two_claims_on_one_medicine_bring_it_once() -> None:
    assert len(said("Give ciprofloxacin.", "Cipro 500 mg twice daily.")) == 1


def test_a_warning_or_a_mention_of_the_medicine_passes() -> None:
    for text in ("Avoid ciprofloxacin.", "Ciprofloxacin inhibits gyrase.", "Give amoxicillin."):
        (one,) = said(text)
        assert one.status is CheckStatus.PASS


def test_a_product_of_several_ingredients_is_looked_up_as_one() -> None:
    (one,) = said("Give Entresto twice daily.", labels=Labels("sacubitril", "valsartan"))
    assert one.fired_on == "sacubitril and valsartan"
