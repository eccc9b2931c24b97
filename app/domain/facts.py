"""Typed facts about drugs, each with the words it was read from.

The promise of passages holds for facts too: `document.text[fact.span] == fact.quote`, and the span
lies inside the passage that the fact names.
"""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, model_validator

from app.domain.corpus import Span, SplitDocument, content_id
from app.domain.formulary import RenalBand
from app.domain.frozen import Frozen

MINUTES_A_DAY = 24 * 60


class FactKind(StrEnum):
    INGREDIENT = "ingredient"
    DRUG_CLASS = "class"
    DOSE = "dose"
    CONTRAINDICATION = "contraindication"
    BOXED_WARNING = "boxed_warning"
    RESTRICTION = "restriction"


class Per(StrEnum):
    """What an amount is counted for: 500 mg a dose, or 2 g a day."""

    DOSE = "dose"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


class Quantity(Frozen):
    """`low` to `high` of a unit; both are the same where one figure is stated."""

    low: Decimal = Field(ge=0)
    high: Decimal = Field(gt=0)
    unit: str
    """As written: `micrograms`, `mg/kg/day`."""
    per: Per
    normal_unit: str
    """`mg`, `mL`, `IU`, `unit`, `mmol`, `mEq` or a counted form, with `/kg` or `/m2`."""
    factor: Decimal = Field(gt=0)
    """How many normal units one written unit has."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.high < self.low:
            raise ValueError(f"a quantity ends ({self.high}) below its beginning ({self.low})")
        return self

    @property
    def normal(self) -> tuple[Decimal, Decimal]:
        """`low` and `high` in the normal unit."""
        return self.low * self.factor, self.high * self.factor


class Rate(Frozen):
    """`least` to `most` times in every `shortest` to `longest` minutes."""

    least: int = Field(ge=0)
    most: int = Field(ge=1)
    shortest: int = Field(ge=1)
    longest: int = Field(ge=1)

    @property
    def per_day(self) -> tuple[Fraction, Fraction]:
        """Fewest and most times in 24 hours."""
        return (
            Fraction(self.least * MINUTES_A_DAY, self.longest),
            Fraction(self.most * MINUTES_A_DAY, self.shortest),
        )


class Frequency(Frozen):
    """How often, as written; `rate` is None where that is not wholly understood."""

    written: str
    rate: Rate | None = None
    as_needed: bool = False


class DoseRole(StrEnum):
    """What the source calls the dose; `STATED` where it says no more than dose."""

    STATED = "stated"
    STARTING = "starting"
    MAINTENANCE = "maintenance"
    LOADING = "loading"
    MAXIMUM = "maximum"


class Fact(Frozen):
    """What every fact has: whom it is about, and where it stands.

    `ingredients` are names as `ingredient_name` gives them, sorted. Several are one combination:
    the fact is about the combination and about none of them alone. Where a formulary names no
    ingredient its own name for the drug stands here.
    """

    kind: FactKind
    ingredients: tuple[str, ...] = Field(min_length=1)
    document_id: str
    passage_id: str
    span: Span
    quote: str
    """The words of the document under `span`, as they stand there."""
    headings: tuple[str, ...] = ()
    """The headings they stand under, from the title down; they may say for whom the fact holds."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if len(self.quote) != self.span.end - self.span.start:
            raise ValueError("a quote is as long as its span")
        if list(self.ingredients) != sorted(set(self.ingredients)):
            raise ValueError("ingredients are sorted and named once")
        return self

    @property
    def id(self) -> str:
        return content_id(self.kind, self.model_dump_json())


class IngredientFact(Fact):
    """What a product is made of."""

    kind: Literal[FactKind.INGREDIENT] = FactKind.INGREDIENT
    product: str | None = None
    generic: str | None = None
    written: tuple[str, ...]
    """The ingredients' names as the source has them, salts included."""
    unii: tuple[str, ...] = ()
    """Their FDA substance codes in the same order; empty where none are stated."""
    form: str | None = None
    route: str | None = None


class ClassFact(Fact):
    """A class the source puts the drug in."""

    kind: Literal[FactKind.DRUG_CLASS] = FactKind.DRUG_CLASS
    name: str
    system: str | None = None
    """`EPC` for an FDA established pharmacologic class; None where the source names none."""


class DoseFact(Fact):
    """One dose. A field that the source leaves open is None; `population` and `indication` are the
    source's words."""

    kind: Literal[FactKind.DOSE] = FactKind.DOSE
    role: DoseRole = DoseRole.STATED
    amount: Quantity
    frequency: Frequency | None = None
    route: str | None = None
    form: str | None = None
    indication: str | None = None
    population: str | None = None
    renal: RenalBand | None = None
    """The kidney function it is for. None: the source binds it to none."""
    restriction: str | None = None
    beside: tuple[tuple[str, str], ...] = ()
    """What else a formulary's row says: column name and cell."""


class ContraindicationFact(Fact):
    """With what the drug must not be given; `against` are words of the quote."""

    kind: Literal[FactKind.CONTRAINDICATION] = FactKind.CONTRAINDICATION
    against: str
    population: str | None = None
    indication: str | None = None
    route: str | None = None
    renal: RenalBand | None = None
    """The kidney function that `against` or the row names, where it is wholly understood."""


class BoxedWarningFact(Fact):
    """One passage of a boxed warning: `part` of `parts`, counted from 1 in reading order."""

    kind: Literal[FactKind.BOXED_WARNING] = FactKind.BOXED_WARNING
    part: int = Field(ge=1)
    parts: int = Field(ge=1)


class RestrictionFact(Fact):
    """A formulary's own condition on the drug, or on one dose of it, in its words."""

    kind: Literal[FactKind.RESTRICTION] = FactKind.RESTRICTION
    words: str
    population: str | None = None
    indication: str | None = None
    route: str | None = None
    renal: RenalBand | None = None


AnyFact = Annotated[
    IngredientFact
    | ClassFact
    | DoseFact
    | ContraindicationFact
    | BoxedWarningFact
    | RestrictionFact,
    Field(discriminator="kind"),
]
F = TypeVar("F", bound=Fact)


class DocumentWithFacts(SplitDocument):
    """A split document that was read for facts, and those its words state."""

    facts: tuple[AnyFact, ...] = ()


def kind_of(kind: type[Fact]) -> FactKind:
    """`DoseFact` -> `FactKind.DOSE`."""
    return FactKind(kind.model_fields["kind"].default)
