"""Builds the query service from settings: the one file that knows every room but http."""

from dataclasses import dataclass
from functools import partial

from app.answering.answerer import Answerer
from app.answering.checking import Checking
from app.answering.drafting import Drafting
from app.answering.judging import ClaimJudge
from app.answering.observing import Observers
from app.answering.ordering import ClaimOrderChecks
from app.answering.preference import Preferences
from app.answering.recording import AuditedAnswering, AuditedSummaries
from app.answering.recording_orders import AuditedOrderChecks
from app.answering.recording_overrides import AuditedOverrides
from app.answering.statement_checks import AuditedStatementChecks, ClaimStatementChecks
from app.answering.summarising import RecordSummaries
from app.answering.switching import SwitchedSummaries
from app.answering.weighing import Weighing
from app.cds.support import HookSupport
from app.clock import SystemClock
from app.compose_governance import audit_log, governance_store
from app.compose_identifiers import identifier_finder
from app.compose_model import Model, build_model
from app.compose_people import card_log, reviewing, switches, switching
from app.compose_safety import Safety, build_safety
from app.domain.fitted import FittedConfidence
from app.domain.model_state import ModelState
from app.domain.ports.answering import Answering
from app.domain.ports.audit import AuditLog
from app.domain.ports.decision_support import DecisionSupport
from app.domain.ports.drugs import DrugResolver
from app.domain.ports.following import FollowUps
from app.domain.ports.generation import Extractor, Generator
from app.domain.ports.governance import Overrides
from app.domain.ports.grounding import Conflicts, Measuring, Verifier
from app.domain.ports.identifiers import IdentifierFinder
from app.domain.ports.ordering import OrderChecks
from app.domain.ports.record import RecordFinder, RecordReader
from app.domain.ports.retrieval import Reranker, Retriever
from app.domain.ports.statements import StatementChecks
from app.domain.ports.summary import Summarising
from app.domain.question import Caller
from app.following.follow_ups import ConversationFollowUps
from app.forgetting import forget_texts
from app.generation.extractive import ExtractiveGenerator
from app.governance.api_keys import StoredKeys
from app.governance.audit.log import StoredAuditLog
from app.governance.overrides import StoredOverrides, UnrecordedOverrides
from app.governance.reviewing.topics import NamedTopics
from app.governance.sign_offs import StoredSignOffs
from app.governance.store import Store
from app.grounding.applicability import ApplicabilityVerifier
from app.grounding.citation import QuoteVerifier, cite
from app.grounding.confidence import Confidence
from app.grounding.conflicts.finder import EvidenceConflicts
from app.grounding.entailment import EntailmentVerifier
from app.grounding.fitted_model import read_confidence
from app.grounding.nli_cross_encoder import NliVerifier
from app.grounding.numbers import NumberVerifier
from app.grounding.polarity import PolarityVerifier
from app.grounding.quoting import quote
from app.index.embedder import load_embedder, load_tuned
from app.index.generations import HomeGenerations
from app.index.late_embedder import LateEmbedder
from app.index.places import place_of
from app.index.remembering import RememberingEmbedder
from app.index.tuned_embedder import LateTunedEmbedder
from app.patient.finder import RecordTimeline
from app.patient.reader import FhirRecordReader
from app.patient.summary_lines import RecordLines
from app.retrieval.cross_encoder import CrossEncoderReranker
from app.retrieval.expansion import QueryExpander
from app.retrieval.fusion import FUSIONS
from app.retrieval.hybrid import HybridRetriever
from app.retrieval.late_interaction import LateInteraction
from app.safety.likenesses import harm_tuning
from app.settings import Settings
from app.terms.releases.loading import resolver_of


