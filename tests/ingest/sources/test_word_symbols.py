"""Places of the Symbol font are the signs that its maker put there."""

import pytest
from reportlab.pdfbase._fontdata_enc_symbol import (  # type: ignore[import-untyped]
    SymbolEncoding,
)
from reportlab.pdfbase._glyphlist import _glyphname2unicode  # type: ignore[import-untyped]

from ingest.clean import clean
from ingest.sources.word_symbols import UNKNOWN, symbol

DRAWN_ALIKE = {0x2206: 0x0394, 0x2126: 0x03A9, 0x00B5: 0x03BC, 0x2215: 0x2044}
"""Adobe's list names the sign; in words it is the Greek letter."""
PLACES = {
    place: chr(DRAWN_ALIKE.get(code, code))
    for place, glyph in enumerate(SymbolEncoding)
    if glyph and (code := _glyphname2unicode.get(glyph)) is not None and code < 0xE000
}


@pytest.mark.parametrize("place", sorted(PLACES), ids=hex)
def test_a_place_of_the_symbol_font_is_the_sign_that_is_printed(place: int) -> None:
    assert symbol("Symbol", place) in (PLACES[place], UNKNOWN)


def test_a_letter_of_the_symbol_font_without_its_font_is_the_same_sign() -> None:
    for place, sign in PLACES.items():
        bare = clean(f"a{chr(0xF000 + place)}b")
        assert bare in (f"a{sign}b", f"a{chr(0xF000 + place)}b"), hex(place)
