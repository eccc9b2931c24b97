"""SPL drug labels: what becomes of sections, doses and footnotes; hostile and broken files."""

import hashlib
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from app.domain.corpus import Audience, Provenance
from app.domain.errors import UnreadableDocument
from ingest.assemble import assemble
from ingest.reading import BlockKind, ReadDocument
from ingest.sources import spl
from ingest.sources.spl import SplReader
from ingest.split import split
from tests.ingest.sources.reading import read_one, shown, written
from tests.ingest.sources.spl_files import LABELS, SET_ID, V3, label, real_labels, section

DOSE = section("<paragraph>Give 25 mg.</paragraph>", "2 DOSAGE AND ADMINISTRATION", "34068-7")


def read(folder: Path, xml: str | bytes) -> ReadDocument:
    return read_one(SplReader(), written(folder, "label.xml", xml))


def told(folder: Path, *sections: str) -> list[str]:
    """What is shown of a label behind its products."""
    lines = shown(read(folder, label(*sections, product="")).blocks)
    assert not any("Products" in line for line in lines)
    return lines


def words_of(folder: Path, text: str) -> list[str]:
    return told(folder, section(text, "1 USE"))[1:]


def test_a_label_states_who_wrote_it_and_since_when_it_counts(tmp_path: Path) -> None:
    document = read(tmp_path, label(DOSE))
    stated = document.stated
    assert document.title == "EXAMPLOL (examplolol) tablets"
    assert document.record is None
    assert (stated.publisher, stated.version, stated.jurisdiction) == ("Example Works", "7", "US")
    assert stated.effective == date(2021, 3, 4)
    assert stated.audience is Audience.CLINICIAN
    assert stated.url == f"https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={SET_ID}"


def test_an_over_the_counter_label_is_written_for_who_takes_the_drug(tmp_path: Path) -> None:
    assert read(tmp_path, label(DOSE, kind="34390-5")).stated.audience is Audience.PATIENT
    assert read(tmp_path, label(DOSE, kind="00000-0")).stated.audience is None


@pytest.mark.parametrize("written_as", ["20210231", "2021", "soon", "", "202103041", "2021-03-04"])
def test_an_impossible_date_is_left_out(tmp_path: Path, written_as: str) -> None:
    assert read(tmp_path, label(DOSE, effective=written_as)).stated.effective is None


def test_a_time_of_day_behind_the_date_is_passed_over(tmp_path: Path) -> None:
    document = read(tmp_path, label(DOSE, effective="20210304120000+0100"))
    assert document.stated.effective == date(2021, 3, 4)


def test_only_a_set_id_makes_an_address(tmp_path: Path) -> None:
    assert read(tmp_path, label(DOSE, set_id="x&amp;next=evil")).stated.url is None


def test_products_stand_first_with_what_their_strength_counts(tmp_path: Path) -> None:
    heading, products, after, *_ = read(tmp_path, label(DOSE)).blocks
    assert (heading.text, after.text) == ("Products", "2 DOSAGE AND ADMINISTRATION")
    assert products.table is not None
    (row,) = products.table.rows
    stated = dict(zip(products.table.header, row, strict=True))
    assert stated == {
        "Product": "Examplol",
        "Generic name": "examplolol",
        "NDC": "9999-001",
        "Dosage form": "TABLET",
        "Active ingredient": "EXAMPLOLOL CITRATE (UNII EXAMPLE001)",
        "Strength": "25 mg of EXAMPLOLOL",
        "Route": "ORAL",
        "Labeler": "Example Works",
        "Document type": "A LABEL",
    }


def test_each_ingredient_of_a_combination_keeps_its_own_strength(tmp_path: Path) -> None:
    one, two = (
        f'<ingredient classCode="ACTIB"><quantity><numerator value="{mg}" unit="mg"/>'
        f'<denominator value="5" unit="mL"/></quantity><ingredientSubstance><name>{name}</name>'
        "</ingredientSubstance></ingredient>"
        for mg, name in (("6.25", "EXAMPLOLOL"), ("2.5", "MUSTERINE"))
    )
    product = (
        "<subject><manufacturedProduct><manufacturedProduct><name>Both</name>"
        f"{one}{two}</manufacturedProduct></manufacturedProduct></subject>"
    )
    table = read(tmp_path, label(DOSE, product=product)).blocks[1].table
    assert table is not None
    assert table.rows[0][5] == "6.25 mg of EXAMPLOLOL in 5 mL, 2.5 mg of MUSTERINE in 5 mL"


