from datetime import date
from pathlib import Path

import pytest

from app.domain.corpus import Audience, Status
from app.domain.errors import ConfigurationError
from ingest.declaration import DocumentEntry, read_declaration
from ingest.declared import UNSTATED, Declarations, Declared
from ingest.place import Place
from ingest.reading import Stated

WHOLE = """
name = "ward"
publisher = "Example Trust"
licence = "CC-BY-4.0"
jurisdiction = "GB"
language = "en"
audience = "clinician"
published = 2020-01-01
access_tags = ["ward", "pharmacy", "ward"]

[[document]]
path = "guidelines/*"
version = "2024"
grade = "B"

[[document]]
path = "guidelines/old.md"
version = "2019"
superseded_by = "guidelines/new.md"

[formulary."drugs.csv"]
drug = "Medicine"
"""


def declared(folder: Path, toml: str, path: str) -> Declared:
    (folder / "corpus.toml").write_text(toml, encoding="utf-8")
    return Declarations().of(Place.at(folder, path), undeclared="nobody")


def test_a_later_entry_outranks_an_earlier_one_field_by_field(tmp_path: Path) -> None:
    old = declared(tmp_path, WHOLE, "guidelines/old.md").provenance(Stated(), None)
    assert (old.version, old.grade) == ("2019", "B")


def test_the_folder_level_reaches_every_document(tmp_path: Path) -> None:
    made = declared(tmp_path, WHOLE, "drugs.csv").provenance(Stated(), None)
    assert made.source == "ward"
    assert made.publisher == "Example Trust"
    assert made.audience is Audience.CLINICIAN
    assert made.access_tags == {"ward", "pharmacy"}
    assert made.status is Status.CURRENT


def test_a_date_the_file_states_beats_the_folder_but_not_the_document_entry(tmp_path: Path) -> None:
    entry = '[[document]]\npath = "a.md"\npublished = 2023-03-03\n'
    toml = 'name = "x"\nlicence = "MIT"\npublished = 2020-01-01\n' + entry
    stated = Stated(published=date(2021, 2, 2))
    assert declared(tmp_path, toml, "b.md").provenance(stated, None).published == date(2021, 2, 2)
    assert declared(tmp_path, toml, "a.md").provenance(stated, None).published == date(2023, 3, 3)


def test_a_file_cannot_overrule_the_licence_its_folder_declares(tmp_path: Path) -> None:
    toml = 'name = "x"\nlicence = "CC-BY-4.0"\npublisher = "Trust"\n'
    stated = Stated(licence="All rights reserved", publisher="A template")
    made = declared(tmp_path, toml, "a.md").provenance(stated, None)
    assert (made.licence, made.publisher) == ("CC-BY-4.0", "Trust")


def test_without_any_declaration_the_source_is_the_named_folder(tmp_path: Path) -> None:
    made = Declarations().of(Place.at(tmp_path, "a.md"), undeclared="leaflets")
    assert made.provenance(Stated(), None).source == "leaflets"
    assert made.provenance(Stated(), None).licence == UNSTATED


def test_what_is_declared_alike_of_many_files_is_kept_once(tmp_path: Path) -> None:
    toml = 'name = "x"\naccess_tags = ["icu"]\n[[document]]\npath = "c.md"\nversion = "7"\n'
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "corpus.toml").write_text(toml)
    declarations = Declarations()
    for names in (("a.md", "b.md"), ("inner/a.md", "inner/b.md")):
        first, second = (declarations.of(Place.at(tmp_path, each), "leaflets") for each in names)
        assert first is second
    other = declarations.of(Place.at(tmp_path, "inner/c.md"), "leaflets")
    assert other.document.version == "7"
    assert first.document.version is None


def test_a_retraction_in_the_file_survives_a_declared_successor(tmp_path: Path) -> None:
    made = declared(tmp_path, WHOLE, "guidelines/old.md")
    assert made.provenance(Stated(), None).status is Status.SUPERSEDED
    stated = Stated(status=Status.RETRACTED)
    assert made.provenance(stated, None).status is Status.RETRACTED


def test_a_declared_retraction_takes_a_document_out_of_evidence(tmp_path: Path) -> None:
    toml = 'name = "x"\nlicence = "MIT"\n[[document]]\npath = "a.md"\nstatus = "retracted"\n'
    assert declared(tmp_path, toml, "a.md").provenance(Stated(), None).status is Status.RETRACTED


