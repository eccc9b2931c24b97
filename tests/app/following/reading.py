"""Reads follow-up questions as the product does."""

from functools import lru_cache

from app.domain.ports.following import StandAlone
from app.domain.question import Speaker, Turn
from app.following.follow_ups import ConversationFollowUps
from app.safety.identifiers.finder import PresidioFinder
from app.terms.drug_resolver import drug_resolver

ASSISTANT = "A: "


@lru_cache(maxsize=1)
def follow_ups() -> ConversationFollowUps:
    return ConversationFollowUps(drug_resolver(), PresidioFinder().redact)


def turn(said: str) -> Turn:
    """A turn of the user; one that begins with `A: ` is the assistant's."""
    by_assistant = said.startswith(ASSISTANT)
    return Turn(
        speaker=Speaker.ASSISTANT if by_assistant else Speaker.USER,
        text=said.removeprefix(ASSISTANT),
    )


def read(text: str, *said: str) -> StandAlone:
    """`text` behind the turns `said`."""
    return follow_ups().stand_alone(text, [turn(one) for one in said])
