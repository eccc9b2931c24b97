"""Documents of the follow-up questions' library, of small files in the same shape."""

import io
import tarfile
from pathlib import Path

import pytest

from eval.jsonl import read_jsonl
from eval.makers.follow_up_library import LABELS, MEDQUAD, NSTG, make
from eval.sets import SetDocument
from eval.suite import MakeRequest, UnusableSet

CSV = "drug,section,text\nexamplol,Dosage,One tablet. Illustrative.\n"
XML = """<Document id="1"><Focus>Example  Fever</Focus><QAPairs>
<QAPair><Question qtype="symptoms">What are its symptoms?</Question><Answer>Heat.</Answer></QAPair>
<QAPair><Question qtype="symptoms">And others?</Question><Answer>Thirst.</Answer></QAPair>
<QAPair><Question qtype="causes">Why?</Question><Answer> </Answer></QAPair>
</QAPairs></Document>"""


def packed(path: Path, members: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, text in members.items():
            data = text.encode()
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


def folder(tmp_path: Path) -> Path:
    (tmp_path / LABELS).parent.mkdir(parents=True)
    (tmp_path / LABELS).write_text(CSV)
    packed(tmp_path / MEDQUAD, {"m/5_NIDDK_QA/1.xml": XML, "m/2_GARD_QA/1.xml": XML})
    packed(tmp_path / NSTG, {"n/raw data/GOUT.txt": "Gout. Illustrative.", "n/README.txt": "no"})
    return tmp_path


def test_a_document_is_named_by_its_titles(tmp_path: Path) -> None:
    out = tmp_path / "library.jsonl"
    assert make(MakeRequest(data=folder(tmp_path), out=out)) == 4
    documents = {one.id: one for one in read_jsonl(out, SetDocument)}
    assert set(documents) == {
        "label/examplol/Dosage",
        "medquad/Example Fever/symptoms",
        "medquad/Example Fever/symptoms#2",
        "nstg/GOUT",
    }
    assert documents["medquad/Example Fever/symptoms"].text == "What are its symptoms?\nHeat."


@pytest.mark.parametrize("lacking", [LABELS, MEDQUAD, NSTG])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, lacking: Path) -> None:
    data = folder(tmp_path)
    (data / lacking).unlink()
    with pytest.raises(UnusableSet, match=lacking.name):
        make(MakeRequest(data=data, out=tmp_path / "out.jsonl"))


def test_broken_xml_is_told(tmp_path: Path) -> None:
    data = folder(tmp_path)
    packed(data / MEDQUAD, {"m/5_NIDDK_QA/1.xml": "<Document>"})
    with pytest.raises(UnusableSet, match="cannot be read"):
        make(MakeRequest(data=data, out=tmp_path / "out.jsonl"))