def test_a_kit_is_listed_by_its_medicines_not_by_its_swabs(tmp_path: Path) -> None:
    medicine = (
        '<partProduct><name>Examplol</name><ingredient classCode="ACTIB"><quantity>'
        '<numerator value="40" unit="mg"/><denominator value="0.8" unit="mL"/></quantity>'
        "<ingredientSubstance><name>EXAMPLOLOL</name></ingredientSubstance></ingredient></partProduct>"
    )
    swab = (
        '<partProduct><name>Swab</name><ingredient classCode="IACT"><ingredientSubstance>'
        "<name>ALCOHOL</name></ingredientSubstance></ingredient></partProduct>"
    )
    product = (
        "<subject><manufacturedProduct><manufacturedProduct>"
        '<code code="9999-002" codeSystem="2.16.840.1.113883.6.69"/><name>Kit</name>'
        f"<part>{medicine}</part><part>{swab}</part></manufacturedProduct></manufacturedProduct>"
        "</subject>"
    )
    table = read(tmp_path, label(DOSE, product=product)).blocks[1].table
    assert table is not None
    (row,) = table.rows
    assert (row[0], row[2], row[5]) == ("Examplol", "9999-002", "40 mg in 0.8 mL")


@pytest.mark.parametrize(
    ("title", "shown_as"),
    [
        (
            "These highlights do not include all the information needed to use EXAMPLOL safely and "
            "effectively. See full prescribing information for EXAMPLOL.<br/><br/>EXAMPLOL "
            "<sup>®</sup> (examplolol) tablets<br/>Initial U.S. Approval: 1996",
            "EXAMPLOL® (examplolol) tablets",
        ),
        ("", "Examplol (examplolol) label"),
        ("<br/>", "Examplol (examplolol) label"),
    ],
)
def test_a_title_says_the_drug_and_nothing_that_all_labels_say(
    tmp_path: Path, title: str, shown_as: str
) -> None:
    assert read(tmp_path, label(DOSE, title=title)).title == shown_as


def test_a_label_that_names_nothing_still_has_a_title(tmp_path: Path) -> None:
    assert read(tmp_path, label(DOSE, title="", product="")).title == "Drug label"


def test_sections_nest_and_their_codes_name_what_has_no_title(tmp_path: Path) -> None:
    pregnancy = section("<paragraph>Avoid.</paragraph>", code="42228-7")
    unheard = (
        '<section><code code="00000-9" displayName="RARE USES SUBSECTION"/>'
        "<text><paragraph>None.</paragraph></text></section>"
    )
    populations = section(title="8 USE", code="43684-0", inside=pregnancy)
    assert told(tmp_path, populations, unheard) == [
        "# 8 USE",
        "## Pregnancy",
        "Avoid.",
        "# Rare uses",
        "None.",
    ]


def test_text_after_a_subsection_does_not_seem_to_belong_to_it(tmp_path: Path) -> None:
    children = section("<paragraph>Give 1 mg.</paragraph>", "Children")
    general = section("<paragraph>Take with food.</paragraph>")
    dosage = section(
        "<paragraph>See below.</paragraph>",
        "2 DOSAGE",
        "34068-7",
        inside=f"{children}</component><component>{general}",
    )
    closing = section("<paragraph>Revised.</paragraph>")
    lines = told(tmp_path, dosage, closing)
    assert lines == [
        "# 2 DOSAGE",
        "See below.",
        "## Children",
        "Give 1 mg.",
        "# 2 DOSAGE",
        "Take with food.",
        "# EXAMPLOL (examplolol) tablets",
        "Revised.",
    ]
    made = assemble(
        read(tmp_path, label(dosage, closing)), "label", Provenance(source="s", licence="none")
    )
    paths = {passage.text: passage.path for passage in split(made).passages}
    assert paths["Take with food."] == ("EXAMPLOL (examplolol) tablets", "2 DOSAGE")
    assert paths["Revised."] == ("EXAMPLOL (examplolol) tablets",)


def test_a_boxed_warning_is_called_one_whatever_its_title(tmp_path: Path) -> None:
    titled = section("<paragraph>It may kill.</paragraph>", "WARNING: DEATH", "34066-1")
    assert told(tmp_path, titled) == ["# Boxed Warning", "## WARNING: DEATH", "It may kill."]
    sentence = f"Do not give it {'to anyone at all ' * 6}."
    said = told(tmp_path, section("<paragraph>Ever.</paragraph>", sentence, "34066-1"))
    assert said == ["# Boxed Warning", " ".join(sentence.split()), "Ever."]


