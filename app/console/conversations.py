"""An earlier conversation, read from a file."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.domain.errors import ConfigurationError
from app.domain.question import MOST_TURNS, Turn


def turns_in(file: str) -> tuple[Turn, ...]:
    """The turns, oldest first.

    Raises:
        ConfigurationError: the file cannot be read, or is no conversation.
    """
    try:
        turns = TypeAdapter(tuple[Turn, ...]).validate_json(Path(file).read_bytes())
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror or error}.") from None
    except ValidationError:
        raise ConfigurationError(
            f'{file} is no conversation: write a JSON list of {{"speaker": "user" or "assistant", '
            '"text": ...}.'
        ) from None
    if len(turns) > MOST_TURNS:
        raise ConfigurationError(
            f"{file} has {len(turns)} turns; at most {MOST_TURNS} are read. Leave out the oldest."
        )
    return turns
