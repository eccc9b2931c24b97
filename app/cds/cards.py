"""From verdicts to cards."""

import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Final

from app.cds.wording import detail, shortened, source, summary, topic
from app.domain.decision_support import (
    LONGEST_SUMMARY,
    Card,
    CardAction,
    CardCoding,
    CardLink,
    CardSource,
    CardSuggestion,
    Indicator,
)
from app.domain.safety import CheckStatus, CheckVerdict, LibraryWords, Severity

REASONS_SYSTEM: Final = "urn:citewell:cds-hooks:override-reasons"
TOPICS_SYSTEM: Final = "urn:citewell:cds-hooks:topics"
REASONS: Final = tuple(
    CardCoding(code=code, system=REASONS_SYSTEM, display=display)
    for code, display in (
        ("benefit-outweighs-risk", "The benefit outweighs the risk"),
        ("tolerated-before", "The patient has tolerated this before"),
        ("will-be-monitored", "It will be monitored"),
        ("specialist-advice", "On the advice of a specialist"),
        ("record-not-current", "The record is not up to date"),
        ("not-applicable", "It does not apply to this patient"),
        ("alert-is-wrong", "The alert is wrong"),
    )
)
MOST_LINKS: Final = 5
_NOT_A_WORD: Final = re.compile(r"[^a-z0-9]+")
GRAVEST: Final = (*Severity, None)
_INDICATORS: Final = {
    CheckStatus.BLOCK: Indicator.CRITICAL,
    CheckStatus.WARN: Indicator.WARNING,
    CheckStatus.NOT_CHECKED: Indicator.INFO,
}


def card_of(
    verdict: CheckVerdict,
    site: str | None,
    name: str = "",
    removable: str | None = None,
    others: Sequence[CheckVerdict] = (),
) -> Card:
    """
    Args:
        site: where a reader's browser reaches this service; None: no links.
        name: of the medicine that is ordered, as the order calls it.
        removable: type and id of a draft order that can be taken away.
        others: what else was said of the same, of less weight.
    """
    indicator = _INDICATORS[verdict.status]
    gone = removable if indicator is Indicator.CRITICAL else None
    return Card(
        uuid=str(uuid.uuid4()),
        summary=summary(verdict, name),
        detail=detail(verdict, others),
        indicator=indicator,
        source=CardSource(label=source(verdict), url=site, topic=_topic(verdict.name)),
        suggestions=(_without(gone, name),) if gone else (),
        override_reasons=REASONS,
        links=_links((verdict, *others), site),
        rule=verdict.rule,
    )


def info_card(says: str, paragraphs: Iterable[str], site: str | None) -> Card:
    """What nobody needs to override."""
    return Card(
        uuid=str(uuid.uuid4()),
        summary=shortened(says, LONGEST_SUMMARY),
        detail="\n".join(paragraphs),
        indicator=Indicator.INFO,
        source=CardSource(label="Citewell", url=site, topic=_topic("not checked")),
    )


def gravest_first(said: Iterable[tuple[CheckVerdict, Card]]) -> tuple[Card, ...]:
    """Critical ones before warnings; among each, by the severity of the rule."""
    order = (Indicator.CRITICAL, Indicator.WARNING, Indicator.INFO)
    ranked = sorted(
        said, key=lambda one: (order.index(one[1].indicator), GRAVEST.index(one[0].severity))
    )
    return tuple(card for _, card in ranked)


def _topic(check: str) -> CardCoding:
    return CardCoding(
        code=_NOT_A_WORD.sub("-", check.lower()).strip("-"),
        system=TOPICS_SYSTEM,
        display=topic(check),
    )


def _without(order: str, name: str) -> CardSuggestion:
    label = shortened(f"Remove the draft order of {name}" if name else "Remove the draft", 100)
    return CardSuggestion(
        label=label,
        uuid=str(uuid.uuid4()),
        actions=(CardAction(description=label, resource_id=order),),
    )


def _links(said: Sequence[CheckVerdict], site: str | None) -> tuple[CardLink, ...]:
    if site is None:
        return ()
    words = {one.passage_id: one for each in reversed(said) for one in reversed(each.library)}
    return tuple(
        CardLink(
            label=shortened(one.title or "What the library states", 100),
            url=f"{site.rstrip('/')}/v1/passages/{one.passage_id}{_marked(one)}",
        )
        for one in list(reversed(words.values()))[:MOST_LINKS]
    )


def _marked(words: LibraryWords) -> str:
    """The words that are quoted, for the page to mark."""
    span = words.span
    return f"?mark={span.start}-{span.end}" if span.start < span.end else ""