def test_a_box_around_doses_is_no_boxed_warning(tmp_path: Path) -> None:
    box = section("<paragraph>0.5 mg twice daily</paragraph>", code="34066-1")
    adults = section(title="Adults", inside=box)
    assert told(tmp_path, section(title="DOSAGE", code="34068-7", inside=adults)) == [
        "# DOSAGE",
        "## Adults",
        "0.5 mg twice daily",
    ]


def test_a_boxed_warning_among_the_warnings_is_called_one(tmp_path: Path) -> None:
    box = section("<paragraph>It may kill.</paragraph>", code="34066-1")
    assert told(tmp_path, section(title="WARNINGS", code="34071-1", inside=box)) == [
        "# WARNINGS",
        "## Boxed Warning",
        "It may kill.",
    ]


def test_a_contraindication_that_is_only_a_title_can_be_quoted(tmp_path: Path) -> None:
    title = section(title="4.1 Severe liver disease")
    empty = section(title="8.1 Pregnancy", code="42228-7")
    package = section("<renderMultiMedia/>", "Carton of 30", "51945-4")
    none = section(title="4 None known", code="34070-3")
    outer = section(title="4 CONTRAINDICATIONS", code="34070-3", inside=title)
    assert told(tmp_path, outer, empty, package, none) == [
        "# 4 CONTRAINDICATIONS",
        "4.1 Severe liver disease",
        "# Contraindications",
        "4 None known",
    ]


def test_highlights_are_read_only_where_nothing_else_is_said(tmp_path: Path) -> None:
    excerpt = (
        "<excerpt><highlight><text><paragraph>In short.</paragraph></text></highlight></excerpt>"
    )
    full = f'<section><code code="34067-9"/><text>In full.</text>{excerpt}</section>'
    short = f'<section><code code="43683-2"/><text/>{excerpt}</section>'
    assert told(tmp_path, full, short) == [
        "# Indications and Usage",
        "In full.",
        "# Recent Major Changes",
        "In short.",
    ]


def test_marked_lines_head_what_follows_unless_they_say_a_dose(tmp_path: Path) -> None:
    text = (
        '<paragraph><content styleCode="bold"> <content styleCode="italics">Monitoring</content>'
        "</content></paragraph><paragraph>Weigh them.</paragraph>"
        '<paragraph><content styleCode="underline">At most 40 mg daily</content></paragraph>'
        "<paragraph>For a week.</paragraph>"
        '<paragraph><content styleCode="bold">Watch for:</content></paragraph>'
        "<list><item>rash</item></list>"
        '<paragraph><content styleCode="bold">Stop at once.</content></paragraph>'
        '<paragraph><content styleCode="bold">Figure A</content></paragraph>'
        '<paragraph><content styleCode="bold">End</content></paragraph>'
    )
    assert words_of(tmp_path, text) == [
        "## Monitoring",
        "Weigh them.",
        "At most 40 mg daily",
        "For a week.",
        "Watch for:",
        "rash",
        "Stop at once.",
        "Figure A",
        "End",
    ]


def test_an_untitled_section_is_headed_by_its_first_line_if_that_is_marked(tmp_path: Path) -> None:
    first = '<paragraph><content styleCode="underline">Study 1</content></paragraph>'
    study = section(f"{first}<paragraph>It worked.</paragraph>")
    alone = section(first)
    assert told(tmp_path, study, alone) == [
        "# Study 1",
        "It worked.",
        "# EXAMPLOL (examplolol) tablets",
        "Study 1",
    ]


