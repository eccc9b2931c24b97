"""The log: a line a record, as JSON or as text, without a word that patient or clinician said.

Our own loggers' messages are written; they are held to hold no words where they are made. Of any
other library's record only level, logger and place are written, and of an exception, ours or not,
only class and place: their messages may quote whatever the library was given.
"""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, Literal, TextIO

from app.domain.observed import FIELDS

Format = Literal["json", "text"]

_OURS: Final = ("citewell", "app", "ingest", "eval")
_TEMPLATES: Final = ("uvicorn",)
"""Whose messages are written as they stand in the code, without what was put into them."""
_UNWRITTEN: Final = "(the message of a library is not written)"
_FRAMES: Final = 6
_log = logging.getLogger("citewell")


def log_to(stream: TextIO, form: Format) -> None:
    """Write every record of the process to `stream`, and what would go past the log: warnings, and
    exceptions of threads and finalisers, whose messages Python prints."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.getLogger().addHandler(handler)
    logging.captureWarnings(capture=True)
    threading.excepthook = lambda told: _uncaught("A thread", told.exc_value)
    sys.unraisablehook = lambda told: _uncaught("A finaliser", told.exc_value)


def _uncaught(what: str, error: BaseException | None) -> None:
    if error is not None and not isinstance(error, SystemExit):
        _log.error("%s ended with %s", what, where(error))


class JsonLines(logging.Formatter):
    """One JSON object a line, ASCII alone, so that no character can end or disguise a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"time": _time(record), "level": record.levelname, "logger": record.name}
        line["message"] = _message(record)
        fields = getattr(record, FIELDS, None)
        if isinstance(fields, Mapping):
            line |= {name: value for name, value in fields.items() if value is not None}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = where(record.exc_info[1])
        return json.dumps(line, default=_kind_of)


class TextLines(logging.Formatter):
    """`time level message`, and where an exception came from; for people at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        said = f"{_time(record)} {record.levelname} {_message(record)}"
        if record.exc_info and record.exc_info[1] is not None:
            said += f" | {where(record.exc_info[1])}"
        return "".join(one if one.isprintable() else _escaped(one) for one in said)


def where(error: BaseException) -> str:
    """Class and place of an error, and of those it came from; no message."""
    told: list[str] = []
    _tell(error, told, set())
    return " | ".join(told)


def _tell(error: BaseException, told: list[str], met: set[int]) -> None:
    if id(error) in met:
        return
    met.add(id(error))
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " < ".join(f"{each.filename}:{each.lineno} {each.name}" for each in reversed(frames))
    told.append(f"{type(error).__name__} at {places or 'an unknown place'}")
    inner: list[BaseException | None] = [error.__cause__]
    if error.__cause__ is None and not error.__suppress_context__:
        inner.append(error.__context__)
    if isinstance(error, BaseExceptionGroup):
        inner.extend(error.exceptions)
    for each in inner:
        if each is not None:
            _tell(each, told, met)


def _message(record: logging.LogRecord) -> str:
    room = record.name.partition(".")[0]
    if room in _OURS:
        return record.getMessage()
    place = f"{record.name} {record.module}:{record.lineno}"
    if room in _TEMPLATES and isinstance(record.msg, str):
        return f"{place} {record.msg}"
    return f"{place} {_UNWRITTEN}"


def _time(record: logging.LogRecord) -> str:
    made = datetime.fromtimestamp(record.created, UTC)
    return made.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _escaped(one: str) -> str:
    return one.encode("unicode_escape").decode("ascii")


def _kind_of(value: object) -> str:
    return f"({type(value).__name__})"
