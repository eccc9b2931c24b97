"""Presidio's analyzer over our own recognisers: the one file that speaks to Presidio.

No language model is loaded (`NoOpNlpEngine`), none of Presidio's own recognisers, and nothing is
fetched. What the words around an identifier say is read by the recognisers themselves, so that
Presidio's enhancer, which is quadratic, has nothing to do.
"""

from collections.abc import Mapping, Sequence

from presidio_analyzer import (
    AnalysisExplanation,
    AnalyzerEngine,
    LocalRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NoOpNlpEngine

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.sighting import Recogniser, Sighting

_LANGUAGE = "en"


class _Recognizer(LocalRecognizer):
    """One of ours, as Presidio wants it."""

    def __init__(self, name: str, recogniser: Recogniser) -> None:
        self._named = name
        super().__init__(supported_entities=list(IdentifierKind), name=name)
        self._recogniser = recogniser

    def load(self) -> None:
        """Nothing to load."""

    def analyze(
        self,
        text: str,
        entities: list[str],  # noqa: ARG002 - the library's signature
        nlp_artifacts: NlpArtifacts | None = None,  # noqa: ARG002
    ) -> list[RecognizerResult]:
        return [self._result(each) for each in self._recogniser(text)]

    def _result(self, sighting: Sighting) -> RecognizerResult:
        return RecognizerResult(
            entity_type=sighting.kind,
            start=sighting.start,
            end=sighting.end,
            score=sighting.score,
            analysis_explanation=AnalysisExplanation(
                recognizer=self._named,
                original_score=sighting.score,
                textual_explanation=sighting.why,
            ),
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self._named,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            },
        )


class _NoEnhancer(ContextAwareEnhancer):
    """Leaves every score as it is."""

    def __init__(self) -> None:
        super().__init__(0.0, 0.0, 0, 0)

    def enhance_using_context(
        self,
        text: str,  # noqa: ARG002 - the library's signature
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,  # noqa: ARG002
        recognizers: Sequence[object],  # noqa: ARG002
        context: list[str] | None = None,  # noqa: ARG002
    ) -> list[RecognizerResult]:
        return raw_results


class Analyzer:
    """What all recognisers see in a text."""

    def __init__(self, recognisers: Mapping[str, Recogniser]) -> None:
        registry = RecognizerRegistry(
            [_Recognizer(name, one) for name, one in recognisers.items()],
            supported_languages=[_LANGUAGE],
        )
        self._engine = AnalyzerEngine(
            registry,
            NoOpNlpEngine(models=[{"lang_code": _LANGUAGE, "model_name": "none"}]),
            supported_languages=[_LANGUAGE],
            context_aware_enhancer=_NoEnhancer(),
        )

    def sightings(self, text: str) -> list[Sighting]:
        """In no order; of one kind none lies within another of the same kind that is as sure."""
        results = self._engine.analyze(text, _LANGUAGE, return_decision_process=True)
        return [
            Sighting(
                IdentifierKind(each.entity_type),
                each.start,
                each.end,
                each.score,
                each.analysis_explanation.textual_explanation,
            )
            for each in results
        ]