def test_large_print_on_a_package_heads_nothing(tmp_path: Path) -> None:
    text = (
        '<paragraph><content styleCode="bold">Examplol</content></paragraph>'
        "<paragraph>30 tablets</paragraph>"
    )
    lines = told(tmp_path, section(text, code="51945-4"))
    assert lines == ["# Package Label", "Examplol", "30 tablets"]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("below 20 x 10<sup>9</sup>/L", "below 20 x 10⁹/L"),
        ("1 x 10 \n <sup>-10</sup>M", "1 x 10⁻¹⁰M"),
        ("mg/m<sup>2 </sup>basis", "mg/m²basis"),
        ("5 mg<sup>3</sup>", "5 mg[3]"),
        ("HUMAN<sup>a,b</sup> 36%<sup>*</sup>", "HUMAN[a,b] 36%*"),
        ("the 25<sup>th</sup> of", "the 25th of"),
        ("Examplol\n<sup>®</sup> tablets", "Examplol® tablets"),
        ("C<sub>max</sub> of CO<sub>2</sub>, 10<sub>3</sub>", "Cmax of CO2, 10_3"),
        ('give <content revised="delete">50 mg</content>25 mg', "give 25 mg"),
        ('see <linkHtml href="http://x.example">5.1</linkHtml>', "see 5.1"),
        ("before <renderMultiMedia/>after", "before after"),
        ("one<!-- two --><?three four?> five", "one five"),
        ("• first", "first"),
        ("63%<br/>56%", "63%; 56%"),
        ("10 mg<br/>20 mg<br/>daily", "10 mg; 20 mg daily"),
        ("Placebo<br/>N=20", "Placebo N=20"),
    ],
)
def test_figures_keep_their_meaning(tmp_path: Path, markup: str, words: str) -> None:
    assert words_of(tmp_path, f"<paragraph>{markup}</paragraph>") == [words]


def test_two_breaks_end_a_paragraph_and_line_ends_of_the_file_do_not(tmp_path: Path) -> None:
    assert words_of(tmp_path, "one\n\n two<br/>\n<br/>three<paragraph>four</paragraph>five") == [
        "one two",
        "three",
        "four",
        "five",
    ]


def test_each_list_item_is_a_paragraph_behind_its_number(tmp_path: Path) -> None:
    text = (
        '<list listType="ordered" styleCode="LittleAlpha"><caption>Steps:</caption>'
        '<item>Wash<list listType="unordered"><item>twice</item></list></item>'
        "<item><paragraph>Dry</paragraph><paragraph>well</paragraph></item></list>"
        '<list listType="ordered"><item>One</item><item><caption>2b</caption>Two</item></list>'
        '<list listType="ordered" styleCode="BigRoman"><item>I</item><item>II</item></list>'
    )
    assert words_of(tmp_path, text) == [
        "Steps:",
        "a. Wash",
        "twice",
        "b. Dry",
        "well",
        "1. One",
        "2b Two",
        "I. I",
        "II. II",
    ]


def test_a_dose_table_keeps_merged_cells_caption_and_footnotes(tmp_path: Path) -> None:
    text = (
        "<table><caption>Table 1. Doses</caption><col/>"
        '<thead><tr><th rowspan="2">Weight</th><th colspan="2">Dose</th></tr>'
        '<tr><th>First<footnote ID="f1">Within an hour.</footnote></th><th>Then</th></tr></thead>'
        "<tfoot><tr><td>CrCl = clearance</td></tr></tfoot>"
        '<tbody><tr><td>under 40 kg</td><td rowspan="2">5 mg/kg</td>'
        '<td>2 mg<footnoteRef IDREF="f1"/></td></tr>'
        "<tr><td>40 kg or more<footnote>Adults too.</footnote></td>"
        '<td>4 mg<footnoteRef IDREF="lost"/></td></tr></tbody></table>'
        "<paragraph>Once<footnote>Only once.</footnote>.</paragraph>"
    )
    assert words_of(tmp_path, text) == [
        "Table 1. Doses",
        "Weight | Dose First* | Dose Then",
        "under 40 kg | 5 mg/kg | 2 mg*",
        "40 kg or more† | 5 mg/kg | 4 mg",
        "CrCl = clearance",
        "* Within an hour.",
        "† Adults too.",
        "Once*.",
        "* Only once.",
    ]


def test_a_table_without_marked_header_is_read_by_its_bold_row(tmp_path: Path) -> None:
    text = (
        '<table><tr><td><content styleCode="bold">Age</content></td>'
        '<td><content styleCode="bold">Dose</content></td></tr>'
        "<tr><td>4 years</td><td><list><item>20 mg</item><item>then 10 mg</item></list></td></tr>"
        "</table>"
    )
    assert words_of(tmp_path, text) == ["Age | Dose", "4 years | 20 mg; then 10 mg"]


def test_a_table_that_only_draws_a_box_is_read_as_text(tmp_path: Path) -> None:
    text = (
        "<table><caption>Remember</caption><tbody><tr><td><paragraph>Never crush.</paragraph>"
        "<list><item>Not even once</item></list></td><td> </td></tr></tbody></table>"
    )
    assert words_of(tmp_path, text) == ["Remember", "Never crush.", "Not even once"]


