"""The pages' templates, filled in by jinja2. Whatever is filled in is escaped and made visible."""

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from eval.report.visible import visible

PAGE: Final = "page.html.j2"


def _finalized(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("eval.report", "."),
    autoescape=True,
    finalize=_finalized,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _breakable(name: str) -> Markup:
    """The name of a figure, which may be broken after each `_`."""
    return Markup("_<wbr>").join(visible(name).split("_"))


_ENVIRONMENT.filters["breakable"] = _breakable


def filled(name: str, **values: object) -> str:
    """The template of that name with the values; a value that it lacks is an error."""
    return _ENVIRONMENT.get_template(name).render(**values)
