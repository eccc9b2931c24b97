"""What an EPUB's package document says: what the book is, and which chapters in which order.

Sources: EPUB 3.3 (W3C), EPUB 2.0.1 (IDPF). Nothing is ever unpacked to the disk; names are looked
up in the archive as they stand, and what they cannot name there is missing.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from ingest.clean import clean
from ingest.reading import Stated
from ingest.sources.licence_names import licence_name
from ingest.sources.named_characters import refuse_own_entities, safe_parser
from ingest.sources.stated import stated

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_OBFUSCATION: Final = frozenset(
    {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
)
"""Fonts made unusable outside the book; its text stays open."""
_PAGES: Final = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document"})
_NCX: Final = "application/x-dtbncx+xml"
_LISTS: Final = frozenset({"toc", "index", "loi", "lot"})
"""`reference` types of pages that only say where something stands."""
_LICENCES: Final = frozenset({"dcterms:license", "cc:license", "license"})
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?!\d)")
_OPS: Final = "{http://www.idpf.org/2007/ops}"
_OPF: Final = "{http://www.idpf.org/2007/opf}"


class LockedBook(Exception):
    """The text is encrypted."""


class EpubBook:
    """One book. Every property may raise KeyError (a part is missing) or an lxml error."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        """
        Raises:
            LockedBook: a digital rights management keeps the text.
        """
        self._package = package
        if _is_locked(package):
            raise LockedBook
        roots = _tree(package, _CONTAINER).iterfind(".//{*}rootfile")
        name = next((root.get("full-path", "") for root in roots), "")
        self._folder = posixpath.dirname(name)
        self._opf = _tree(package, name)
        manifest = self._opf.iterfind("{*}manifest/{*}item")
        self._items = {item.get("id", ""): item for item in manifest}

    @property
    def title(self) -> str | None:
        return self._said("title") or None

    @property
    def stated(self) -> Stated:
        pairs = [(name, self._said(name)) for name in ("publisher", "language")]
        pairs += [("url", self._said(name)) for name in ("source", "identifier")]
        made = stated(pairs)
        licence = licence_name(self._licence_address(), self._said("rights"))
        return made.model_copy(update={"licence": licence, "published": self._published()})

    def chapters(self) -> Iterator[tuple[str, bool]]:
        """Names of the pages in reading order, each once, and whether the book calls it a list.

        The cover, the navigation and what is not part of the linear order are left out.
        """
        references = self._references()
        met = set()
        for place in self._opf.iterfind("{*}spine/{*}itemref"):
            item = self._items.get(place.get("idref", ""))
            if item is None or place.get("linear") == "no" or not _is_page(item):
                continue
            name = self._name(item.get("href", ""))
            kind = references.get(name, "")
            if name in met or kind == "cover":
                continue
            met.add(name)
            yield name, kind in _LISTS

    def page(self, name: str) -> bytes:
        return self._package.read(name)

    def labels(self) -> dict[str, str]:
        """Page -> its name in the table of contents, for entries that name a whole page."""
        found: dict[str, str] = {}
        for folder, target, words in self._contents():
            if target and not urlsplit(target).fragment:
                found.setdefault(_joined(folder, target), words)
        return found

    def _contents(self) -> Iterator[tuple[str, str, str]]:
        for item in self._items.values():
            is_nav = "nav" in item.get("properties", "").split()
            if not is_nav and item.get("media-type") != _NCX:
                continue
            name = self._name(item.get("href", ""))
            tree, folder = _tree(self._package, name), posixpath.dirname(name)
            for nav in tree.iter("{*}nav"):
                if nav.get(f"{_OPS}type", "toc") == "toc":
                    for link in nav.iter("{*}a"):
                        yield folder, link.get("href", ""), clean("".join(link.itertext()))
            for point in tree.iter("{*}navPoint"):
                label, content = point.find("{*}navLabel"), point.find("{*}content")
                if label is not None and content is not None:
                    yield folder, content.get("src", ""), clean("".join(label.itertext()))

    def _references(self) -> dict[str, str]:
        """Page -> its type in the guide, where the reference is to the whole page."""
        return {
            self._name(one.get("href", "")): one.get("type", "").lower()
            for one in self._opf.iterfind("{*}guide/{*}reference")
            if not urlsplit(one.get("href", "")).fragment
        }

    def _name(self, href: str) -> str:
        return _joined(self._folder, href)

    def _said(self, name: str) -> str:
        found = self._opf.iterfind(f"{{*}}metadata//{{*}}{name}")
        return next(filter(None, (clean("".join(one.itertext())) for one in found)), "")

    def _published(self) -> date | None:
        for one in self._opf.iterfind("{*}metadata//{*}date"):
            if one.get(f"{_OPF}event", "publication") == "publication":
                return _date(clean("".join(one.itertext())))
        return None

    def _licence_address(self) -> str:
        for one in self._opf.iterfind("{*}metadata//{*}link"):
            if one.get("rel", "") in _LICENCES:
                return one.get("href", "")
        for one in self._opf.iterfind("{*}metadata//{*}meta"):
            if one.get("property", "") in _LICENCES:
                return clean("".join(one.itertext()))
        return ""


def _is_locked(package: zipfile.ZipFile) -> bool:
    if _ENCRYPTION not in package.namelist():
        return False
    for one in _tree(package, _ENCRYPTION).iter("{*}EncryptedData"):
        method = one.find("{*}EncryptionMethod")
        if method is None or method.get("Algorithm") not in _OBFUSCATION:
            return True
    return False


def _tree(package: zipfile.ZipFile, name: str) -> etree._Element:
    tree = etree.fromstring(package.read(name), safe_parser(remove_comments=True))
    refuse_own_entities(tree)
    return tree


def _is_page(item: etree._Element) -> bool:
    kinds = item.get("properties", "").split()
    return item.get("media-type") in _PAGES and not {"nav", "cover"} & set(kinds)


def _joined(folder: str, href: str) -> str:
    path = unquote(urlsplit(href).path)
    return posixpath.normpath(posixpath.join(folder, path))


def _date(words: str) -> date | None:
    """The first of the month or year where the rest is unstated."""
    said = _DATE.match(words)
    if said is None:
        return None
    try:
        return date(int(said[1]), int(said[2] or 1), int(said[3] or 1))
    except ValueError:
        return None
