"""A library of a few facts, held in memory."""

from dataclasses import dataclass, field

from app.domain.corpus import Span
from app.domain.facts import ContraindicationFact, DoseFact, F, Fact, Per, Quantity


@dataclass
class StatedInMemory:
    """`Stated` over facts that a test gives."""

    held: tuple[Fact, ...] = field(default=())

    def facts(self, ingredient: str | frozenset[str], kind: type[F]) -> tuple[F, ...]:
        wanted = {ingredient} if isinstance(ingredient, str) else set(ingredient)
        return tuple(
            one for one in self.held if isinstance(one, kind) and set(one.ingredients) == wanted
        )

    def title(self, document_id: str) -> str:
        return f"Title of {document_id}"


def contraindicated(ingredient: str, against: str) -> ContraindicationFact:
    return ContraindicationFact(
        ingredients=(ingredient,),
        document_id="label",
        passage_id="label-4",
        span=Span(start=10, end=10 + len(against)),
        quote=against,
        against=against,
    )


def dosed(ingredient: str, population: str) -> DoseFact:
    quote = f"{ingredient} 100 mg daily ({population})"
    return DoseFact(
        ingredients=(ingredient,),
        document_id="guideline",
        passage_id="guideline-2",
        span=Span(start=0, end=len(quote)),
        quote=quote,
        amount=Quantity(low=100, high=100, unit="mg", per=Per.DAY, normal_unit="mg", factor=1),
        population=population,
    )