def test_the_nearest_declaration_governs_alone(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "corpus.toml").write_text('name = "outer"\nlicence = "MIT"\ngrade = "A"\n')
    (tmp_path / "inner" / "corpus.toml").write_text('name = "inner"\nlicence = "MIT"\n')
    declarations = Declarations()
    outer = declarations.of(Place.at(tmp_path, "a.md"), "").provenance(Stated(), None)
    inner = declarations.of(Place.at(tmp_path, "inner/b.md"), "").provenance(Stated(), None)
    assert (outer.source, outer.grade) == ("outer", "A")
    assert (inner.source, inner.grade) == ("inner", None)


def test_a_member_of_an_archive_is_governed_by_the_archives_folder(tmp_path: Path) -> None:
    toml = 'name = "x"\nlicence = "MIT"\n[[document]]\npath = "a.zip!/*.htm"\nversion = "7"\n'
    made = declared(tmp_path, toml, "a.zip!/toc.htm")
    assert made.provenance(Stated(), None).version == "7"


def test_a_column_map_belongs_to_its_file_alone(tmp_path: Path) -> None:
    assert declared(tmp_path, WHOLE, "drugs.csv").columns == (("drug", "Medicine"),)
    assert declared(tmp_path, WHOLE, "other.csv").columns == ()


@pytest.mark.parametrize(
    ("pattern", "path", "named"),
    [
        ("a.md", "a.md", True),
        ("a.md", "b/a.md", False),
        ("*.md", "a.md", True),
        ("*.md", "b/a.md", False),
        ("**/*.md", "b/c/a.md", True),
        ("**/*.md", "a.md", True),
        ("b/**", "b/c/a.md", True),
        ("a?.md", "a1.md", True),
        ("a?.md", "a/.md", False),
        ("a[1].md", "a[1].md", True),
        ("a[1].md", "a1.md", False),
        ("a.md", "aXmd", False),
    ],
)
def test_a_pattern_names_what_it_says(pattern: str, path: str, named: bool) -> None:
    assert DocumentEntry(path=pattern).names(path) is named


