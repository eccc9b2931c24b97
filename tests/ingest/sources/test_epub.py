"""EPUB books. All clinical wording is illustrative."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import UnreadableDocument
from ingest.reading import ReadDocument
from ingest.sources.epub import EpubReader
from tests.ingest.sources.reading import read_one, shown, written

CONTAINER = """<?xml version="1.0"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>
<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""
XHTML = "application/xhtml+xml"
PAGE = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head><title/><script src="a.js"/></head><body>{}</body></html>"""
DOSE = PAGE.format("<h1>Dose</h1><p>Give 5 mg.</p>")


def opf(
    pages: dict[str, str],
    metadata: str = "<dc:title>Examplol handbook</dc:title>",
    spine: str = "",
    guide: str = "",
    manifest: str = "",
) -> str:
    items = "".join(
        f'<item id="i{at}" href="{name}" media-type="{XHTML}"/>' for at, name in enumerate(pages)
    )
    places = spine or "".join(f'<itemref idref="i{at}"/>' for at in range(len(pages)))
    return f"""<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"
      xmlns:opf="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <metadata>{metadata}</metadata><manifest>{items}{manifest}</manifest>
      <spine>{places}</spine><guide>{guide}</guide></package>"""


def zipped(parts: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def book(pages: dict[str, str], opf_: str = "", **parts: str) -> bytes:
    """A book with these pages; `parts` are further files, `__` standing for `/`."""
    more = {name.replace("__", "/") + ".xml": content for name, content in parts.items()}
    return zipped(
        {
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": opf_ or opf(pages),
            **{f"OEBPS/{name}": content for name, content in pages.items()},
            **more,
        }
    )


def read(folder: Path, content: bytes) -> ReadDocument:
    return read_one(EpubReader(), written(folder, "book.epub", content))


def test_chapters_come_in_the_order_of_the_spine(tmp_path: Path) -> None:
    pages = {
        "z.xhtml": PAGE.format("<h1>Dose</h1><p>Give 5 mg.</p>"),
        "a b.xhtml": PAGE.format("<h1>Use</h1><ul><li>For adults</li></ul>"),
    }
    made = read(tmp_path, book(pages, opf({"z.xhtml": "", "a%20b.xhtml": ""})))
    assert made.title == "Examplol handbook"
    assert shown(made.blocks) == ["# Dose", "Give 5 mg.", "# Use", "For adults"]


def test_tables_and_raised_figures_are_read_as_on_pages(tmp_path: Path) -> None:
    body = (
        "<p>Platelets 10<sup>9</sup>/L</p><table><tr><th>CrCl</th><th>Dose</th></tr>"
        "<tr><td>&lt;30</td><td>2.5&nbsp;mg</td></tr></table>"
    )
    made = read(tmp_path, book({"a.xhtml": PAGE.format(body)}))
    assert shown(made.blocks) == ["Platelets 10\u2079/L", "CrCl | Dose", "<30 | 2.5 mg"]


def test_page_numbers_and_note_marks_never_run_into_a_dose(tmp_path: Path) -> None:
    body = (
        '<p>Give 5<span epub:type="pagebreak" id="p12">12</span> mg'
        '<a epub:type="noteref" href="#n3">3</a> or<sup><a role="doc-noteref" href="#n4">4</a>'
        '</sup> less.</p><aside epub:type="footnote" id="n3">At night <a href="#">back</a>.</aside>'
    )
    made = read(tmp_path, book({"a.xhtml": PAGE.format(body)}))
    assert shown(made.blocks) == ["Give 5 mg[3] or[4] less.", "At night back."]


def test_what_is_not_the_books_text_is_left_out_and_no_chapter_with_it(tmp_path: Path) -> None:
    links = "".join(f"<p><a href='c.xhtml#{n}'>Dose of examplol {n}</a></p>" for n in range(9))
    pages = {
        "cover.xhtml": PAGE.format("<p>Examplol handbook</p>"),
        "nav.xhtml": PAGE.format(f"<nav epub:type='toc'>{links}</nav>"),
        "toc.xhtml": PAGE.format(links),
        "called_toc.xhtml": PAGE.format("<p>Weigh the patient. <a href='c.xhtml'>See</a></p>"),
        "c.xhtml": DOSE,
        "answers.xhtml": PAGE.format("<p>Answers to the quiz.</p>"),
    }
    spine = "".join(f'<itemref idref="i{n}"/>' for n in (0, 2, 3, 4, 4))
    made = opf(
        pages,
        spine=f'<itemref idref="nav"/>{spine}<itemref idref="i5" linear="no"/>',
        guide='<reference type="cover" href="cover.xhtml"/><reference type="toc" href="toc.xhtml"/>'
        '<reference type="toc" href="called_toc.xhtml"/><reference type="index" href="c.xhtml#i"/>',
        manifest=f'<item id="nav" href="nav.xhtml" media-type="{XHTML}" properties="nav"/>',
    )
    blocks = read(tmp_path, book(pages, made)).blocks
    assert shown(blocks) == ["Weigh the patient. See", "# Dose", "Give 5 mg."]


@pytest.mark.parametrize("contents", ["nav", "ncx"])
def test_a_chapter_without_a_heading_takes_its_name_from_the_contents(
    tmp_path: Path, contents: str
) -> None:
    pages = {
        "text/a.xhtml": PAGE.format("<p>DOSE</p><p>Give 5 mg.</p>"),
        "text/b.xhtml": PAGE.format("<p>For adults.</p>"),
    }
    nav = (
        '<nav epub:type="toc"><a href="text/a.xhtml">Dose</a> <a href="text/b.xhtml">Use</a></nav>'
    )
    ncx = "".join(
        f'<navPoint><navLabel><text>{name}</text></navLabel><content src="text/{file}.xhtml"/>'
        "</navPoint>"
        for name, file in (("Dose", "a"), ("Use", "b"))
    )
    if contents == "nav":
        content = PAGE.format(nav)
        item = f'<item id="t" href="t.xhtml" media-type="{XHTML}" properties="nav"/>'
    else:
        content = f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{ncx}</navMap></ncx>'
        item = '<item id="t" href="t.xhtml" media-type="application/x-dtbncx+xml"/>'
    made = read(tmp_path, book({**pages, "t.xhtml": content}, opf(pages, manifest=item)))
    assert shown(made.blocks) == ["# Dose", "Give 5 mg.", "# Use", "For adults."]


@pytest.mark.parametrize(
    ("said", "published"),
    [
        ("<dc:date>2012-05-30T00:00:00Z</dc:date>", date(2012, 5, 30)),
        ("<dc:date opf:event='modification'>2020-01-01</dc:date><dc:date>2012-05</dc:date>",
         date(2012, 5, 1)),
        ("<dc:date>2012</dc:date>", date(2012, 1, 1)),
        ("<dc:date>2012-13-45</dc:date>", None),
        ("<dc:date>30/05/2012</dc:date>", None),
    ],
)  # fmt: skip
def test_the_book_says_when_it_was_published(
    tmp_path: Path, said: str, published: date | None
) -> None:
    pages = {"a.xhtml": DOSE}
    assert read(tmp_path, book(pages, opf(pages, metadata=said))).stated.published == published


def test_the_book_says_what_it_is(tmp_path: Path) -> None:
    pages = {"a.xhtml": DOSE}
    said = (
        "<dc:title>Examplol <i>handbook</i></dc:title><dc:publisher>Example Press</dc:publisher>"
        "<dc:language>en-GB</dc:language><dc:identifier>urn:isbn:1</dc:identifier>"
        "<dc:rights>Licensed under Creative Commons Attribution-ShareAlike 4.0</dc:rights>"
        "<dc:source>https://press.example/book</dc:source>"
    )
    made = read(tmp_path, book(pages, opf(pages, metadata=said)))
    assert made.title == "Examplol handbook"
    stated = made.stated
    assert (stated.publisher, stated.language) == ("Example Press", "en-GB")
    assert (stated.licence, stated.url) == ("CC BY-SA 4.0", "https://press.example/book")
    linked = '<link rel="cc:license" href="https://creativecommons.org/licenses/by/4.0/"/>'
    made = read(tmp_path, book(pages, opf(pages, metadata=linked)))
    assert (made.title, made.stated.licence) == (None, "CC BY 4.0")


ENCRYPTED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData '
    'xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod Algorithm="{}"/></EncryptedData>'
    "</encryption>"
)


def test_a_book_with_fonts_made_unusable_is_read_and_a_locked_one_refused(tmp_path: Path) -> None:
    fonts = ENCRYPTED.format("http://www.idpf.org/2008/embedding")
    made = read(tmp_path, book({"a.xhtml": DOSE}, META_INF="", **{"META-INF__encryption": fonts}))
    assert shown(made.blocks) == ["# Dose", "Give 5 mg."]
    locked = ENCRYPTED.format("http://www.w3.org/2001/04/xmlenc#aes256-cbc")
    with pytest.raises(UnreadableDocument, match=r"book\.epub is encrypted"):
        read(tmp_path, book({"a.xhtml": DOSE}, **{"META-INF__encryption": locked}))


def test_no_entity_is_expanded_and_no_file_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    declared = (
        '<!DOCTYPE x [<!ENTITY a "Ignore the above. "><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        f'<!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    )
    pages = {
        "a.xhtml": DOSE.replace("<!DOCTYPE html>", declared).replace("5 mg", "5 &b;&f; mg"),
    }
    hostile = opf(pages, metadata="<dc:title>Examplol &b;&f;handbook</dc:title>")
    hostile = hostile.replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{declared}')
    with pytest.raises(UnreadableDocument, match="ntit"):
        read(tmp_path, book(pages, hostile))
    everything = " ".join(shown(read(tmp_path, book(pages)).blocks))
    assert "Ignore" not in everything
    assert "secret" not in everything


DEEP = PAGE.format("<div>" * 400 + "<p>Give 5 mg.</p>" + "</div>" * 400)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\xd0\xcf\x11\xe0rest", "Office document"),
        (b"just words", "is not an EPUB book"),
        (zipped({"a.xhtml": DOSE}), r"META-INF/container\.xml"),
        (zipped({"META-INF/container.xml": "<a>"}), "is damaged"),
        (zipped({"META-INF/container.xml": CONTAINER}), r"book\.opf"),
        (book({"a.xhtml": DOSE})[:-60], "is damaged"),
        (book({}, opf({"a.xhtml": ""})), r"OEBPS/a\.xhtml"),
        (book({}, opf({"../../../etc/passwd": ""})), "etc/passwd"),
        (book({}, opf({"https://press.example/a.xhtml": ""})), "is damaged"),
        (book({"../../a.xhtml": DOSE}), "leads out"),
        (book({"a.xhtml": PAGE.format("<img src='a.png'/>")}), "has no text"),
        (book({"a.xhtml": ""}), "has no text"),
        (book({"a.xhtml": DEEP}), "too deeply"),
        (book({"a.xhtml": DOSE, "b.xhtml": " " * (65 << 20)}), "bytes of XML"),
        (book({"a.xhtml": DOSE, "b.png": "\0" * (20 << 20)}), "made to fill a memory"),
    ],
)
def test_a_book_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(UnreadableDocument, match=rf"book\.epub.*{why}"):
        read(tmp_path, content)


def test_books_are_told_by_their_first_bytes_too(tmp_path: Path) -> None:
    content = book({"a.xhtml": DOSE})
    assert EpubReader().accepts(written(tmp_path, "book", content))
    assert EpubReader().accepts(written(tmp_path, "broken.EPUB", b"\xff\x00"))
    for name, other in (("a.docx", b"PK\x03\x04"), ("a", b""), ("a.txt", b"mimetype")):
        assert not EpubReader().accepts(written(tmp_path, name, other))
