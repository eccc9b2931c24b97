"""openFDA's labels: sections put back together, tables in their places, files read as streams."""

import io
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from app.domain.corpus import Audience
from app.domain.errors import UnreadableDocument
from ingest.reading import ReadDocument
from ingest.sources import json_records
from ingest.sources.json_records import JsonRecords
from ingest.sources.openfda_label import OpenFdaLabelReader
from tests.ingest.sources.reading import shown, written
from tests.ingest.sources.spl_files import LABELS, SET_ID, as_openfda, real_labels

Field = str | Sequence[str] | dict[str, Sequence[str]] | int | None

OPENFDA: dict[str, Sequence[str]] = {
    "brand_name": ["Examplol"],
    "generic_name": ["EXAMPLOLOL"],
    "manufacturer_name": ["Example Works"],
    "product_ndc": ["9999-001", "9999-002"],
    "substance_name": ["EXAMPLOLOL CITRATE"],
    "unii": ["EXAMPLE001"],
    "route": ["ORAL"],
    "product_type": ["HUMAN PRESCRIPTION DRUG"],
}
DOSE: Sequence[str] = ["2 DOSAGE AND ADMINISTRATION Give 25 mg."]


def result(**fields: Field) -> dict[str, Field]:
    stated: dict[str, Field] = {
        "id": "label-1",
        "set_id": SET_ID,
        "version": "7",
        "effective_time": "20210304",
        "openfda": OPENFDA,
    }
    return stated | fields


def read(folder: Path, content: object) -> list[ReadDocument]:
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    return list(OpenFdaLabelReader().read(written(folder, "labels.json", text), {}))


def told(folder: Path, **fields: Field) -> list[str]:
    """What is shown of a label behind its products."""
    (document,) = read(folder, result(**fields, openfda={}))
    return shown(document.blocks)


def test_a_result_states_whose_label_it_is(tmp_path: Path) -> None:
    answer = {
        "meta": {"license": "https://open.example/licence", "results": {"total": 1}},
        "results": [result(dosage_and_administration=DOSE)],
    }
    (document,) = read(tmp_path, answer)
    stated = document.stated
    assert (document.title, document.record) == ("Examplol (EXAMPLOLOL) label", "label-1")
    assert (stated.publisher, stated.version, stated.jurisdiction) == ("Example Works", "7", "US")
    assert stated.effective == date(2021, 3, 4)
    assert stated.audience is Audience.CLINICIAN
    assert stated.licence == "https://open.example/licence"
    assert stated.url == f"https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={SET_ID}"
    assert shown(document.blocks) == [
        "# Products",
        "Product | Generic name | NDC | Active ingredient | UNII | Route | Labeler | Document type",
        "Examplol | EXAMPLOLOL | 9999-001, 9999-002 | EXAMPLOLOL CITRATE | EXAMPLE001 | ORAL | "
        "Example Works | HUMAN PRESCRIPTION DRUG",
        "# 2 DOSAGE AND ADMINISTRATION",
        "Give 25 mg.",
    ]


def test_product_data_stand_in_where_openfda_knows_no_product(tmp_path: Path) -> None:
    noise = "Examplol Examplolol EXAMPLOLOL CITRATE STARCH TALC white round EX;25 and so on"
    record = result(spl_product_data_elements=[noise], warnings=["Beware."], openfda={})
    (document,) = read(tmp_path, record)
    assert document.title == "Examplol Examplolol EXAMPLOLOL CITRATE STARCH TALC white label"
    assert shown(document.blocks) == ["# Products", "Product data", noise, "# Warnings", "Beware."]
    (known,) = read(tmp_path, record | {"openfda": OPENFDA})
    assert noise not in shown(known.blocks)


@pytest.mark.parametrize(
    ("types", "audience"),
    [
        (["HUMAN OTC DRUG"], Audience.PATIENT),
        (["HUMAN OTC DRUG", "HUMAN PRESCRIPTION DRUG"], None),
        (["PLASMA DERIVATIVE"], None),
    ],
)
def test_whom_a_label_is_for_follows_from_its_type(
    tmp_path: Path, types: list[str], audience: Audience | None
) -> None:
    (document,) = read(tmp_path, result(openfda={"product_type": types}, purpose=["Sneezing"]))
    assert document.stated.audience is audience


