"""PDF pages as typesetters really make them: what a person's eye found read out of order."""

from collections.abc import Callable
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from app.domain.corpus import Provenance
from ingest.assemble import assemble
from ingest.reading import BlockKind
from ingest.split import split
from tests.ingest.sources.test_pdf import LEADING, LEFT, RIGHT, TOP, column, draw, prose, read


def test_years_down_a_first_column_are_no_line_numbers(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        column(canvas, LEFT, ["Illustrative cases by year, from the first to the last of them"])
        for at in range(12):
            canvas.drawString(LEFT, TOP - (at + 2) * LEADING, str(1987 + at))
            canvas.drawString(LEFT + 90, TOP - (at + 2) * LEADING, f"{at + 3} cases reported")

    text = " ".join(prose(read(draw(tmp_path / "a.pdf", page))))
    assert all(str(year) in text for year in range(1987, 1999))


def test_every_power_of_a_range_stays_a_power(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        text = canvas.beginText(LEFT, TOP)
        for base, power in (("They shed 10", "8"), ("\u201310", "9")):
            text.setFont("Helvetica", 10)
            text.setRise(0)
            text.textOut(base)
            text.setFont("Helvetica", 6)
            text.setRise(4)
            text.textOut(power)
        text.setFont("Helvetica", 10)
        text.setRise(0)
        text.textOut(" illustrative spores.")
        canvas.drawText(text)

    (text,) = prose(read(draw(tmp_path / "a.pdf", page)))
    assert "10^8\u201310^9" in text.replace(" ", "")
    assert "109" not in text


def test_the_end_of_a_summary_over_both_columns_comes_first(tmp_path: Path) -> None:
    wide = (
        "the summary, which this line of it ends over both columns of an illustrative page, here."
    )

    def first(canvas: Canvas) -> None:
        column(canvas, LEFT, ["An illustrative summary begins on the page before, as", "part of"])

    def second(canvas: Canvas) -> None:
        column(canvas, LEFT, ["The left column says its words and", "stops in the middle of"])
        column(canvas, RIGHT, ["the right one, where they end."])
        canvas.drawString(LEFT, TOP + 40, wide)

    said = prose(read(draw(tmp_path / "a.pdf", first, second)))
    assert said[0].endswith(f"as part of {wide}")
    assert "stops in the middle of the right one, where they end." in said[1]


def test_a_word_cut_at_a_column_goes_on_behind_a_box_in_the_same_type(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        column(canvas, LEFT, ["The illustrative test is as good as it can be com-"], TOP - 300)
        canvas.setFont("Helvetica-Bold", 8)
        canvas.drawString(LEFT, TOP, "BOX 1. Persons of illustration")
        canvas.setFont("Helvetica", 10)
        column(canvas, LEFT, ["\u2022 persons of one kind;", "\u2022 other persons"], TOP - 30)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(LEFT, TOP - 60, "Source: our own writing.")

    def second(canvas: Canvas) -> None:
        column(canvas, LEFT, ["pared with another, and no more is said of it."])

    said = prose(read(draw(tmp_path / "a.pdf", page, second)))
    assert (
        "The illustrative test is as good as it can be compared with another, and no more is said "
        "of it." in said
    )
    assert "\u2022 other persons" in said


def test_a_line_a_little_larger_stays_in_its_sentence(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        column(canvas, LEFT, ["Illustrative words stand here and there."] * 6, TOP)
        column(canvas, LEFT, ["Some receive corticosteroids"], TOP - 8 * LEADING)
        canvas.setFont("Helvetica", 10.7)
        canvas.drawString(LEFT, TOP - 9 * LEADING, "equivalent to 15 mg a day, or")
        canvas.setFont("Helvetica", 10)
        column(canvas, LEFT, ["other drugs of illustration."], TOP - 10 * LEADING)

    assert (
        "Some receive corticosteroids equivalent to 15 mg a day, or other drugs of illustration."
        in " ".join(prose(read(draw(tmp_path / "a.pdf", page))))
    )


def test_items_below_an_item_are_items(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        column(canvas, LEFT, ["\u2022 Everywhere"])
        column(canvas, LEFT + 12, ["\u2013 drink from bottles", "\u2013 wash"], TOP - LEADING)
        column(canvas, LEFT + 20, ["\u00ba before meals,", "\u00ba after them"], TOP - 3 * LEADING)

    assert prose(read(draw(tmp_path / "a.pdf", page)))[-5:] == [
        "\u2022 Everywhere",
        "\u2013 drink from bottles",
        "\u2013 wash",
        "\u00ba before meals,",
        "\u00ba after them",
    ]


def test_references_in_small_bold_type_head_a_section(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        column(canvas, LEFT, ["Illustrative words of the last section stand here."] * 8)
        canvas.setFont("Helvetica-Bold", 8)
        canvas.drawString(LEFT, TOP - 150, "References")
        canvas.setFont("Helvetica", 8)
        canvas.drawString(LEFT, TOP - 160, "1. Someone A. An illustrative title. 2010.")

    blocks = read(draw(tmp_path / "a.pdf", page)).blocks
    assert [b.text for b in blocks if b.kind is BlockKind.HEADING] == ["References"]


def test_compounds_broken_at_their_hyphen_keep_it(tmp_path: Path) -> None:
    lines = [
        "The available peer-",
        "reviewed literature of person-to-",
        "person spread, of data-",
        "driven work and of illustra-",
        "tion, chemo-",
        "therapeutic and more",
    ]
    (text,) = prose(read(draw(tmp_path / "a.pdf", lambda canvas: column(canvas, LEFT, lines))))
    assert text == (
        "The available peer-reviewed literature of person-to-person spread, of data-driven work "
        "and of illustration, chemotherapeutic and more"
    )


def test_a_passage_names_the_pages_its_own_words_stand_on(tmp_path: Path) -> None:
    said = "Illustrative sentence number {} goes from one margin to the other one here. "

    def page(first: int) -> Callable[[Canvas], None]:
        lines = [said.format(at) for at in range(first, first + 30)]
        return lambda canvas: column(canvas, LEFT, lines)

    path = draw(tmp_path / "a.pdf", page(100), page(200), page(300))
    document = assemble(read(path), "a.pdf", Provenance(source="ours", licence="ours"))
    passages = split(document).passages
    assert len(passages) > 5
    for passage in passages:
        numbers = [int(word) // 100 for word in passage.text.split() if word.isdecimal()]
        assert passage.pages == (numbers[0], numbers[-1])
