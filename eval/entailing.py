"""Whether words entail a sentence, as the product's own entailment verifier tells it.

The judge is no independent one: it is a verifier of the system that is judged, and lets through
what that system lets through. It says SUPPORTED of a part only of what is supported; eval/README.md
has the share.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.domain.answer import DraftClaim, Quote, VerdictKind
from app.domain.ports.grounding import Verifier
from eval.compose import pipeline
from eval.gold_claims import GoldEvidence, as_evidence
from eval.suite import UnusableSet

ENTAILMENT: Final = "entailment"
"""The name of the verifier, whichever model it stands on."""
OWN_JUDGE: Final = (
    "the product's own entailment verifier, which is not independent of the product's answers and "
    "lets a sentence that is quoted word for word pass by a rule"
)


class EntailmentJudge:
    """A verifier asked about a premise and a sentence, each pair once.

    Args:
        told: what it is, for the reader of a result.
        settings_fingerprint, settings_json: under which it was composed.
    """

    def __init__(
        self,
        verifier: Verifier,
        told: str,
        settings_fingerprint: str | None = None,
        settings_json: str | None = None,
    ) -> None:
        self._verifier = verifier
        self._said: dict[tuple[str, str], VerdictKind] = {}
        self.told = told
        self.settings_fingerprint = settings_fingerprint
        self.settings_json = settings_json

    def entails(self, premise: str, sentence: str) -> bool:
        """Whether the verdict is SUPPORTED; what the judge cannot tell is not entailed."""
        return self._verdict(premise, sentence) is VerdictKind.SUPPORTED

    def cannot_tell(self, premise: str, sentence: str) -> bool:
        """Whether it neither confirms nor refuses."""
        return self._verdict(premise, sentence) is VerdictKind.NOT_APPLICABLE

    def _verdict(self, premise: str, sentence: str) -> VerdictKind:
        pair = (premise, sentence)
        if pair not in self._said:
            evidence = [as_evidence(1, GoldEvidence(text=premise))]
            claim = DraftClaim(text=sentence, quotes=(Quote(label=1, text=premise),))
            self._said[pair] = self._verifier.verify(claim, "", evidence, evidence).kind
        return self._said[pair]


@contextmanager
def entailment_judge(home: Path, nli: str | None = None) -> Iterator[EntailmentJudge]:
    """The entailment verifier that the settings in force name.

    Args:
        home: a folder of the evaluation's own.
        nli: the name or folder of a CrossEncoder for natural language inference, in its place.

    Raises:
        UnusableSet: the product has no such verifier.
        ConfigurationError: a setting is not as it should be.
    """
    given: dict[str, object] = {} if nli is None else {"nli": nli}
    with pipeline(home, **given) as parts:
        verifier = next((one for one in parts.verifiers if one.name == ENTAILMENT), None)
        if verifier is None:
            raise UnusableSet("The product as it is set up has no entailment verifier.")
        yield EntailmentJudge(
            verifier,
            told=OWN_JUDGE if nli is None else f"the CrossEncoder {nli}",
            settings_fingerprint=parts.settings_fingerprint,
            settings_json=parts.settings_json,
        )