def test_sections_stand_in_the_order_of_a_label_not_of_the_file(tmp_path: Path) -> None:
    lines = told(
        tmp_path,
        zebra_notes=["Striped."],
        adverse_reactions=["Rash."],
        boxed_warning="It may kill.",
        indications_and_usage=["Hiccups."],
    )
    assert lines == [
        "# Boxed Warning",
        "It may kill.",
        "# Indications and Usage",
        "Hiccups.",
        "# Adverse Reactions",
        "Rash.",
        "# Zebra notes",
        "Striped.",
    ]


def test_a_subsection_that_its_section_repeats_stands_once_and_under_it(tmp_path: Path) -> None:
    pregnancy = "8.1 Pregnancy Avoid  it in the third trimester."
    lines = told(
        tmp_path,
        pregnancy=[pregnancy],
        use_in_specific_populations=[
            "8 USE IN SPECIFIC POPULATIONS Know them. 8.1 Pregnancy Avoid it in the third "
            "trimester. 8.6 Renal Impairment Halve the dose."
        ],
    )
    assert lines == [
        "# 8 USE IN SPECIFIC POPULATIONS",
        "Know them.",
        "## 8.1 Pregnancy",
        "Avoid  it in the third trimester.",
        "# 8 USE IN SPECIFIC POPULATIONS",
        "8.6 Renal Impairment Halve the dose.",
    ]


def test_a_part_under_the_same_name_is_not_repeated(tmp_path: Path) -> None:
    part = "6.2 Postmarketing Experience Some had a rash."
    whole = f"6 ADVERSE REACTIONS 6.1 Trials Few had a rash. {part}"
    assert told(tmp_path, adverse_reactions=[whole, part, whole]) == [
        "# 6 ADVERSE REACTIONS",
        "6.1 Trials Few had a rash.",
        part,
    ]


def test_a_box_around_doses_is_no_boxed_warning(tmp_path: Path) -> None:
    box = "0.5 mg to 2 mg twice or three times daily"
    assert told(
        tmp_path, boxed_warning=[box], dosage_and_administration=[f"Adults {box} then"]
    ) == [
        "# Dosage and Administration",
        f"Adults {box} then",
    ]


def test_a_boxed_warning_among_the_warnings_is_called_one(tmp_path: Path) -> None:
    box = "It may kill whoever takes it."
    assert told(tmp_path, boxed_warning=[box], warnings=[f"WARNINGS {box} Beware."]) == [
        "# WARNINGS",
        "## Boxed Warning",
        box,
        "# WARNINGS",
        "Beware.",
    ]


def test_a_heading_that_begins_the_sentence_stays_in_it(tmp_path: Path) -> None:
    """`with other drugs` alone would say the reverse of the label."""
    assert told(
        tmp_path,
        do_not_use=["Do not use with other drugs"],
        stop_use=["Stop use and ask a doctor if rash occurs"],
    ) == [
        "# Do Not Use",
        "Do not use with other drugs",
        "# Stop Use",
        "Stop use and ask a doctor if rash occurs",
    ]


def test_a_few_letters_are_not_looked_for_in_other_sections(tmp_path: Path) -> None:
    lines = told(tmp_path, pregnancy=["Avoid."], warnings=["Heat. Avoid. Cold."])
    assert lines == ["# Warnings", "Heat. Avoid. Cold.", "# Pregnancy", "Avoid."]


def test_numbered_subsections_are_paragraphs_and_references_to_them_are_not(tmp_path: Path) -> None:
    text = (
        "2 DOSAGE AND ADMINISTRATION Give 25 mg (2.1). 2.1 Adults See 2.2 And [see 2.2 ]. "
        "2.2 Children Give 2.5 mg. 2.4 Mice None."
    )
    lines = told(tmp_path, dosage_and_administration=[text])
    assert lines[1:] == [
        "Give 25 mg (2.1).",
        "2.1 Adults See",
        "2.2 And [see 2.2 ]. 2.2 Children Give 2.5 mg. 2.4 Mice None.",
    ]


def test_a_table_stands_where_its_words_stood(tmp_path: Path) -> None:
    markup = (
        '<table xmlns="urn:hl7-org:v3" width="100%"><caption>Table 1. Doses</caption><col/>'
        "<thead><tr><th>Weight</th><th>Dose<footnote>Once.</footnote></th></tr></thead><tbody>"
        "<tr><td>under 40 kg</td><td>2 x 10<sup>9</sup><br/>units</td></tr></tbody></table>"
    )
    text = "Weigh them. Table 1. Doses Weight Dose Once. under 40 kg 2 x 109 units Then wait."
    lines = told(
        tmp_path,
        dosage_and_administration=[f"Dosage and administration {text}"],
        dosage_and_administration_table=[markup, markup],
    )
    assert lines == [
        "# Dosage and administration",
        "Weigh them.",
        "Table 1. Doses",
        "Weight | Dose*",
        "under 40 kg | 2 x 10⁹ units",
        "* Once.",
        "Then wait.",
    ]