@pytest.mark.parametrize(
    ("toml", "key"),
    [
        ('licence = "MIT"', "name"),
        ('name = "x"\nlicens = "MIT"', "licens"),
        ('name = "x"\nversion = 3', "version"),
        ('name = "x"\npublished = "2024-01-01"', "published"),
        ('name = "x"\npublished = 2024-01-01T00:00:00', "published"),
        ('name = "x"\naudience = "everyone"', "audience"),
        ('name = "x"\njurisdiction = "gb"', "jurisdiction"),
        ('name = "x"\naccess_tags = "ward"', "access_tags"),
        ('name = "x"\nlicence = ""', "licence"),
        ('name = "x"\nstatus = "retracted"', "status"),
        ('name = "x"\n[[document]]\ntitle = "y"', "document[1].path"),
        ('name = "x"\n[[document]]\npath = "y"\nsuperceded_by = "z"', "document[1].superceded_by"),
        ('name = "x"\n[formulary."a.csv"]\nmedicine = "Drug"', "medicine"),
        ('name = "x"\n[formulary."a.csv"]\ndrug = 1', "formulary.a.csv.drug"),
    ],
)
def test_a_wrong_key_is_named_with_its_file(tmp_path: Path, toml: str, key: str) -> None:
    file = tmp_path / "corpus.toml"
    file.write_text(toml, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_declaration(file)
    assert str(file) in str(caught.value)
    assert key in str(caught.value)


def test_a_misspelt_key_is_answered_with_the_right_one(tmp_path: Path) -> None:
    file = tmp_path / "corpus.toml"
    file.write_text('name = "x"\nlicense = "MIT"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="Did you mean 'licence'"):
        read_declaration(file)


@pytest.mark.parametrize("content", [b"name = ", b"\xff\xfe\x00", b"name = 'a'\nname = 'b'"])
def test_a_declaration_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "corpus.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"corpus\.toml"):
        read_declaration(file)


def test_only_what_holds_for_a_file_decides_whether_it_is_written_anew(tmp_path: Path) -> None:
    before = declared(tmp_path, WHOLE, "drugs.csv").fingerprint
    elsewhere = WHOLE.replace('version = "2024"', 'version = "2025"')
    assert declared(tmp_path, elsewhere, "drugs.csv").fingerprint == before
    assert declared(tmp_path, WHOLE.replace("GB", "US"), "drugs.csv").fingerprint != before
    assert declared(tmp_path, WHOLE.replace("Medicine", "Drug"), "drugs.csv").fingerprint != before


def test_a_list_of_retractions_lies_where_the_declaration_says(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text('name = "s"\nretractions = "../lists/r.tsv"\n')
    declarations = Declarations()
    assert declarations.retractions() == ()
    declarations.governing(tmp_path)
    assert declarations.retractions() == (tmp_path.parent / "lists" / "r.tsv",)


def test_a_document_goes_by_its_address_where_the_file_states_no_identifier() -> None:
    address = "https://doi.org/10.1000/Abc"
    assert Declared(source="s").provenance(Stated(url=address), None).identifiers == (
        "doi:10.1000/abc",
    )
    both = Stated(url=address, identifiers=("pmid:1",))
    assert Declared(source="s").provenance(both, None).identifiers == ("pmid:1",)
    assert Declared(source="s").provenance(Stated(url="https://a.example"), None).identifiers == ()


def test_a_field_map_reaches_the_files_its_pattern_names(tmp_path: Path) -> None:
    toml = 'name = "x"\nlicence = "MIT"\n[records."a/*.json"]\ntitle = "heading"\n'
    made = declared(tmp_path, toml, "a/b.json")
    assert (made.reader, made.columns) == ("json", (("title", "heading"),))
    assert declared(tmp_path, toml, "b.json").reader is None


def test_a_field_map_with_an_unknown_field_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "corpus.toml"
    file.write_text('name = "x"\n[records."a.json"]\nheadline = "h"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"field map of 'a.json' has 'headline'.*title"):
        read_declaration(file)


def test_the_declaration_of_the_public_sources_is_whole_and_leaves_the_rearranged_text_out() -> (
    None
):
    folder = Path(__file__).parents[2] / "corpora/public"
    place = Place.at(folder, "guidelines/nstg_nigeria.tar.gz!/nstg_nigeria/processed_json/X.json")
    made = Declarations().of(place, undeclared="nobody")
    assert made.document.leave_out is not None
    assert made.document.jurisdiction == "NG"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("licence = 5", "'licence': write it in quotation marks"),
        ('published = "2021-02-03"', "'published': write a day without quotation marks"),
        ("published = 2021-02-03T10:00:00", "'published': write a day without quotation marks"),
        ("published = 2021-02-30", "line 2.*a day that exists"),
        ('jurisdiction = "uk"', "'jurisdiction': write two capital letters.*GB"),
        ('language = "English"', "'language': write a short code.*en"),
        ('access_tags = "pharmacy"', r"'access_tags': write a list.*\[\"pharmacy\"\]"),
        ('[document]\npath = "a"', r"'document': head each entry with \[\[document\]\]"),
        ("[[document]]\npath = 5", r"'document\[1\].path': write it in quotation marks"),
        ('[formulary]\n"f.csv" = "drug"', r"'formulary.f.csv': write it as a table.*\[formulary"),
        ('[formulary."f.csv"]\nfoo = "x"', "'formulary': the column map of"),
        ('licence = "', "line 2"),
        ("licence = CC0", "line 2.*quotation marks"),
        ('audience = "nurse"', "'audience': .*'clinician'"),
        ('name = "again"', "line 2"),
    ],
)
def test_a_fault_says_what_to_write(line: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "corpus.toml"
    file.write_text(f'name = "x"\n{line}\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=says) as told:
        read_declaration(file)
    assert "Input should be" not in str(told.value) or "audience" in line
    assert "Value error" not in str(told.value)


def test_a_declaration_of_another_encoding_says_to_save_it_as_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "corpus.toml"
    file.write_bytes('name = "x"'.encode("utf-16"))
    with pytest.raises(ConfigurationError, match="Save it as UTF-8"):
        read_declaration(file)


def test_a_declaration_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "corpus.toml"
    file.write_bytes(b'\xef\xbb\xbfname = "x"\r\nlicence = "c"\r\n')
    assert read_declaration(file).licence == "c"


def test_a_folder_that_is_called_like_a_declaration_is_none_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").mkdir()
    with pytest.raises(ConfigurationError, match="is a folder"):
        Declarations().of(Place.at(tmp_path, "a.txt"), undeclared="nobody")
