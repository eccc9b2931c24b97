"""Tagged tables whose tags leave unsaid which column a cell is in, or what stands in it."""

from ingest.reading import Table
from ingest.sources.pdf_page import Line, Page, Word
from ingest.sources.pdf_tables import find_tables
from ingest.sources.pdf_tags import Cell, Tag

Said = tuple[str, float, int]
"""A cell's words, the x they begin at, the columns it spans."""


def page(*rows: list[Said], heads: int = 1) -> Page:
    """A page of one tagged table; a cell's lines are parted by `|`, by `||` where more room is."""
    lines = []
    y = 700.0
    for at, row in enumerate(rows):
        column = 0
        for text, x, span in row:
            tag = Tag(cell=Cell(table=0, row=at, column=column, span=span, head=at < heads))
            down = y
            for line in text.replace("||", "|~").split("|"):
                down -= 5 if line.startswith("~") else 0
                lines.append(words(line.lstrip("~"), x, down, tag))
                down -= 10
            column += span
        y -= 80
    return Page(1, 612, 792, tuple(lines), ())


def words(text: str, x: float, y: float, tag: Tag) -> Line:
    made = []
    for word in text.split():
        made.append(Word(word, x, x + 5 * len(word), y, y + 8, tag))
        x += 5 * len(word) + 3
    return Line(tuple(made), 10, bold=False, baseline=y)


def table(made: Page) -> Table:
    (found,) = find_tables(made)
    return found.table


def test_names_below_a_wide_one_stand_over_their_own_columns() -> None:
    made = table(
        page(
            [("Condition", 50, 1), ("Category", 250, 8), ("Comments", 450, 1)],
            [("Pill", 190, 3), ("Injection", 262, 3), ("Implant", 335, 2)],
            [("Example", 50, 1), ("2", 200, 3), ("3", 280, 3), ("1", 350, 2), ("None", 450, 1)],
            [("Other", 50, 1), ("1", 200, 3), ("2", 280, 3), ("4", 350, 2), ("Some", 450, 1)],
            [("Third", 50, 1), ("1", 200, 3), ("3", 280, 3), ("2", 350, 2)],
            heads=2,
        )
    )
    pill, injection, implant = "Category Pill", "Category Injection", "Category Implant"
    assert made.header == ("Condition", pill, injection, implant, "Comments")
    assert made.rows == (
        ("Example", "2", "3", "1", "None"),
        ("Other", "1", "2", "4", "Some"),
        ("Third", "1", "3", "2", ""),
    )


def test_two_values_of_one_column_stay_with_it_and_with_their_condition() -> None:
    made = table(
        page(
            [("Condition", 50, 1), ("Pill", 200, 2), ("Injection", 290, 2), ("Comments", 450, 1)],
            [("Example", 50, 1), ("2", 210, 2), ("3", 300, 2), ("None", 450, 1)],
            [("Stroke", 50, 1), ("Start", 180, 1), ("Later", 230, 1), ("Rare", 450, 1)],
            [("2", 190, 1), ("3", 235, 1), ("3", 300, 2)],
        )
    )
    assert made.rows[1:] == (
        ("Stroke", "Start; Later", "", "Rare"),
        ("Stroke", "2; 3", "3", ""),
    )


def test_regimens_below_each_other_in_a_cell_are_set_apart() -> None:
    made = table(
        page(
            [("Population", 50, 1), ("Drugs", 200, 1), ("Series of doses", 400, 1)],
            [
                ("Adults", 50, 1),
                ("One of these:||Examplol, 5 mg||Examplamab, 1 g by mouth or vein", 200, 1),
                ("three doses of it, the first|as soon as possible, and then|two more", 400, 1),
            ],
        )
    )
    assert made.rows[0][1:] == (
        "One of these: Examplol, 5 mg; Examplamab, 1 g by mouth or vein",
        "three doses of it, the first as soon as possible, and then two more",
    )
