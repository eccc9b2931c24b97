"""Characters that XML names keep their meaning in every reader, or the file is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from app.domain.errors import UnreadableDocument
from ingest.readers import READERS
from ingest.sources.named_characters import NAMED, safe_parser, written_out
from tests.ingest.sources import spl_files as spl
from tests.ingest.sources import test_epub as epub
from tests.ingest.sources import test_jats as jats
from tests.ingest.sources import test_medquad as medquad
from tests.ingest.sources import test_ngc as ngc
from tests.ingest.sources import test_pubmed as pubmed
from tests.ingest.sources.reading import shown, written

FAR = '<!DOCTYPE x PUBLIC "-//EXAMPLE//DTD" "https://dtd.example.invalid/never-fetched.dtd">'
SAID = "Give &ge;5&nbsp;&micro;g, &LT;&half; of &mu;it."
MEANT = "Give \u22655 \u00b5g, <\u00bd of \u03bcit."


def of_pubmed(words: str, head: str) -> str:
    abstract = f"<AbstractText>{words}</AbstractText>"
    return f"{head}<PubmedArticleSet>{pubmed.record(abstract=abstract)}</PubmedArticleSet>"


def of_medquad(words: str, head: str) -> str:
    return head + medquad.document(medquad.pair(words)).split("?>", 1)[1]


def of_jats(words: str, head: str) -> str:
    return head + jats.article(f"<p>{words}</p>")


def of_jats_table(words: str, head: str) -> str:
    cells = f"<tr><td>A</td><td>{words}</td></tr><tr><td>B</td><td>x</td></tr>"
    return head + jats.article(f"<table-wrap><table>{cells}</table></table-wrap>")


def of_spl(words: str, head: str) -> str:
    return spl.label(spl.section(f"<paragraph>{words}</paragraph>", "Dose"), head=head)


def of_ngc(words: str, head: str) -> str:
    field = f'<Field Name="Advice" Type="text"><FieldValue Value="{words}"/></Field>'
    return head + ngc.summary(ngc.section("Recommendations", field))


Made = Callable[[str, str], str]
FORMATS = [of_pubmed, of_medquad, of_jats, of_jats_table, of_spl, of_ngc]


def told(folder: Path, content: str | bytes, name: str = "a.xml") -> str:
    file = written(folder, name, content)
    reader = next(one for one in READERS if one.accepts(file))
    (document,) = reader.read(file, {})
    return "\n".join([document.title or "", *shown(document.blocks)])


@pytest.mark.parametrize("made", FORMATS)
def test_a_named_character_keeps_its_meaning_and_no_dtd_is_fetched(
    tmp_path: Path, made: Made
) -> None:
    words, meant = SAID, MEANT
    if made is of_ngc:  # whose attributes hold HTML, in which a bare < is markup
        words, meant = words.replace("&LT;", ""), meant.replace("<", "")
    assert meant in told(tmp_path, made(words, FAR))


@pytest.mark.parametrize("made", FORMATS)
@pytest.mark.parametrize("head", [FAR, ""], ids=["with a DTD elsewhere", "without one"])
def test_a_name_that_is_no_character_refuses_the_file(
    tmp_path: Path, made: Made, head: str
) -> None:
    with pytest.raises(UnreadableDocument, match="names &unheardof;, which nothing here defines"):
        told(tmp_path, made("Give &unheardof;5 mg.", head))


@pytest.mark.parametrize("made", FORMATS)
@pytest.mark.parametrize(
    "own",
    ['<!ENTITY dose "50">', '<!ENTITY ge "less than "><!ENTITY dose "&ge;">'],
    ids=["an entity", "another meaning for a character"],
)
def test_what_a_file_defines_by_itself_is_refused(tmp_path: Path, made: Made, own: str) -> None:
    with pytest.raises(UnreadableDocument, match="entities of its own"):
        told(tmp_path, made("Give &dose; mg.", f"{FAR[:-1]} [{own}]>"))


@pytest.mark.parametrize("made", FORMATS)
def test_a_file_of_this_machine_is_never_read(tmp_path: Path, made: Made) -> None:
    secret = written(tmp_path, "secret.txt", "SECRET").path.as_uri()
    for leak in (
        f'<!ENTITY leak SYSTEM "{secret}">',
        f'<!ENTITY % all SYSTEM "{secret}"> %all;',
    ):
        with pytest.raises(UnreadableDocument, match=r"names &(?:leak|all);"):
            told(tmp_path, made("Give &leak; mg.", f"{FAR[:-1]} [{leak}]>"))
    assert "SECRET" not in told(tmp_path, made("Give 5 mg.", f'<!DOCTYPE x SYSTEM "{secret}">'))


@pytest.mark.parametrize("made", FORMATS)
def test_a_bomb_is_refused_beside_named_characters(tmp_path: Path, made: Made) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    head = f'{FAR[:-1]} [<!ENTITY e0 "boom ">{levels}]>'
    with pytest.raises(UnreadableDocument, match=r"amplification|entities of its own"):
        told(tmp_path, made("Give &ge; &e9; mg.", head))


def test_a_declared_picture_is_no_entity_in_the_text(tmp_path: Path) -> None:
    head = f'{FAR[:-1]} [<!NOTATION gif SYSTEM "g"><!ENTITY f1 SYSTEM "f.gif" NDATA gif>]>'
    assert "Give \u22655 mg." in told(tmp_path, of_jats("Give &ge;5 mg.", head))


def test_a_books_title_keeps_its_characters(tmp_path: Path) -> None:
    made = epub.opf({"a.xhtml": ""}, metadata="<dc:title>Vitamin B&sol;C &ge; 5</dc:title>")
    made = made.replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{FAR}')
    page = epub.PAGE.format("<h1>Dose</h1><p>Give &ge;5 &micro;g &lsim; 6.</p>")
    text = told(tmp_path, epub.book({"a.xhtml": page}, made), "book.epub")
    assert "Vitamin B/C \u2265 5" in text
    assert "Give \u22655 \u00b5g \u2272 6." in text
    with pytest.raises(UnreadableDocument, match="unheardof"):
        told(tmp_path, epub.book({"a.xhtml": page}, made.replace("&ge;", "&unheardof;")), "b.epub")


def test_a_table_of_openfda_keeps_its_characters(tmp_path: Path) -> None:
    markup = "<table><tr><td>A</td><td>&ge; 5 mg</td></tr><tr><td>B</td><td>6 mg</td></tr></table>"
    label = {
        "set_id": "x",
        "effective_time": "20210304",
        "warnings": ["Give with care."],
        "warnings_table": [markup],
    }
    assert "A | \u2265 5 mg" in told(tmp_path, json.dumps({"results": [label]}), "label.json")


def test_every_name_of_the_table_is_read_as_it_is_meant() -> None:
    names = "".join(f"<n>&{name};</n>" for name in NAMED)
    tree = etree.fromstring(f"{FAR}<x>{names}</x>", safe_parser())
    assert [one.text for one in tree] == list(NAMED.values())
    assert (NAMED["ge"], NAMED["mu"], NAMED["micro"]) == ("\u2265", "\u03bc", "\u00b5")


def test_markup_stays_markup_where_characters_are_written_out() -> None:
    assert written_out("<b>&ge;&LT;&lt;&amp;&none;</b>") == "<b>\u2265&lt;&lt;&amp;&none;</b>"
