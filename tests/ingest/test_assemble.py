"""The text of a document and its structure. All clinical wording is illustrative."""

from app.domain.corpus import Provenance
from app.domain.formulary import FormularyRow
from ingest.assemble import Assembled, assemble
from ingest.reading import Block, BlockKind, ReadDocument, Table

PROVENANCE = Provenance(source="sample", licence="CC0-1.0")


def heading(text: str, level: int = 1, page: int | None = None) -> Block:
    return Block(kind=BlockKind.HEADING, text=text, level=level, page=page)


def prose(text: str, page: int | None = None) -> Block:
    return Block(kind=BlockKind.PROSE, text=text, page=page)


def table(header: tuple[str, ...], *rows: tuple[str, ...]) -> Block:
    return Block(kind=BlockKind.TABLE, table=Table(header=header, rows=rows))


def assembled(*blocks: Block, title: str | None = "Guide", record: str | None = None) -> Assembled:
    return assemble(
        ReadDocument(title=title, blocks=blocks, record=record), "guides/exampril.md", PROVENANCE
    )


def lines(made: Assembled) -> list[str]:
    return [piece.span.of(made.document.text) for piece in made.pieces]


def test_blocks_are_lines_with_an_empty_line_between() -> None:
    made = assembled(heading("Dose"), prose("Give\n2.5\u00a0mg. "), prose("  "), prose("Review."))
    assert made.document.text == "Dose\n\nGive 2.5 mg.\n\nReview."
    assert lines(made) == ["Give 2.5 mg.", "Review."]


def test_sections_carry_every_heading_above_them() -> None:
    made = assembled(
        prose("Before."),
        heading("Dose"),
        heading("Renal", 2),
        prose("Halve."),
        heading("Hepatic", 2),
        heading("Monitoring"),
        prose("Check."),
    )
    paths = [section.path for section in made.document.sections]
    assert paths == [
        ("Guide",),
        ("Guide", "Dose"),
        ("Guide", "Dose", "Renal"),
        ("Guide", "Dose", "Hepatic"),
        ("Guide", "Monitoring"),
    ]
    assert [paths[piece.section] for piece in made.pieces] == [paths[0], paths[2], paths[4]]
    spans = [section.span for section in made.document.sections]
    assert spans[0].start == 0
    assert [s.end for s in spans] == [*(s.start for s in spans[1:]), len(made.document.text)]


def test_a_skipped_heading_level_does_not_break_the_path() -> None:
    made = assembled(heading("Deep", 4), heading("Deeper", 6), heading("Shallow", 2), prose("x"))
    assert [s.path[1:] for s in made.document.sections] == [
        ("Deep",),
        ("Deep", "Deeper"),
        ("Shallow",),
    ]


def test_a_heading_that_repeats_the_title_is_not_in_the_path_twice() -> None:
    made = assembled(heading("GUIDE"), heading("Dose", 2), prose("Halve."))
    assert made.document.sections[made.pieces[0].section].path == ("Guide", "Dose")


def test_a_row_repeats_its_header_and_leaves_empty_cells_out() -> None:
    made = assembled(
        table(
            ("Renal function", "Dose", "Note:"),
            ("CrCl 15-29 mL/min", "2.5 mg", ""),
            ("", "", ""),
            ("CrCl < 15 mL/min", "avoid", "seek advice."),
        )
    )
    assert lines(made) == [
        "Renal function: CrCl 15-29 mL/min; Dose: 2.5 mg.",
        "Renal function: CrCl < 15 mL/min; Dose: avoid; Note: seek advice.",
    ]
    assert [piece.table for piece in made.pieces] == [0, 0]


def test_a_table_without_a_header_keeps_its_cells_apart() -> None:
    assert lines(assembled(table((), ("Exampril", "", "2.5 mg")))) == ["Exampril | 2.5 mg"]


def test_a_row_stays_with_the_label_that_spans_the_table_above_it() -> None:
    made = assembled(
        table(
            ("Drug", "Dose"),
            ("Children", "Children"),
            ("Exampril", "1 mg"),
            ("Adults:", "Adults:"),
            ("Exampril", "5 mg"),
            ("Doses are illustrative.", "Doses are illustrative."),
            ("Otheril", "7 mg"),
        )
    )
    assert lines(made) == [
        "Children",
        "Children; Drug: Exampril; Dose: 1 mg.",
        "Adults:",
        "Adults; Drug: Exampril; Dose: 5 mg.",
        "Doses are illustrative.",
        "Drug: Otheril; Dose: 7 mg.",
    ]


def test_a_row_wider_or_narrower_than_its_header_loses_no_cell() -> None:
    made = assembled(table(("Drug", "Dose"), ("A", "1 mg", "with food"), ("B",)))
    assert lines(made) == ["Drug: A; Dose: 1 mg; with food.", "Drug: B."]


def test_a_typed_row_keeps_its_record() -> None:
    records = (FormularyRow(drug="A", dose="1"), FormularyRow(drug="B", dose="2"))
    block = Block(
        kind=BlockKind.TABLE,
        table=Table(header=("Drug", "Dose"), rows=(("A", "1"), ("B", "2")), records=records),
    )
    assert [piece.record for piece in assembled(block).pieces] == list(records)


def test_pages_begin_where_their_first_block_does_and_may_be_empty() -> None:
    made = assembled(
        heading("Dose", page=1), prose("One.", 1), prose("Three.", 3), prose("Also."), prose("4", 4)
    )
    text = made.document.text
    assert [page.of(text) for page in made.document.pages] == [
        "Dose\n\nOne.\n\n",
        "",
        "Three.\n\nAlso.\n\n",
        "4",
    ]


def test_a_format_without_pages_has_none() -> None:
    assert assembled(prose("One.")).document.pages == ()


def test_a_document_without_a_title_takes_its_first_heading_or_the_file_name() -> None:
    assert assembled(heading("Exampril"), title=None).document.card.title == "Exampril"
    assert assembled(prose("One."), title=" ").document.card.title == "exampril"


def test_a_record_is_part_of_the_origin() -> None:
    assert assembled(prose("x"), record="123").document.card.origin == "guides/exampril.md#123"


def test_the_same_words_have_the_same_id_and_other_words_another() -> None:
    first, again = assembled(prose("2.5 mg")), assembled(prose(" 2.5\u00a0mg"))
    assert first.document.id == again.document.id
    assert first.document.id != assembled(prose("25 mg")).document.id
    assert first.document.id != assembled(prose("2.5 mg"), title="Other").document.id


def test_a_document_of_nothing_has_no_pieces() -> None:
    made = assembled(prose(" "), heading(""))
    assert made.document.text == ""
    assert made.pieces == ()


def test_a_regimen_below_its_indication_repeats_it() -> None:
    made = assembled(
        table(
            (),
            ("Recommended regimens*",),
            ("Early illness:",),
            ("Examplol 2.4 units once",),
            ("-OR-",),
            ("Examplamab 1 g once",),
            ("Late illness:",),
            ("Examplol 7.2 units in all",),
            ("* Our own words.",),
        )
    )
    assert lines(made) == [
        "Recommended regimens*",
        "Early illness:",
        "Early illness: Examplol 2.4 units once",
        "-OR-",
        "Early illness: Examplamab 1 g once",
        "Late illness:",
        "Late illness: Examplol 7.2 units in all",
        "* Our own words.",
    ]
