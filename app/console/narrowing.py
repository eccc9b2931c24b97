"""What narrows a search from the command line."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from app.domain.errors import ConfigurationError

if TYPE_CHECKING:
    from app.domain.ranking import Filters

Sources = Annotated[
    list[str] | None, typer.Option("--source", help="Documents of this source; may come again.")
]
Jurisdictions = Annotated[
    list[str] | None,
    typer.Option("--jurisdiction", help="Documents that hold there; may come again."),
]
Grades = Annotated[
    list[str] | None,
    typer.Option(
        "--grade",
        help="Documents of this grade of evidence, in their own words, such as B or "
        "'GRADE: moderate'; may come again.",
    ),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="YYYY-MM-DD", help="Published on this day or later."),
]
To = Annotated[
    str | None,
    typer.Option("--to", metavar="YYYY-MM-DD", help="Published on this day or before."),
]


def filters_of(
    sources: list[str] | None,
    jurisdictions: list[str] | None,
    grades: list[str] | None,
    since: str | None,
    until: str | None,
) -> "Filters":
    """Raises ConfigurationError: a day is none."""
    from app.domain.ranking import Filters

    return Filters(
        sources=frozenset(sources or ()),
        jurisdictions=frozenset(jurisdictions or ()),
        grades=frozenset(grades or ()),
        published_from=_day("--from", since),
        published_to=_day("--to", until),
    )


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(f"Write the day of {option} as YYYY-MM-DD.") from None
