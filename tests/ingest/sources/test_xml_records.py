"""XML record by record: what a root is told from, and what is never expanded or fetched."""

from pathlib import Path

import pytest
from lxml import etree

from app.domain.errors import UnreadableDocument
from ingest.screening.hidden import Hidden
from ingest.sources.xml_records import SNIFFED, comments_out, opening, records

BOMB = (
    "<!DOCTYPE set [<!ENTITY a 'xxxxxxxxxx'>"
    + "".join(
        f"<!ENTITY {name} '{f'&{inner};' * 20}'>"
        for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def file(folder: Path, content: str | bytes) -> Path:
    path = folder / "some.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "root"),
    [
        ("<set/>", "set"),
        ("\ufeff<?xml version='1.0'?>\n<!-- <other> -->\n<set a='1'>", "set"),
        ("<!DOCTYPE set PUBLIC '-//X//' 'x.dtd'><set>", "set"),
        ("<!DOCTYPE set [<!ENTITY e '<other>]'> ]><set>", "set"),
        ("<x:set xmlns:x='urn:x'>", "set"),
        ("<?xml version='1.0' encoding='UTF-16'?><set/>".encode("utf-16"), "set"),
        ("", ""),
        ("no markup at all", ""),
        ("text <set>", ""),
        (b"\x00\xff\xfe\x80<", ""),
        (b"<?xml " * 2000, ""),
        (b"<!-- a --" * 2000, ""),
    ],
)
def test_the_root_is_told_from_the_first_bytes(
    tmp_path: Path, content: str | bytes, root: str
) -> None:
    found = opening(file(tmp_path, content))
    assert found.root == root
    assert len(found.head) <= SNIFFED


def test_looking_at_bytes_that_never_open_an_element_takes_no_time(tmp_path: Path) -> None:
    assert opening(file(tmp_path, b"<?a?>" * 800)).root == ""


def test_a_record_is_found_in_any_namespace_and_let_go_of(tmp_path: Path) -> None:
    rows = "".join(f"<row>{number}</row>" for number in range(3000))
    path = file(tmp_path, f"<set xmlns='urn:example'>{rows}</set>")
    read = [(row.text, len(list(row.itersiblings(preceding=True)))) for row in records(path, "row")]
    assert [text for text, _ in read] == [str(number) for number in range(3000)]
    assert max(before for _, before in read) <= 1


@pytest.mark.parametrize(
    "record", ["<row>&i;</row>", "<row name='&i;'/>"], ids=["in text", "in an attribute"]
)
def test_an_entity_bomb_is_refused_or_left_unexpanded(tmp_path: Path, record: str) -> None:
    path = file(tmp_path, f"{BOMB}<set>{record}</set>")
    with pytest.raises(UnreadableDocument, match="broken"):
        list(records(path, "row"))


def test_comments_are_set_apart_and_the_words_around_them_stay(tmp_path: Path) -> None:
    path = file(tmp_path, "<set><row>a<!-- one --> b<?go on?><c>c<!----></c> d</row></set>")
    told = [(comments_out(row), etree.tostring(row)) for row in records(path, "row")]
    assert told == [((Hidden(how="in a comment", text=" one "),), b"<row>a b<c>c</c> d</row>")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "broken after 0"),
        ("<set><row>1</row><row>2", "broken after 1"),
        ("<set/>", "holds no <row>"),
        ("<row>" * 300 + "</row>" * 300, "broken"),
        ("<?xml version='1.0' encoding='no-such'?><set/>", "broken"),
    ],
)
def test_a_broken_file_says_how_far_it_was_read(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        list(records(file(tmp_path, content), "row"))
