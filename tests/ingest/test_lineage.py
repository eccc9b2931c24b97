from ingest.lineage import Succession, warnings

AF = Succession(
    place="/lib/af-2019.md",
    origin="af-2019.md",
    successor="/lib/af-2024.md",
    declared="af-2024.md",
)


def test_a_successor_that_was_ingested_needs_no_word() -> None:
    assert warnings([AF], lambda place: place == "/lib/af-2024.md") == ()


def test_a_successor_that_is_not_there_is_told_with_both_names() -> None:
    (warning,) = warnings([AF], lambda _: False)
    assert "af-2019.md" in warning
    assert "/lib/af-2024.md" in warning
    assert "stays superseded" in warning


def test_a_document_that_succeeds_itself_is_told() -> None:
    loop = AF.model_copy(update={"successor": AF.place})
    (warning,) = warnings([loop], lambda _: True)
    assert "the document itself" in warning