def test_a_subsections_table_stands_in_the_subsection(tmp_path: Path) -> None:
    markup = "<table><tr><td>Adults</td><td>25 mg</td></tr></table>"
    part = "Hepatic impairment Adults 25 mg in the evening"
    lines = told(
        tmp_path,
        use_in_specific_populations=[f"All. {part} End."],
        use_in_specific_populations_table=[markup],
        hepatic_impairment=[part],
        hepatic_impairment_table=[markup],
    )
    assert lines == [
        "# Use in Specific Populations",
        "All.",
        "## Hepatic impairment",
        "Adults | 25 mg",
        "in the evening",
        "# Use in Specific Populations",
        "End.",
    ]


def test_a_table_that_no_text_repeats_ends_its_section(tmp_path: Path) -> None:
    lines = told(
        tmp_path,
        warnings=["Beware."],
        warnings_table=["<table><tr><td>Dose</td><td>Risk</td></tr></table>"],
        purpose_table=["<table><tr><td>Sneezing</td><td>Itching</td></tr></table>"],
    )
    assert lines == [
        "# Purpose",
        "Sneezing | Itching",
        "# Warnings",
        "Beware.",
        "Dose | Risk",
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "no markup",
        "<table></table>",
        "<p>words</p>",
        '<!DOCTYPE t [<!ENTITY x "ten">]><table><tr><td>&x;</td><td>mg</td></tr></table>',
        '<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/hostname">]><table><tr><td>&x;</td></tr></table>',
        "<table><tr>" + "<td>" * 5000,
    ],
)
def test_broken_or_hostile_markup_takes_nothing_from_the_text(tmp_path: Path, markup: str) -> None:
    lines = told(tmp_path, warnings=["Give ten mg."], warnings_table=[markup])
    assert lines[:2] == ["# Warnings", "Give ten mg."]
    assert not any("&" in line for line in lines)


def test_an_unclosed_table_is_still_read(tmp_path: Path) -> None:
    lines = told(tmp_path, warnings=["A 1 end"], warnings_table=["<table><tr><td>A</td><td>1</td>"])
    assert lines == ["# Warnings", "A | 1", "end"]


@pytest.mark.parametrize(
    "content",
    [
        {"results": [result(warnings=["A."]), result(id="label-2", warnings=["B."])]},
        [result(warnings=["A."]), result(id="label-2", warnings=["B."])],
        {"results": [result(warnings=["A."]), result(id="label-2", warnings=["B."])], "meta": 1},
    ],
)
def test_each_result_is_a_document(tmp_path: Path, content: object) -> None:
    for text in (json.dumps(content), "\ufeff" + json.dumps(content, indent=3)):
        assert [document.record for document in read(tmp_path, text)] == ["label-1", "label-2"]


def test_results_without_an_id_are_still_told_apart(tmp_path: Path) -> None:
    records = [
        {"set_id": SET_ID, "warnings": ["A."]},
        {"warnings": ["B."]},
        {"id": 3, "set_id": []},
    ]
    documents = read(tmp_path, records)
    assert [document.record for document in documents] == [SET_ID, "2", "3"]
    assert documents[2].title == "Drug label"


@pytest.mark.parametrize("effective", ["20210231", "", None, 20210304, ["soon"]])
def test_an_impossible_date_is_left_out(tmp_path: Path, effective: Field) -> None:
    (document,) = read(tmp_path, result(effective_time=effective, warnings=["A."]))
    assert document.stated.effective is None


def test_a_result_without_text_has_no_blocks(tmp_path: Path) -> None:
    empty: list[dict[str, Field]] = [
        result(),
        result(warnings=[], purpose=None, questions=5, abuse=[" ", ""]),
        result(openfda={}),
        {},
    ]
    assert [document.blocks for document in read(tmp_path, empty)] == [(), (), (), ()]


