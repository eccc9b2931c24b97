"""The sentences of a corpus that can stand alone as a claim, each with where it stands."""

import gzip
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from app.terms.sentences import sentence_spans
from eval.jsonl import first_fault, numbered_lines
from eval.suite import UnusableSet

SHORTEST, LONGEST, FEWEST_WORDS = 40, 400, 6
_MARKUP: Final = re.compile(r"</?[a-z]+>")
_BLANKS: Final = re.compile(r"[ \t\u00a0]+")
_WHOLE: Final = re.compile(r"[A-Z][^\n<>\t•|]*[a-z)\]%][.]")
_LEADS_ON: Final = re.compile(
    r"following(?: \w+)?[:.]|:\.$|\b(?:Table|Figure|Section) \d|\.\."
    r"|[a-z][.][A-Z]|\(\d+(?:\.\d+)?\) \d"
)
_RECORDS: Final = TypeAdapter(dict[str, str])


class Sentence(NamedTuple):
    source: str
    text: str


class _Text(BaseModel):
    model_config = ConfigDict(extra="ignore")
    text: str


def sentences(path: Path) -> Iterator[Sentence]:
    """Sentences in the order of the corpus, each once.

    Args:
        path: `.jsonl[.gz]` of {"text"}, `.json[.gz]` of {name: text}, a `.tar.gz` or a folder of
            `.txt` files, or one such file; a line of a text is a paragraph.

    Raises:
        UnusableSet: it is none of these, or cannot be read.
    """
    seen: set[str] = set()
    for source, text in _texts(path):
        clean = _BLANKS.sub(" ", _MARKUP.sub("\n", text))
        for span in sentence_spans(clean):
            sentence = span.of(clean)
            if sentence not in seen and stands_alone(sentence):
                seen.add(sentence)
                yield Sentence(source, sentence)


def stands_alone(sentence: str) -> bool:
    """Whether it is one whole sentence: no heading, list, cell, or piece of one."""
    return (
        SHORTEST <= len(sentence) <= LONGEST
        and len(sentence.split()) >= FEWEST_WORDS
        and _WHOLE.fullmatch(sentence) is not None
        and all(sentence.count(left) == sentence.count(right) for left, right in ("()", "[]"))
        and not _LEADS_ON.search(sentence)
        and sum(letter.isdigit() for letter in sentence) < len(sentence) / 6
    )


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    name = path.name.removesuffix(".gz")
    if path.is_dir():
        for each in sorted(path.rglob("*.txt")):
            yield each.relative_to(path).as_posix(), _decoded(each.read_bytes(), each)
    elif name.endswith(".jsonl"):
        for number, line in numbered_lines(path, _Text):
            yield f"{path.name}:{number}", line.text
    elif name.endswith(".json"):
        try:
            records = _RECORDS.validate_python(json.loads(_bytes(path)))
        except ValidationError as error:
            raise UnusableSet(f"{path}: {first_fault(error)}") from None
        except ValueError as error:
            raise UnusableSet(f"{path} is not JSON ({error}).") from None
        yield from records.items()
    elif name.endswith(".tar"):
        yield from _members(path)
    elif name.endswith(".txt"):
        yield path.name, _decoded(_bytes(path), path)
    else:
        raise UnusableSet(f"{path} is no .jsonl, .json, .txt, .tar.gz, or folder of .txt files.")


def _members(path: Path) -> Iterator[tuple[str, str]]:
    try:
        with tarfile.open(path) as archive:
            files = [one for one in archive if one.isfile() and one.name.endswith(".txt")]
            for one in sorted(files, key=lambda member: member.name):
                opened = archive.extractfile(one)
                if opened is not None:
                    yield one.name, _decoded(opened.read(), path)
    except (OSError, EOFError, tarfile.TarError) as error:
        raise UnusableSet(f"{path} cannot be read ({error}).") from None


def _bytes(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (OSError, EOFError) as error:
        raise UnusableSet(f"{path} cannot be read ({error}).") from None


def _decoded(raw: bytes, path: Path) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise UnusableSet(f"{path} is not UTF-8 ({error}).") from None
