"""What narrows a search from the command line."""

from datetime import date

import pytest

from app.console.narrowing import filters_of
from app.domain.errors import ConfigurationError
from app.domain.ranking import Filters


def test_every_option_narrows_its_own_way() -> None:
    assert filters_of(["a", "b"], ["GB"], ["Grade B"], "2022-01-01", "2023-12-31") == Filters(
        sources=frozenset({"a", "b"}),
        jurisdictions=frozenset({"GB"}),
        grades=frozenset({"Grade B"}),
        published_from=date(2022, 1, 1),
        published_to=date(2023, 12, 31),
    )


def test_without_options_nothing_is_narrowed() -> None:
    assert filters_of(None, None, None, None, None) == Filters()


@pytest.mark.parametrize(("since", "until"), [("May 2022", None), (None, "2022-02-30")])
def test_what_is_no_day_is_told_with_its_option(since: str | None, until: str | None) -> None:
    with pytest.raises(ConfigurationError, match="--from" if since else "--to"):
        filters_of(None, None, None, since, until)
