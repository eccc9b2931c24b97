"""Finds the identifiers of a text and puts placeholders in their place."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from app.domain.identifier_kinds import FoundIdentifier
from app.domain.unloaded import unloaded
from app.safety.identifiers.sighting import Recogniser, Sighting
from app.safety.identifiers.visible import visible
from app.safety.identifiers.windows import windows

if TYPE_CHECKING:
    from app.safety.identifiers.engine import Analyzer


class PresidioFinder:
    """The port's finder: Presidio's analyzer over our recognisers, built at its first use.

    Overlapping sightings become one identifier, of the kind of the surest among them (the longest,
    where several are as sure): the whole of what any of them covers is redacted.
    """

    def __init__(self, further: Mapping[str, Recogniser] | None = None) -> None:
        """`further`: recognisers beside our own, by name; a language model's, say."""
        self._further = further or {}
        self._lock = Lock()

    @cached_property
    def _analyzer(self) -> "Analyzer":
        with unloaded("torch", "transformers"):  # Presidio imports them for what is not used here
            from app.safety.identifiers.engine import Analyzer
        from app.safety.identifiers.registry import RECOGNISERS

        return Analyzer({**RECOGNISERS, **self._further})

    def find(self, text: str) -> tuple[FoundIdentifier, ...]:
        """The identifiers of `text`, in order; no two overlap."""
        shown = visible(text)
        if shown is None:
            return _merged(self._sighted(text))
        places = shown.places
        return tuple(
            one.model_copy(update={"start": places[one.start], "end": places[one.end - 1] + 1})
            for one in _merged(self._sighted(shown.text))
        )

    def redact(self, text: str) -> str:
        """`text` with a placeholder (`[NAME]`, `[DATE]`) in the place of each identifier."""
        pieces, at = [], 0
        for one in self.find(text):
            pieces += [text[at : one.start], one.kind.placeholder]
            at = one.end
        return "".join([*pieces, text[at:]])

    def _sighted(self, text: str) -> Iterable[Sighting]:
        with self._lock:
            analyzer = self._analyzer
        for window in windows(text):
            for one in analyzer.sightings(window.text):
                start, end = one.start + window.start, one.end + window.start
                if start < window.until:
                    yield one._replace(start=start, end=end)


def _merged(sightings: Iterable[Sighting]) -> tuple[FoundIdentifier, ...]:
    found: list[Sighting] = []
    end = 0
    for one in sorted(sightings, key=lambda each: (each.start, -each.end, each.kind, -each.score)):
        if found and one.start < end:
            last = found[-1]
            end = max(end, one.end)
            surest = max(last, one, key=lambda each: (each.score, each.end - each.start))
            found[-1] = surest._replace(start=last.start, end=end)
        else:
            found.append(one)
            end = one.end
    return tuple(FoundIdentifier(**one._asdict()) for one in found)