@dataclass(frozen=True)
class Parts:
    """The query service and the parts of it that a front door or a suite uses directly."""

    settings: Settings
    embedder: LateEmbedder
    tuned: LateTunedEmbedder
    generations: HomeGenerations
    retriever: Retriever
    answering: Answering
    records: RecordReader
    finder: RecordFinder
    summaries: Summarising
    orders: OrderChecks
    rehearsed_orders: OrderChecks
    statements: StatementChecks
    """The same, and nothing goes on record."""
    support: DecisionSupport
    extractor: Extractor
    model: Model | None
    """The language model, where the settings name one."""
    generator: Generator
    """Whoever drafts first."""
    drafting: Drafting
    verifiers: tuple[Verifier, ...]
    confidence: Measuring
    conflicts: Conflicts
    safety: Safety
    governance: Store
    keys: StoredKeys
    audit: StoredAuditLog | None
    """None of a rehearsal."""
    identifiers: IdentifierFinder
    drugs: DrugResolver
    follow_ups: FollowUps
    observers: Observers
    """Look on at every question; nobody at first."""
    remembered: RememberingEmbedder

    def model_state(self) -> ModelState | None:
        """How the language model stands; None where there is none."""
        return None if self.model is None else self.model.state

    def close(self) -> None:
        """Give back the leased generation's files and the model; nothing may be asked then."""
        if self.model is not None:
            self.model.close()
        self.generations.close()
        self.keys.close()
        if self.audit is not None:
            self.audit.close()
        self.governance.close()


