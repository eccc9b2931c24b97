"""A small BEIR folder of made-up documents, written by the tests that need one."""

import json
from pathlib import Path

DOCUMENTS = {
    "fever": (
        "Illustrative leaflet on fever",
        "Rest and fluids are enough for most fevers. Seek advice after three days of fever.",
    ),
    "renal": (
        "Made-up dosing of zelotrane",
        "Give 5 mg of zelotrane once a day. Halve the dose when the kidneys work poorly.",
    ),
    "asthma": ("Invented advice on blue inhalers", ""),
    "twin-1": ("Imaginary rash", "A pretended rash fades by itself within a week."),
    "twin-2": ("Imaginary rash", "A pretended rash fades by itself within a week."),
    "long": (
        "Fictional sleep hygiene",
        " ".join(f"Point {n} of this invented list is about quiet bedrooms." for n in range(60))
        + " Melarexin is the made-up sleeping draught of this tale.",
    ),
}
QUESTIONS = {
    "q-fever": ("For how long may a fever last?", {"fever": 1}),
    "q-renal": ("zelotrane in poor kidney function", {"renal": 2}),
    "q-title": ("blue inhaler", {"asthma": 1}),
    "q-twin": ("How long does the pretended rash last?", {"twin-1": 1, "twin-2": 1}),
    "q-end": ("What is melarexin?", {"long": 1}),
}


def write_beir(folder: Path) -> Path:
    """Documents with a title only, twice the same words, and longer than a passage."""
    (folder / "qrels").mkdir(parents=True)
    corpus = [
        {"_id": name, "title": title, "text": text} for name, (title, text) in DOCUMENTS.items()
    ]
    queries = [{"_id": name, "text": text} for name, (text, _) in QUESTIONS.items()]
    for file, rows in (("corpus", corpus), ("queries", queries)):
        (folder / f"{file}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    pairs = [
        f"{name}\t{document}\t{grade}\n"
        for name, (_, judged) in QUESTIONS.items()
        for document, grade in judged.items()
    ]
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(pairs))
    return folder