def test_more_footnotes_than_marks_stay_apart(tmp_path: Path) -> None:
    notes = "".join(f"<footnote>note {at}</footnote>" for at in range(8))
    lines = words_of(tmp_path, f"<paragraph>Text{notes}</paragraph>")
    assert lines[0] == "Text*†‡§¶#**††"
    assert lines[7:] == ["** note 6", "†† note 7"]


def test_a_label_without_text_has_no_blocks(tmp_path: Path) -> None:
    assert read(tmp_path, label()).blocks == ()
    empty = section(" <paragraph> </paragraph>", "8.1 Pregnancy", "42228-7")
    assert read(tmp_path, label(empty)).blocks == ()


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"", "broken XML"),
        (b"\x00\x01\xff", "broken XML"),
        (label(DOSE)[:-30], "broken XML"),
        (label(DOSE).replace("urn:hl7-org:v3", "urn:other"), "not an SPL document"),
        ("<ClinicalDocument xmlns='urn:hl7-org:v3'/>", "not an SPL document"),
        (label(DOSE).replace("25 mg", "&unknown; mg"), "names &unknown;"),
    ],
)
def test_a_file_that_is_no_whole_label_is_unreadable(
    tmp_path: Path, xml: str | bytes, reason: str
) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        read(tmp_path, xml)


@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY x "250">',
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY x "&b;&b;&b;">',
    ],
)
def test_a_dose_behind_an_entity_is_refused_not_dropped(tmp_path: Path, entities: str) -> None:
    xml = label(DOSE, head=f"<!DOCTYPE document [{entities}]>").replace("25 mg", "&x; mg")
    with pytest.raises(UnreadableDocument, match="entities"):
        read(tmp_path, xml)


def test_an_entity_bomb_is_never_expanded(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE document [<!ENTITY l0 "ha">{laughs}]>'
    for bomb in (
        label(DOSE, head=head).replace("25 mg", "&l11;"),
        label(DOSE, head=head, effective="&l11;"),
    ):
        with pytest.raises(UnreadableDocument):
            read(tmp_path, bomb)


def test_an_external_dtd_is_not_fetched(tmp_path: Path) -> None:
    head = '<!DOCTYPE document SYSTEM "http://dtd.example.invalid/never-fetched.dtd">'
    assert len(read(tmp_path, label(DOSE, head=head)).blocks) == 4
    behind = label(DOSE, head=head).replace("25 mg", "&x; mg")
    with pytest.raises(UnreadableDocument, match="entities"):
        read(tmp_path, behind)


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        ("<content>", "</content>"),
        ("<list><item>", "</item></list>"),
        ("<table><tr><td>a</td><td>", "</td></tr></table>"),
    ],
)
def test_elements_nested_beyond_measure_do_no_harm(
    tmp_path: Path, opened: str, closed: str
) -> None:
    def deep(levels: int) -> str:
        return label(section(f"{opened * levels}25 mg{closed * levels}", "2 DOSAGE"), product="")

    assert "25 mg" in " ".join(shown(read(tmp_path, deep(40)).blocks))
    with pytest.raises(UnreadableDocument, match="broken XML"):
        read(tmp_path, deep(5000))


def test_a_cell_that_claims_a_million_columns_gets_few(tmp_path: Path) -> None:
    text = (
        '<table><tr><td colspan="1000000">a</td><td rowspan="99999999">b</td></tr>'
        '<tr><td colspan="-1">c</td><td colspan="x">d</td></tr></table>'
    )
    (block,) = read(tmp_path, label(section(text, "2"), product="")).blocks[1:]
    assert block.table is not None
    assert len(block.table.rows[0]) <= 101


def test_a_file_too_large_for_the_memory_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spl, "LARGEST", 100)
    with pytest.raises(UnreadableDocument, match="at most 100"):
        read(tmp_path, label(DOSE))


@pytest.mark.parametrize(
    ("name", "content", "accepted"),
    [
        ("a.xml", label(DOSE).encode(), True),
        ("a.XML", label(DOSE).encode(), True),
        ("a.xml", label(DOSE).replace("UTF-8", "UTF-16").encode("utf-16"), True),
        ("a.xml", b'<?xml version="1.0"?><s:document xmlns:s="urn:hl7-org:v3"/>', True),
        ("a.xml", b'<ClinicalDocument xmlns="urn:hl7-org:v3"/>', False),
        ("a.xml", b"<PubmedArticleSet/>", False),
        ("a.xml", b"", False),
        ("a.xml", bytes(range(256)), False),
        ("a.txt", label(DOSE).encode(), False),
    ],
)
def test_only_spl_labels_are_accepted(
    tmp_path: Path, name: str, content: bytes, accepted: bool
) -> None:
    assert SplReader().accepts(written(tmp_path, name, content)) is accepted


