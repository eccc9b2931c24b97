"""Characters that are there and not seen, letters that pass for others, and text without either.

Sources: Unicode's general categories and blocks (format characters, tags, variation selectors);
the look-alike letters are those of UTS #39 that Cyrillic and Greek share with English words.
"""

import re
import unicodedata
from typing import Final

ZERO_WIDTH: Final = "\u200b\u200c\u200d\u2060\ufeff\u180e"
SPELLED: Final = re.compile(rf"(?:[^\W\d_] ?[{ZERO_WIDTH}][{ZERO_WIDTH} ]*){{4,}}")
"""A word or more with something unseen behind every letter; no writing system needs that between
letters that do not join."""
_JOINING: Final = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u109f\u1780-\u18af]")
"""Scripts (Hebrew and Arabic to Thai, Khmer, Mongolian) that do need joiners."""
_FLAG: Final = re.compile(r"\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
TAGGED: Final = re.compile(r"[\U000e0020-\U000e007e]{2,}")
"""Tag characters: a whole alphabet that nothing draws, but for the flags of three countries."""
TURNED: Final = re.compile(r"[\u202d\u202e][^\u202c\n]*[A-Za-z]{3}")
"""English words that are stored backwards and shown forwards."""
PADDED: Final = re.compile(
    rf"[{ZERO_WIDTH}\u200e\u200f]{{8,}}|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{{4,}}"
)
"""A run of unseen characters long enough to hold a message of its own."""

_INVISIBLE: Final = re.compile(
    rf"[{ZERO_WIDTH}\u00ad\u034f\u061c\u200e\u200f\u202a-\u202e\u2061-\u2064\u2066-\u206f\ufe00-\ufe0f"
    r"\U000e0000-\U000e007f\U000e0100-\U000e01ef]+"
)
_LETTERED: Final = re.compile(r"(?<!\w)(?:[^\W\d_] ){3,}[^\W\d_](?!\w)")
_SPACED: Final = re.compile(r" [^\W\d_] [^\W\d_] [^\W\d_] ")
_BLANKS: Final = re.compile(r"[^\S\n]{2,}|\t")
_CYRILLIC: Final = "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0458\u0455\u0501\u04bb\u051b"
_GREEK: Final = "\u03b1\u03bf\u03b9\u03bd\u03c1\u03bb\u03f2"
_CAPITALS: Final = (
    "\u0410\u0412\u0421\u0415\u041d\u041a\u041c\u041e\u0420\u0422\u0425\u0406\u0408\u0405"
)
_GREEK_CAPITALS: Final = (
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
)
_LIKE: Final = str.maketrans(
    _CYRILLIC + _GREEK + _CAPITALS + _GREEK_CAPITALS,
    "aceopxyijsdhq" + "aoivplc" + "ABCEHKMOPTXIJS" + "ABEZHIKMNOPTYX",
)
_MIXED: Final = re.compile(
    rf"\b\w*(?:[A-Za-z][{_CYRILLIC}{_GREEK}{_CAPITALS}{_GREEK_CAPITALS}]"
    rf"|[{_CYRILLIC}{_GREEK}{_CAPITALS}{_GREEK_CAPITALS}][A-Za-z])\w*\b"
)


def concealed(text: str) -> tuple[str, str] | None:
    """How `text` hides words in characters that are not seen, and those words; None if it does not.

    A soft hyphen, a mark of direction or a zero-width space here and there is a matter of layout.
    """
    if text.isascii() or not _INVISIBLE.search(text):
        return None
    if (tagged := TAGGED.search(_FLAG.sub("", text))) is not None:
        words = "".join(chr(ord(c) - 0xE0000) for c in tagged.group())
        return "in tag characters", words
    for how, pattern in (
        ("with zero-width characters between its letters", SPELLED),
        ("stored backwards under a mark of direction", TURNED),
        ("in a run of unseen characters", PADDED),
    ):
        found = pattern.search(text)
        if found is not None and not _JOINING.search(found.group()):
            return how, plainly(found.group())
    return None


def plainly(text: str) -> str:
    """`text` as its reader sees it: nothing unseen, no letter that passes for another.

    Offsets are not kept; lines are. Words spelled l i k e  t h i s are drawn together, blanks run
    together.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
        text = _MIXED.sub(lambda word: word.group().translate(_LIKE), text)
    if _SPACED.search(text):
        text = _LETTERED.sub(lambda spelled: spelled.group().replace(" ", ""), text)
    return _BLANKS.sub(" ", text) if "  " in text or "\t" in text else text


def aligned(text: str) -> tuple[str, tuple[int, ...]]:
    """`text` as `plainly` reads its letters, and where each character of it stands in `text`; the
    last offset is the length of `text`. Lines and blanks stay; one character may become several.
    """
    kept = [(char, at) for at, char in enumerate(text)]
    if not text.isascii():
        unseen = {at for run in _INVISIBLE.finditer(text) for at in range(*run.span())}
        kept = [
            (plain, at)
            for char, at in kept
            if at not in unseen
            for plain in (char if char.isascii() else unicodedata.normalize("NFKC", char))
        ]
        shown = "".join(char for char, _ in kept)
        for word in _MIXED.finditer(shown):
            for at in range(*word.span()):
                kept[at] = shown[at].translate(_LIKE), kept[at][1]
    shown = "".join(char for char, _ in kept)
    if _SPACED.search(f" {shown} "):
        between = {
            at
            for spelled in _LETTERED.finditer(shown)
            for at in range(*spelled.span())
            if shown[at] == " "
        }
        kept = [one for at, one in enumerate(kept) if at not in between]
    return "".join(char for char, _ in kept), (*(at for _, at in kept), len(text))
