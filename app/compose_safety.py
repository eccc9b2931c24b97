"""Builds the screens and checks of the safety room; part of `compose.py`."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.corpus import Audience
from app.domain.ports.drugs import DrugResolver
from app.domain.ports.embedding import Embedder, QuestionEmbedder
from app.domain.ports.identifiers import IdentifierFinder
from app.domain.ports.interactions import InteractionFinder
from app.domain.ports.ordering import OrderWording
from app.domain.ports.safety import (
    AnswerCheck,
    ClaimCheck,
    PatientWords,
    Preparing,
    QuestionCheck,
    Screen,
    SituationReader,
)
from app.domain.question import Question
from app.domain.subject import Subject
from app.safety.checks.age import AgeOfClaim, AgeOfQuestion
from app.safety.checks.allergy import AllergyCheck, AllergyQuestionCheck
from app.safety.checks.boxed_warning import BoxedWarnings
from app.safety.checks.contraindications import ContraindicationCheck, ContraindicationQuestionCheck
from app.safety.checks.duplicate import DuplicateOfClaim
from app.safety.checks.hepatic import HepaticOfClaim, HepaticOfQuestion
from app.safety.checks.identifiers import IdentifiersOfClaim
from app.safety.checks.interactions import ClaimInteractions, Interactions, QuestionInteractions
from app.safety.checks.maximum_dose import MaximumDoseOfClaim, MaximumDoseOfQuestion
from app.safety.checks.medicine_names import MedicineNames
from app.safety.checks.order_dose import OrderDose
from app.safety.checks.record import RecordOfQuestion
from app.safety.checks.renal import RenalOfClaim, RenalOfQuestion
from app.safety.checks.switched_off import SwitchedOffDrugs
from app.safety.order_words import OrderWords
from app.safety.readability import PatientWording, ReadabilityOfClaim
from app.safety.register import contents
from app.safety.rulebook import fingerprint
from app.safety.screens.crisis import CrisisScreen
from app.safety.screens.emergency.marks import marks
from app.safety.screens.emergency.reading import reading
from app.safety.screens.emergency.screen import EmergencyScreen
from app.safety.screens.harm import HarmScreen
from app.safety.screens.injection import InjectionScreen
from app.safety.screens.language import LanguageScreen
from app.safety.screens.likeness import runs as runs
from app.safety.screens.scope import ScopeScreen
from app.safety.situation.reader import QuestionReader
from app.safety.spelling import (
    SpelledClaimCheck,
    SpelledQuestionCheck,
    SpelledReader,
    Spelling,
)
from app.settings import Settings


@dataclass(frozen=True)
class Safety:
    """Everything that rules say something with, in the order in which it is asked."""

    screens: tuple[Screen, ...]
    reader: SituationReader
    question_checks: tuple[QuestionCheck, ...]
    person_checks: tuple[QuestionCheck, ...]
    """Those of them that read the person alone, and not what a question asks."""
    claim_checks: tuple[ClaimCheck, ...]
    quote_checks: tuple[ClaimCheck, ...]
    """Those of them that words of the library beside a claim must pass, too: all but what is hard
    to read, for the claim is what is read first."""
    record_checks: tuple[ClaimCheck, ...]
    """Those of them that words of the patient's own record must pass: they recommend nothing."""
    order_checks: tuple[ClaimCheck, ...]
    """Those that are asked of a medicine about to be ordered."""
    order_wording: OrderWording
    answer_checks: tuple[AnswerCheck, ...]
    interactions: InteractionFinder
    wording: PatientWords
    contents: dict[str, str]
    """Rule id -> SHA-256 of the rule."""
    fingerprint: str
    """Over all that rules go by; every outcome shows it."""

    def prepare(self) -> None:
        """What is otherwise made at its first use, so that no question waits for it; a second."""
        for screen in self.screens:
            if isinstance(screen, Preparing):
                screen.prepare()
        asked = Question.asked("May I take ibuprofen with warfarin?", Audience.CLINICIAN)
        subject = Subject(question=asked, situation=self.reader.read(asked))
        for screen in self.screens:
            screen.screen(asked)
        for check in self.question_checks:
            check.check(subject)


def build_safety(
    settings: Settings,
    embedder: Embedder,
    tuned: QuestionEmbedder,
    identifiers: IdentifierFinder,
    drugs: DrugResolver,
) -> Safety:
    """All of it; rules are read once.

    Args:
        tuned: to read requests for harm.
    """
    country = settings.jurisdiction
    spelling = Spelling(drugs)
    clinical_of_claim: tuple[ClaimCheck, ...] = (
        ClaimInteractions(),
        ContraindicationCheck(),
        AllergyCheck(),
        RenalOfClaim(),
        HepaticOfClaim(),
        AgeOfClaim(),
        MaximumDoseOfClaim(),
    )
    of_person: tuple[QuestionCheck, ...] = (
        QuestionInteractions(),
        ContraindicationQuestionCheck(),
        AllergyQuestionCheck(),
        RenalOfQuestion(),
        HepaticOfQuestion(),
        AgeOfQuestion(),
    )
    clinical_of_question = (*of_person, MaximumDoseOfQuestion())
    clinical = tuple(SpelledClaimCheck(one, spelling) for one in clinical_of_claim)
    echoes = IdentifiersOfClaim(identifiers)
    switched = SwitchedOffDrugs(drugs)
    return Safety(
        screens=(
            EmergencyScreen(country, embedder),
            CrisisScreen(country, embedder),
            HarmScreen(tuned),
            InjectionScreen(),
            LanguageScreen(country),
            ScopeScreen(embedder),
        ),
        reader=SpelledReader(QuestionReader(), spelling),
        question_checks=(
            MedicineNames(drugs),
            RecordOfQuestion(),
            *(SpelledQuestionCheck(one, spelling) for one in clinical_of_question),
        ),
        person_checks=(RecordOfQuestion(), *of_person),
        claim_checks=(switched, echoes, ReadabilityOfClaim(), *clinical),
        quote_checks=(switched, echoes, *clinical),
        record_checks=(echoes,),
        order_checks=(*clinical_of_claim, OrderDose(), DuplicateOfClaim()),
        order_wording=OrderWords(),
        answer_checks=(BoxedWarnings(),),
        interactions=Interactions(),
        wording=PatientWording(),
        contents=contents(),
        fingerprint=fingerprint(drugs.release),
    )


def emergency_marks(text: str, audience: Audience) -> Mapping[str, float]:
    """What the likeness to an emergency is fitted on beside the vector: name -> figure."""
    return marks(text, reading(text), audience)
