"""The set of mutated claims as a whole: its corpus, its drawing, its file."""

import gzip
import io
import json
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from eval.gold_claims import GoldClaim
from eval.jsonl import read_jsonl
from eval.makers.mutate.corpus import sentences, stands_alone
from eval.makers.mutations import make
from eval.suite import MakeRequest, UnusableSet

SHARED = Path(__file__).parents[3].parent / "shared/data/drugs"
TEXTS = [
    "The usual dose of fakepril is 20 mg taken once daily.",
    "The usual dose of samplazole is 5 mg taken twice daily.",
    "Fakepril should not be taken together with samplazole by anyone.",
    "Fakepril is indicated in adults 18 years of age and older.",
    "The dose of samplazole ranges from 10 to 20 mg each day.",
    "Infuse samplazole slowly for 3 hours by way of a vein.",
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "labels.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in TEXTS), encoding="utf-8")
    return path


def made(corpus: Path, *options: tuple[str, str], name: str = "out.jsonl") -> Path:
    out = corpus.parent / name
    make(MakeRequest(data=corpus, out=out, options=options))
    return out


def test_every_kind_is_there_and_each_claim_quotes_its_sentence(corpus: Path) -> None:
    lines = read_jsonl(made(corpus), GoldClaim)
    labels = {(line.kind, line.label.value) for line in lines}
    assert labels == {
        ("unchanged", "supported"),
        ("restated", "supported"),
        ("tenfold_dose", "contradicted"),
        ("unit_swap", "contradicted"),
        ("frequency_swap", "contradicted"),
        ("negation_flip", "contradicted"),
        ("range_edge", "contradicted"),
        ("range_edge", "unsupported"),
        ("drug_swap", "unsupported"),
    }
    for line in lines:
        assert line.evidence[0].text in TEXTS
        assert (line.claim == line.evidence[0].text) == (line.kind == "unchanged")


def test_a_claim_that_another_sentence_makes_is_not_taken_for_wrong(corpus: Path) -> None:
    with corpus.open("a", encoding="utf-8") as file:
        for dose in ("200", "2"):
            text = f"The usual dose of fakepril is {dose} mg taken once daily."
            file.write(json.dumps({"text": text}) + "\n")
    claims = [one.claim for one in read_jsonl(made(corpus), GoldClaim) if one.kind != "unchanged"]
    assert not any("fakepril is 200 mg taken once" in claim for claim in claims)


def test_one_seed_gives_one_file_and_another_seed_another(corpus: Path) -> None:
    first = made(corpus, ("each", "1"))
    again = made(corpus, ("each", "1"), name="again.jsonl")
    assert first.read_bytes() == again.read_bytes()
    others = {made(corpus, ("each", "1"), ("seed", str(n))).read_bytes() for n in range(2, 7)}
    assert others - {again.read_bytes()}
    assert set(Counter(line.kind for line in read_jsonl(again, GoldClaim)).values()) == {1}


def test_names_can_come_from_a_file(corpus: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("nowherin\nfakepril\n", encoding="utf-8")
    with corpus.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"text": "Nowherin is taken with food by most adults."}) + "\n")
    lines = read_jsonl(made(corpus, ("names", str(names))), GoldClaim)
    swapped = {line.claim for line in lines if line.kind == "drug_swap"}
    assert TEXTS[0].replace("fakepril", "nowherin") in swapped
    assert not any(
        TEXTS[1] in [each.text for each in line.evidence]
        for line in lines
        if line.kind == "drug_swap"
    )


def test_a_corpus_that_gives_nothing_leaves_the_old_file(corpus: Path) -> None:
    out = made(corpus)
    before = out.read_bytes()
    corpus.write_text(
        json.dumps({"text": "Examplol tastes bitter to nearly every adult who tries it."}) + "\n"
    )
    with pytest.raises(UnusableSet, match="no mutation applies"):
        made(corpus)
    assert out.read_bytes() == before
    assert sorted(path.name for path in corpus.parent.iterdir()) == ["labels.jsonl", "out.jsonl"]


@pytest.mark.parametrize(
    ("option", "said"),
    [(("each", "0"), "whole number from 1"), (("colour", "red"), "no option 'colour'")],
)
def test_options_are_checked(corpus: Path, option: tuple[str, str], said: str) -> None:
    with pytest.raises(UnusableSet, match=said):
        made(corpus, option)


def test_every_form_of_a_corpus_gives_the_same_sentences(tmp_path: Path) -> None:
    text = f"HEADING\n\n<item>{TEXTS[0]}\n\n{TEXTS[1]} {TEXTS[2]}\n"
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "one.txt").write_text(text, encoding="utf-8")
    (folder / "notes.md").write_text(TEXTS[3], encoding="utf-8")
    archive = tmp_path / "all.tar.gz"
    with tarfile.open(archive, "w:gz") as file:
        member = tarfile.TarInfo("deep/one.txt")
        member.size = len(text.encode())
        file.addfile(member, io.BytesIO(text.encode()))
    lines = tmp_path / "all.jsonl.gz"
    with gzip.open(lines, "wt", encoding="utf-8") as zipped:
        zipped.write(json.dumps({"text": text, "more": 1}) + "\n")
    records = tmp_path / "all.json"
    records.write_text(json.dumps({"deep/one.txt": text}), encoding="utf-8")
    for path, source in (
        (folder, "deep/one.txt"),
        (archive, "deep/one.txt"),
        (records, "deep/one.txt"),
        (lines, "all.jsonl.gz:1"),
        (folder / "deep" / "one.txt", "one.txt"),
    ):
        found = list(sentences(path))
        assert [one.text for one in found] == TEXTS[:3]
        assert {one.source for one in found} == {source}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl", b'{"words": "x"}\n', r"a\.jsonl:1: text"),
        ("a.json", b"{", "is not JSON"),
        ("a.json", b'{"a": 1}', "a: "),
        ("a.txt", b"\xff\xfe", "is not UTF-8"),
        ("a.tar.gz", b"no archive", "cannot be read"),
        ("a.pdf", b"", "is no .jsonl"),
    ],
)
def test_what_is_no_corpus_is_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnusableSet, match=said):
        list(sentences(tmp_path / name))


@pytest.mark.parametrize(
    "piece",
    [
        "Too short a thing.",
        "this begins in the middle of a sentence that was cut in two.",
        "A heading that has a good many words and yet no full stop",
        "A bracket is opened here (and is never closed by anyone at all.",
        "Examplol is indicated in the treatment of the following: itch.",
        "As shown in Table 4, examplol lowers itch in many adults.",
        "Two sentences.Stuck together without a blank, as some files have.",
        "Rows 1 2 3 4 5 6 7 8 9 10 11 12 of a table are here in a line a.",
    ],
)
def test_pieces_of_sentences_are_no_claims(piece: str) -> None:
    assert not stands_alone(piece)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of public data is not here")
def test_real_labels_fill_every_kind(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    corpus = SHARED / "nlm_labels_txt.tar.gz"
    make(MakeRequest(data=corpus, out=out, options=(("each", "40"),)))
    counts = Counter(line.kind for line in read_jsonl(out, GoldClaim))
    assert len(counts) == 8
    assert set(counts.values()) == {40}
