"""The documents behind the suite `follow_ups`: sections of drug labels, answers of MedQuAD on
illnesses, and standard treatment guidelines.

Reads a folder with three files, each as its repository has it:

    labels/drug_labels_zil.csv          drug, section, text: sections of US labels
    medquad/medquad.tar.gz              MedQuAD's XML (Ben Abacha and Demner-Fushman, BMC
                                        Bioinformatics 2019; CC BY 4.0); NIDDK, NHLBI and CDC
    guidelines/nstg_nigeria.tar.gz      Nigeria Standard Treatment Guidelines 2022, one text a topic

and writes one line a document, `{"id", "title", "text"}`. Ids are titles, so that a question's
relevant documents can be named without their words:

    label/DRUG/SECTION
    medquad/FOCUS/QUESTION TYPE         one answer; the second of a type ends with `#2`, and so on
    nstg/TOPIC

Topics that were cut in several files there (`TOPIC_2`) are one document a file.
"""

import csv
import io
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from app.domain.frozen import Frozen
from eval.jsonl import write_jsonl
from eval.suite import MakeRequest, UnusableSet, chosen

NAME = "follow-up-library"
SUMMARY = "documents for `follow_ups`: label sections, MedQuAD answers, treatment guidelines"

LABELS: Final = Path("labels") / "drug_labels_zil.csv"
MEDQUAD: Final = Path("medquad") / "medquad.tar.gz"
NSTG: Final = Path("guidelines") / "nstg_nigeria.tar.gz"
SOURCES: Final = ("5_NIDDK_QA", "8_NHLBI_QA_XML", "9_CDC_QA")
LONGEST_CELL: Final = 1 << 20


class LibraryLine(Frozen):
    """A document."""

    id: str
    title: str
    text: str


def make(request: MakeRequest) -> int:
    """Write the documents; how many there are.

    Raises:
        UnusableSet: a file is missing or is not what it should be.
    """
    chosen(request.options, ())
    lines: list[LibraryLine] = []
    for path, read in ((LABELS, labels), (MEDQUAD, medquad), (NSTG, guidelines)):
        file = request.data / path
        try:
            lines += read(file)
        except (OSError, KeyError, ValueError, csv.Error, tarfile.TarError) as error:
            raise UnusableSet(f"{file} cannot be read ({error}).") from None
        except ElementTree.ParseError as error:
            raise UnusableSet(f"{file} holds XML that cannot be read ({error}).") from None
    return write_jsonl(request.out, lines, f"{request.data} holds no document.")


def labels(path: Path) -> Iterator[LibraryLine]:
    """One document a section of a label."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            drug, section, text = row["drug"], row["section"], row["text"]
            yield LibraryLine(id=f"label/{drug}/{section}", title=f"{drug}: {section}", text=text)


def medquad(path: Path) -> Iterator[LibraryLine]:
    """One document a question that is answered."""
    known: Counter[str] = Counter()
    for name, text in _members(path, ".xml"):
        if Path(name).parent.name not in SOURCES:
            continue
        root = ElementTree.fromstring(text)  # noqa: S314
        focus = " ".join((root.findtext("Focus") or "").split())
        for pair in root.iter("QAPair"):
            asked, answer = pair.find("Question"), (pair.findtext("Answer") or "").strip()
            if asked is None or not answer or not focus:
                continue
            key = f"medquad/{focus}/{asked.get('qtype')}"
            known[key] += 1
            number = "" if known[key] == 1 else f"#{known[key]}"
            body = f"{(asked.text or '').strip()}\n{answer}"
            yield LibraryLine(id=key + number, title=focus, text=body)


def guidelines(path: Path) -> Iterator[LibraryLine]:
    """One document a file of text."""
    for name, text in _members(path, ".txt"):
        if "raw data" in name:
            topic = Path(name).stem
            yield LibraryLine(id=f"nstg/{topic}", title=topic, text=text)


def _members(path: Path, ending: str) -> Iterator[tuple[str, str]]:
    """Name and text of each file, in the order of their names."""
    with tarfile.open(path) as archive:
        found = sorted((one for one in archive if one.name.endswith(ending)), key=lambda m: m.name)
        for member in found:
            file = archive.extractfile(member)
            if file is not None:
                yield member.name, io.TextIOWrapper(file, encoding="utf-8").read()
