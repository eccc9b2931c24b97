"""The ONC list's odd shape, on a list of our own of the same shape, and on the real one."""

from pathlib import Path

import pytest

from eval.jsonl import read_jsonl
from eval.makers.onc_high_priority import make
from eval.suite import MakeRequest, UnusableSet
from eval.suites.interactions import DrugPair

HEADER = "#,Object Class,Object Drug,Precipitant Class,Precipitant Drug\n"
LIST = (
    HEADER
    + """,,,,
2,Itch pills,Examplol,XYZ inhibitors / Alphas,Sampline
,,Demolol,,Trialine
,,,XYZ inhibitors / Betas,Betaline
,,,,
,,,,
5,"Sleep pills
(SPs)",Dormol,XYZ inhibitors / Betaline,Sampline
,,NSAID,,
,,,,
6,,Sampline,,Examplol
,,,,Sampline
,,,,
7,Heart pills,,Heart pills,
9,,St Rue\N{RIGHT SINGLE QUOTATION MARK}s leaf,,Voreconazole
"""
)
ONC = Path(__file__).parents[4] / "shared" / "data" / "drugs" / "onc_high_priority.csv"


def made(tmp_path: Path, text: str) -> tuple[DrugPair, ...]:
    data = tmp_path / "list.csv"
    data.write_text(text, encoding="utf-8")
    out = tmp_path / "set.jsonl"
    lines = make(MakeRequest(data=data, out=out))
    pairs = read_jsonl(out, DrugPair)
    assert len(pairs) == lines
    return pairs


def of(pairs: tuple[DrugPair, ...], entry: str) -> set[tuple[str, str]]:
    return {(one.drug_a, one.drug_b) for one in pairs if one.category == entry}


def test_every_member_of_one_side_is_paired_with_every_member_of_the_other(tmp_path: Path) -> None:
    assert of(made(tmp_path, LIST), "2") == {
        ("Examplol", "Sampline"),
        ("Examplol", "Trialine"),
        ("Examplol", "Betaline"),
        ("Demolol", "Sampline"),
        ("Demolol", "Trialine"),
        ("Demolol", "Betaline"),
    }


def test_a_drug_that_slipped_into_the_class_is_a_member_too(tmp_path: Path) -> None:
    assert of(made(tmp_path, LIST), "5") == {("Dormol", "Betaline"), ("Dormol", "Sampline")}


def test_a_class_that_stands_among_the_drugs_is_left_out(tmp_path: Path) -> None:
    assert not [one for one in made(tmp_path, LIST) if "NSAID" in (one.drug_a, one.drug_b)]


def test_a_pair_seen_before_the_other_way_round_and_a_drug_with_itself_are_left_out(
    tmp_path: Path,
) -> None:
    assert of(made(tmp_path, LIST), "6") == set()


def test_classes_without_members_give_no_pair_and_names_are_put_right(tmp_path: Path) -> None:
    pairs = made(tmp_path, LIST)
    assert of(pairs, "7") == set()
    assert of(pairs, "9") == {("St Rue's leaf", "Voriconazole")}
    assert {one.expected for one in pairs} == {"interaction"}
    assert len({one.id for one in pairs}) == len(pairs) == 9


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "list.csv:1: not the list's header"),
        ("a,b,c,d,e\n1,,x,,y\n", "list.csv:1: not the list's header"),
        (HEADER, "names no pair"),
        (HEADER + '3,"A\nB",x,,y\n4,,z\n', "list.csv:4: 3 cells, not 5"),
        (HEADER + ",,,,\n,,x,,y\n", "list.csv:3: the first entry has no number"),
    ],
)
def test_another_file_is_an_error_and_leaves_nothing(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UnusableSet, match=said):
        made(tmp_path, text)
    assert not (tmp_path / "set.jsonl").exists()


@pytest.mark.skipif(not ONC.is_file(), reason="the public data is not on this machine")
def test_the_real_list_gives_every_entry_but_the_one_without_members(tmp_path: Path) -> None:
    out = tmp_path / "onc.jsonl"
    assert make(MakeRequest(data=ONC, out=out)) == 396
    pairs = read_jsonl(out, DrugPair)
    numbers = "3 4 6 8 11 16 20 22 23 25 27 28 30 31".split()  # noqa: SIM905
    assert list(dict.fromkeys(one.category for one in pairs)) == numbers
    assert ("Simvastatin", "Indinavir") in of(pairs, "25")
    assert ("Simvastatin", "Voriconazole") in of(pairs, "25")
    assert len(of(pairs, "23")) == 9 * 6


def test_by_all_names_every_pair_stands_in_both_orders_by_generic_and_by_brand(
    tmp_path: Path,
) -> None:
    data, out = tmp_path / "list.csv", tmp_path / "set.jsonl"
    data.write_text(HEADER + "2,Statins,Simvastatin,Macrolides,Clarithromycin\n", encoding="utf-8")
    make(MakeRequest(data=data, out=out, options=(("names", "all"),)))
    found = {(one.drug_a.lower(), one.drug_b.lower()) for one in read_jsonl(out, DrugPair)}
    assert {
        ("simvastatin", "clarithromycin"),
        ("clarithromycin", "simvastatin"),
        ("zocor", "clarithromycin"),
        ("biaxin", "zocor"),
    } <= found
    with pytest.raises(UnusableSet, match="names=brand"):
        make(MakeRequest(data=data, out=out, options=(("names", "brand"),)))