def build_parts(
    settings: Settings,
    *,
    rehearses: bool = False,
    generation: str | None = None,
    audited: bool = True,
) -> Parts:
    """Everything the settings name. Models are loaded at their first use.

    Args:
        rehearses: what is answered leaves nothing on record.
        generation: a kept one to answer on; None: the current one.
        audited: False: answers alone leave no row in the audit log, to measure what it costs.

    That first use raises ConfigurationError where a model is not on this machine, or its weights
    are not what they should be.
    """
    embedder = LateEmbedder(
        lambda: load_embedder(
            settings.embedder, settings.embedder_backend, settings.threads, settings.models
        )
    )
    generations = HomeGenerations(
        home=settings.home,
        embedder=embedder,
        kept=settings.kept_generations,
        place=place_of(settings.index, settings.home, settings),
        pinned=generation,
    )
    remembering = RememberingEmbedder(embedder)
    tuned = LateTunedEmbedder(partial(load_tuned, harm_tuning()))
    drugs = resolver_of(settings.home)
    retriever = HybridRetriever(
        embedder=remembering,
        fusion=FUSIONS[settings.fusion],
        leg_depth=settings.leg_depth,
        reranker=_reranker(settings, embedder),
        rerank_depth=settings.rerank_depth,
        rewords=QueryExpander(drugs, drugs.generic_names) if settings.expansion == "on" else None,
    )
    identifiers = identifier_finder(settings)
    extractive = ExtractiveGenerator(remembering, vocabulary=embedder, redact=identifiers.redact)
    model = build_model(settings)
    verifiers: tuple[Verifier, ...] = (
        QuoteVerifier(),
        NumberVerifier(),
        PolarityVerifier(),
        ApplicabilityVerifier(),
        NliVerifier(settings.nli) if settings.nli else EntailmentVerifier(embedder),
    )
    confidence = Confidence(
        settings.arrangement,
        abstain_error=settings.abstain_error,
        review_error=settings.review_error,
        model=settings.confidence_model,
    )
    conflicts = EvidenceConflicts()
    governance = governance_store(settings)
    log = None if rehearses else audit_log(settings, governance)
    safety = build_safety(settings, remembering, tuned, identifiers, drugs)
    drafting = Drafting(
        generator=model,
        quotations=extractive,
        judge=ClaimJudge(
            citer=cite,
            verifiers=verifiers,
            checks=safety.claim_checks,
            on_quotes=safety.quote_checks,
            on_record=safety.record_checks,
            quoter=quote,
            overrides=_overrides(settings, governance, identifiers, log),
            wording=safety.wording,
        ),
    )
    signed_off = StoredSignOffs(governance, SystemClock(), safety.contents)
    checking = Checking(
        screens=safety.screens,
        reader=safety.reader,
        question_checks=safety.question_checks,
        answer_checks=safety.answer_checks,
        signed_off=signed_off,
        wording=safety.wording,
    )
    observers = Observers()
    finder = RecordTimeline(embedder)
    follow_ups = ConversationFollowUps(drugs, identifiers.redact)
    answering: Answering = Answerer(
        generations=generations,
        retriever=retriever,
        drafting=drafting,
        checking=checking,
        reviewing=None if rehearses else reviewing(settings, governance, drugs, identifiers),
        switching=None if rehearses else switching(governance, drugs),
        records=finder,
        follow_ups=follow_ups,
        forget=forget_texts,
        calibrator=confidence,
        weighing=Weighing(
            conflicts,
            Preferences(settings.jurisdiction),
            SystemClock(),
            settings.old_after_years,
        ),
        evidence=settings.evidence,
        settings=settings.fingerprint,
        rules=safety.fingerprint,
        observer=observers,
    )
    summaries: Summarising = RecordSummaries(
        forget=forget_texts,
        lines=RecordLines(),
        checking=Checking(
            reader=safety.reader,
            question_checks=safety.person_checks,
            signed_off=signed_off,
        ),
        generations=generations,
        settings=settings.fingerprint,
        rules=safety.fingerprint,
    )
    rehearsed: OrderChecks = ClaimOrderChecks(
        wording=safety.order_wording,
        checking=Checking(reader=safety.reader, signed_off=signed_off),
        checks=safety.order_checks,
        generations=generations,
        switching=None if rehearses else switching(governance, drugs),
        forget=forget_texts,
        settings=settings.fingerprint,
        rules=safety.fingerprint,
    )
    statements: StatementChecks = ClaimStatementChecks(
        checking=checking,
        checks=safety.claim_checks,
        generations=generations,
        switching=None if rehearses else switching(governance, drugs),
        forget=forget_texts,
        settings=settings.fingerprint,
        rules=safety.fingerprint,
    )
    records = FhirRecordReader(SystemClock())
    orders = rehearsed
    if log is not None:
        orders = AuditedOrderChecks(rehearsed, log, required=settings.audit_required, role=_role)
        statements = AuditedStatementChecks(
            statements, log, required=settings.audit_required, role=_role
        )
        summaries = SwitchedSummaries(summaries, switches(governance))
    if log is not None and audited:
        answering = AuditedAnswering(
            answering,
            log,
            required=settings.audit_required,
            role=_role,
            topics=NamedTopics(drugs),
        )
        summaries = AuditedSummaries(summaries, log, required=settings.audit_required, role=_role)
    return Parts(
        settings=settings,
        embedder=embedder,
        tuned=tuned,
        generations=generations,
        retriever=retriever,
        answering=answering,
        records=records,
        finder=finder,
        summaries=summaries,
        orders=orders,
        rehearsed_orders=rehearsed,
        statements=statements,
        support=HookSupport(
            records=records,
            summarising=summaries,
            checks=orders,
            log=card_log(settings, governance),
            site=settings.base_url,
        ),
        extractor=extractive,
        model=model,
        generator=model or extractive,
        drafting=drafting,
        verifiers=verifiers,
        confidence=confidence,
        conflicts=conflicts,
        safety=safety,
        governance=governance,
        keys=StoredKeys(governance, SystemClock()),
        audit=log,
        identifiers=identifiers,
        drugs=drugs,
        follow_ups=follow_ups,
        observers=observers,
        remembered=remembering,
    )


def fitted_confidence(settings: Settings) -> FittedConfidence:
    """The one in force. Raises ConfigurationError: the file that the settings name is none."""
    return read_confidence(settings.confidence_model)


def _reranker(settings: Settings, embedder: LateEmbedder) -> Reranker | None:
    match settings.reranker:
        case "none":
            return None
        case "late-interaction":
            return LateInteraction(embedder)
        case model:
            return CrossEncoderReranker(model)


def _overrides(
    settings: Settings, store: Store, identifiers: IdentifierFinder, log: AuditLog | None
) -> Overrides:
    if log is None:
        return UnrecordedOverrides(SystemClock())
    kept = StoredOverrides(store, SystemClock(), identifiers.redact)
    return AuditedOverrides(kept, log, required=settings.audit_required)


def _role(caller: Caller) -> str:
    return caller.role.value
