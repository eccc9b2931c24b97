"""What is given, how often and by which way: `10 or 20 mg once daily`, `5 mg/kg/day by mouth`.

Every word has to be understood: what is left over might be a condition, another drug, or the next
step of a schedule, and then the figures do not mean what they seem to.
"""

import re
from typing import Final, NamedTuple

from app.domain.facts import Frequency, Per, Quantity
from app.domain.ingredients import ingredient_name
from ingest.facts.frequencies import rate_at
from ingest.facts.numbers import FIGURE, NUMBER, number
from ingest.facts.quantities import quantities_in, quantity_at

_OR: Final = re.compile(rf"({NUMBER}) or (?={FIGURE})")
_ROUTE: Final = re.compile(
    r"(?:orally|by mouth|oral|intravenously|subcutaneously|intramuscularly|sublingually|rectally"
    r"|topically|by (?:the )?(?:oral|intravenous|subcutaneous|intramuscular|rectal|inhaled)"
    r"(?: route| injection| infusion)?|by (?:oral )?inhalation)\b",
    re.IGNORECASE,
)
_NEEDED: Final = re.compile(r"(?:if|when|as) (?:needed|required)\b", re.IGNORECASE)
_FILLERS: Final = re.compile(
    r"(?:(?:to be )?(?:administered|given|taken|injected)\b|with(?: or without)? (?:food|meals)\b"
    r"|with or after (?:food|meals)\b|in the (?:morning|evening)\b|at bedtime\b"
    r"|for \d{1,3}(?: to \d{1,3})? (?:days|weeks)\b"
    r"|\(doses (?:greater than|above|over) [^()]{1,30} have not been studied[^()]*\)"
    r"|\([^()]*\b(?:syringe|pen|vial|tablets?|capsules?)\)|\[see [^\[\]]*\]"
    r"|\((?:see [^()]*(?:\([^()]*\)[^()]*)?|[\d., ]*)\)|[.,]+)",
    re.IGNORECASE,
)
_SINGLE: Final = re.compile(r"as a single dose\b", re.IGNORECASE)
_DIVIDED: Final = re.compile(r"\bdivided\b", re.IGNORECASE)
_OF: Final = re.compile(
    r"of [^\d,;:()]{2,60}?(?= (?:once|twice|every|daily|orally|by|per)\b|[.]?$)", re.IGNORECASE
)
_FORM: Final = re.compile(
    r"\b(?:tablets?|capsules?|injection|oral solution|oral suspension|for injection|usp)\b",
    re.IGNORECASE,
)
_PARTS: Final = (
    ("route", _ROUTE),
    ("needed", _NEEDED),
    ("of", _OF),
    ("filler", _FILLERS),
    ("single", _SINGLE),
)


class Regimen(NamedTuple):
    """`amounts` are alternatives."""

    amounts: tuple[Quantity, ...]
    frequency: Frequency | None
    route: str | None

    @property
    def is_scheduled(self) -> bool:
        """Whether it says how often, for what time, or by which way."""
        timed = all(one.per is not Per.DOSE for one in self.amounts)
        return timed or self.frequency is not None or self.route is not None


def regimen(text: str, names: frozenset[str], language: str, *, daily: bool) -> Regimen | None:
    """The regimen that `text` is, begun by its figure; None where a word is not understood.

    Args:
        names: what the drug may be called after `of`.
        daily: whether the words before it said that the amount is a day's.
    """
    amounts, at = _amounts(text, language)
    parts = _parts(text[at:]) if amounts else None
    if parts is None:
        return None
    often, routes = parts.get("rate", []), parts.get("route", [])
    called = all(is_called(words.partition(" ")[2], names) for words in parts.get("of", []))
    if not called or len(often) > 1 or len(routes) > 1 or ("single" in parts and not often):
        return None
    if daily and all(one.per is Per.DOSE for one in amounts):
        if _is_several(often) and not _DIVIDED.search(often[0]):
            return None  # `daily dose: 20 mg twice daily`: a day's, or half of it
        amounts = tuple(
            one.model_copy(update={"per": Per.DAY}) if one.per is Per.DOSE else one
            for one in amounts
        )
    return Regimen(amounts, _frequency(often, "needed" in parts), routes[0] if routes else None)


def _parts(text: str) -> dict[str, list[str]] | None:
    """The words of `text` by what they say; None where some say nothing known here."""
    parts: dict[str, list[str]] = {}
    while text := text.lstrip():
        rate, length = rate_at(text.lower())
        what = "rate"
        if length and rate is None:
            return None
        if not length:
            known = ((name, pattern.match(text)) for name, pattern in _PARTS)
            what, match = next(((name, m) for name, m in known if m), ("", None))
            if match is None:
                return None
            length = match.end()
        parts.setdefault(what, []).append(text[:length])
        text = text[length:]
    return parts


def _is_several(often: list[str]) -> bool:
    """Whether it is given more than once a day, as far as that is known."""
    rate, _ = rate_at(often[0].lower()) if often else (None, 0)
    return rate is not None and rate.per_day[1] > 1


def _frequency(often: list[str], needed: bool) -> Frequency | None:
    if often:
        rate, _ = rate_at(often[0].lower())
        return Frequency(written=" ".join(often[0].split()), rate=rate, as_needed=needed)
    return Frequency(written="as needed", as_needed=True) if needed else None


def is_called(words: str, names: frozenset[str]) -> bool:
    """Whether the words are one of the names, a dosage form beside it or not."""
    bare = " ".join(_FORM.sub(" ", words).split()).strip("\u00ae\u2122 ")
    return bool({bare.casefold(), ingredient_name(bare)} & names)


def _amounts(text: str, language: str) -> tuple[tuple[Quantity, ...], int]:
    """One amount, or the two of `10 or 20 mg`; and where they end."""
    either = _OR.match(text)
    found = quantity_at(text, either.end() if either else 0, language)
    if found is None:
        return (), 0
    if either is None:
        return (found.quantity,), found.end
    first = number(either[1], language)
    if first is None or not first or found.quantity.low != found.quantity.high:
        return (), 0
    if quantities_in(text[: either.end()]):
        return (), 0
    other = found.quantity.model_copy(update={"low": first, "high": first})
    return (other, found.quantity), found.end
