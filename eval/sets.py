"""Retrieval sets in the BEIR folder format (Thakur et al., 2021, arXiv:2104.08663).

    corpus.jsonl[.gz]    {"_id": ..., "title": ..., "text": ...}     one document a line
    queries.jsonl[.gz]   {"_id": ..., "text": ...}
    qrels/SPLIT.tsv      query-id <tab> corpus-id <tab> score        first line is a header

Fields beyond these are ignored. What cannot be read is an error that names the file and the line:
a set that is silently smaller than it should be gives figures that mean nothing.
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from app.domain.frozen import Frozen
from eval.jsonl import Id, each_line
from eval.packed import numbered
from eval.suite import UnusableSet


class SetDocument(Frozen):
    id: str
    title: str
    text: str


class SetQuestion(Frozen):
    id: str
    text: str


class RetrievalSet(Frozen):
    """Documents, the judged questions, and the judgements: question -> document -> grade >= 0."""

    name: str
    split: str
    documents: tuple[SetDocument, ...] = Field(min_length=1)
    questions: tuple[SetQuestion, ...] = Field(min_length=1)
    qrels: dict[str, dict[str, int]] = Field(min_length=1)


class _CorpusLine(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: Id = Field(alias="_id")
    title: str | None = None
    text: str


class _QueryLine(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: Id = Field(alias="_id")
    text: str = Field(pattern=r"\S")


def read_beir(folder: Path, split: str | None = None) -> RetrievalSet:
    """The set in `folder`, with those of its questions that `split` judges.

    Args:
        split: a name in `qrels/` without its suffix; may be None where there is only one, or one
            that is not named with an underscore (`train` beside `train_evidence`).

    Raises:
        UnusableSet: a file is missing or malformed (with its line), an id occurs twice, a judged
            question or document is not there, or nothing is judged.
    """
    corpus, queries = _jsonl(folder, "corpus"), _jsonl(folder, "queries")
    judged = _split_file(folder, split)
    documents = tuple(
        SetDocument(id=line.id, title=line.title or "", text=line.text)
        for line in each_line(corpus, _CorpusLine)
    )
    questions = {line.id: line.text for line in each_line(queries, _QueryLine)}
    for path, held in ((corpus, documents), (queries, questions)):
        if not held:
            raise UnusableSet(f"{path} is empty.")
    qrels = read_qrels(judged, {one.id for one in documents}, set(questions))
    return RetrievalSet(
        name=folder.resolve().name,
        split=judged.stem,
        documents=documents,
        questions=tuple(SetQuestion(id=key, text=questions[key]) for key in qrels),
        qrels=qrels,
    )


def read_qrels(path: Path, documents: set[str], questions: set[str]) -> dict[str, dict[str, int]]:
    """Judgements in the file's order; questions without any relevant document are left out: no
    ranking of theirs can be right or wrong. (trec_eval counts a zero for each.)

    Raises:
        UnusableSet: as `read_beir`.
    """
    qrels: dict[str, dict[str, int]] = {}
    for number, line in numbered(path):
        cells = line.split("\t")
        if number == 1 and cells[-1] == "score":
            continue
        if len(cells) != 3 or not cells[2].removeprefix("-").isdecimal():
            raise UnusableSet(
                f"{path}:{number}: expected `query-id <tab> corpus-id <tab> whole number`."
            )
        question, document, grade = cells[0], cells[1], int(cells[2])
        if question not in questions:
            raise UnusableSet(f"{path}:{number}: question {question!r} is not in the queries.")
        if document not in documents:
            raise UnusableSet(f"{path}:{number}: document {document!r} is not in the corpus.")
        row = qrels.setdefault(question, {})
        if document in row:
            raise UnusableSet(f"{path}:{number}: the pair {question} {document} is judged twice.")
        row[document] = max(grade, 0)
    qrels = {question: row for question, row in qrels.items() if any(row.values())}
    if not qrels:
        raise UnusableSet(f"{path} judges no document relevant to any question: nothing to score.")
    return qrels


def _jsonl(folder: Path, name: str) -> Path:
    for path in (folder / f"{name}.jsonl", folder / f"{name}.jsonl.gz"):
        if path.is_file():
            return path
    raise UnusableSet(f"{folder} holds no {name}.jsonl or {name}.jsonl.gz: not a BEIR folder.")


def _split_file(folder: Path, split: str | None) -> Path:
    files = sorted((folder / "qrels").glob("*.tsv"))
    names = [path.stem for path in files]
    if split is not None:
        if split not in names:
            raise UnusableSet(f"{folder}/qrels has no {split}.tsv; it has: {', '.join(names)}.")
        return files[names.index(split)]
    plain = [path for path in files if "_" not in path.stem] or files
    if len(plain) != 1:
        raise UnusableSet(
            f"{folder}/qrels holds {', '.join(names) or 'no .tsv file'}: name one with --split."
        )
    return plain[0]