def test_the_encoding_a_label_declares_is_read(tmp_path: Path) -> None:
    xml = label(section("<paragraph>≥ 25 µg</paragraph>", "2 DOSAGE")).replace("UTF-8", "UTF-16")
    assert shown(read(tmp_path, xml.encode("utf-16")).blocks)[-1] == "≥ 25 µg"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    if not LABELS.is_dir():
        pytest.skip(f"{LABELS} is not on this machine")
    return {path.stem: path for path in real_labels(tmp_path_factory.mktemp("labels"))}


def letters(text: str) -> Counter[str]:
    return Counter(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def test_no_letter_or_figure_of_the_real_labels_is_lost(real: dict[str, Path]) -> None:
    assert len(real) == 6
    for path in real.values():
        document = read_one(SplReader(), written(path.parent, path.name, path.read_bytes()))
        said = letters("".join(shown(document.blocks[2:])))
        root = etree.parse(str(path)).getroot()
        for part in root.iterfind(f".//{V3}section"):
            for own in (*part.iterfind(f"{V3}title"), *part.iterfind(f"{V3}text")):
                said.subtract(letters("".join(own.itertext())))
        missing = +Counter({letter: -count for letter, count in said.items()})
        assert sum(missing.values()) == 0, path.name


def test_the_real_labels_have_the_structure_they_print(real: dict[str, Path]) -> None:
    counts = {}
    for name, path in real.items():
        document = read_one(SplReader(), written(path.parent, path.name, path.read_bytes()))
        stated = document.stated
        assert all((stated.effective, stated.url, stated.publisher, stated.version))
        assert document.stated.jurisdiction == "US"
        tables = sum(block.kind is BlockKind.TABLE for block in document.blocks)
        headings = {block.text for block in document.blocks if block.kind is BlockKind.HEADING}
        counts[name] = (len(document.blocks), tables, "Boxed Warning" in headings)
    assert counts == {
        "humira": (826, 19, True),
        "lipitor-orig": (494, 12, False),
        "lipitor-repack": (375, 12, False),
        "no-title": (139, 1, True),
        "remdesivir-eua-2020": (559, 17, True),
        "viagra": (408, 9, False),
    }


def test_a_real_dose_table_reads_as_its_markup_says(real: dict[str, Path]) -> None:
    """Two doses span two rows each; checked by eye against the XML."""
    path = real["remdesivir-eua-2020"]
    document = read_one(SplReader(), written(path.parent, path.name, path.read_bytes()))
    spanned = [
        block.table
        for block in document.blocks
        if block.table is not None and block.table.header[:1] == ("VEKLURY dose",)
    ]
    assert [len(table.rows) for table in spanned] == [4]
    digest = hashlib.sha256("\n".join("|".join(row) for row in spanned[0].rows).encode())
    assert digest.hexdigest()[:16] == "42d5329ffb46c3ef"


def test_a_title_that_begins_the_sentence_stands_in_the_text(tmp_path: Path) -> None:
    """`with other drugs` alone would say the reverse of the label."""
    items = "<list><item>with other drugs</item><item>if you bleed</item></list>"
    assert told(
        tmp_path,
        section(items, "Do not use", "50570-1"),
        section("<paragraph>rash occurs</paragraph>", "Stop use and ask a doctor if", "50566-9"),
    ) == [
        "# Do Not Use",
        "Do not use",
        "with other drugs",
        "if you bleed",
        "# Stop Use",
        "Stop use and ask a doctor if",
        "rash occurs",
    ]


def test_a_footnote_never_takes_a_mark_that_the_table_itself_uses(tmp_path: Path) -> None:
    table = (
        "<table><tbody><tr><td>30-50<sup>*</sup></td>"
        "<td>12.5 mg<footnote>Round down.</footnote></td></tr></tbody>"
        "<tfoot><tr><td>* Not studied in dialysis.</td></tr></tfoot></table>"
    )
    assert told(tmp_path, section(table, "Dose")) == [
        "# Dose",
        "30-50* | 12.5 mg\u2020",
        "* Not studied in dialysis.",
        "\u2020 Round down.",
    ]