WHOLE = json.dumps({"results": [result(warnings=["A."]), result(warnings=["B."])]})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "neither"),
        ("\x00\x01", "neither"),
        ("null", "neither"),
        (WHOLE[:-2], r"after 2 label\(s\), its end instead"),
        (WHOLE[:-40], r"after 1 label\(s\)"),
        (WHOLE + "x", "more behind its end"),
        (WHOLE.encode().replace(b"B.", b"\xff"), "UTF-8|utf-8"),
        ('{"error": {"code": "NOT_FOUND"}}', "no label"),
        ('{"results": ["x"]}', "no label"),
        ('{"results": []}', "holds no label"),
        ('{"results": [{}, ]}', "after 1 label"),
        ("[1 2]", "no label"),
        ('{"results" [1]}', "instead of ':'"),
        ('{"a": ' + "[" * 100_000, "too large"),
        ('{"version": ' + "9" * 100_000 + "}", "too large"),
    ],
)
def test_a_file_that_is_no_whole_answer_is_unreadable(
    tmp_path: Path, content: str | bytes, reason: str
) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        read(tmp_path, content)


def test_the_labels_before_the_break_are_yielded(tmp_path: Path) -> None:
    documents = OpenFdaLabelReader().read(written(tmp_path, "cut.json", WHOLE[:-40]), {})
    assert next(documents).record == "label-1"
    with pytest.raises(UnreadableDocument):
        next(documents)


class Counting(io.StringIO):
    """Text that counts how much of it was read."""

    taken = 0

    def read(self, size: int | None = -1) -> str:
        words = super().read(size)
        self.taken += len(words)
        return words


def test_a_bulk_file_is_read_as_its_labels_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_records, "_CHUNK", 1000)
    opened = Counting(json.dumps({"results": [result(id=f"{at}") for at in range(500)]}))
    records = iter(JsonRecords(opened))
    next(records)
    assert opened.taken <= 2000
    assert sum(1 for _ in records) == 499


def test_a_label_longer_than_what_is_read_at_once_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_records, "_CHUNK", 7)
    values = [{"a": "x" * 200, "n": 12345678901}, [1, {"b": None}], 12345, "\u00e9\n", True]
    for indent in (None, 2):
        text = json.dumps({"meta": {"k": [1]}, "results": values, "end": 3}, indent=indent)
        records = JsonRecords(io.StringIO(text))
        assert list(records) == values
        assert records.around == {"meta": {"k": [1]}, "end": 3}


def test_a_record_larger_than_the_bound_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_records, "_CHUNK", 100)
    monkeypatch.setattr(json_records, "LARGEST", 2000)
    long = result(warnings=["A." * 3000])
    for content in ([long], long, {"meta": ["m"] * 3000, "results": []}):
        with pytest.raises(UnreadableDocument, match=r"2,000|Unterminated|Expecting"):
            read(tmp_path, content)


@pytest.mark.parametrize(
    ("name", "content", "accepted"),
    [
        ("a.json", WHOLE, True),
        ("a.JSON", json.dumps([result(boxed_warning=["A."])], indent=4), True),
        ("a.json", json.dumps({"results": [{"openfda": {"spl_set_id": [], "spl_id": []}}]}), False),
        ("a.json", json.dumps({"set_id": 1, "settings": {"set_id": 2}}), False),
        ("a.json", json.dumps({"warnings": ["a house rule"]}), False),
        ("a.json", "", False),
        ("a.json", bytes(range(256)), False),
        ("a.jsonl", WHOLE, False),
    ],
)
def test_only_labels_are_accepted(
    tmp_path: Path, name: str, content: str | bytes, accepted: bool
) -> None:
    assert OpenFdaLabelReader().accepts(written(tmp_path, name, content)) is accepted


def test_the_real_labels_as_openfda_gives_them_lose_no_letter(tmp_path: Path) -> None:
    """Their JSON is made here from the SPL files by the rules of openFDA's own pipeline."""
    if not LABELS.is_dir():
        pytest.skip(f"{LABELS} is not on this machine")
    made = [as_openfda(path) for path in real_labels(tmp_path)]
    file = written(tmp_path, "labels.json", json.dumps({"results": made}))
    assert OpenFdaLabelReader().accepts(file)
    documents = list(OpenFdaLabelReader().read(file, {}))
    assert len(documents) == len(made) == 6
    tables = []
    for document, record in zip(documents, made, strict=True):
        lines = shown(document.blocks)
        tables.append(sum(block.table is not None for block in document.blocks))
        said = Counter(c for c in "".join(lines) if c.isalpha())
        whole = ["".join(texts) for key, texts in record.items() if not key.endswith("_table")]
        for text in whole:
            assert not Counter(c for c in text if c.isalpha()) - said, document.title
    assert tables == [19, 13, 13, 1, 18, 11]
