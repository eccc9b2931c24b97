"""Characters that XML names (`&ge;`, `&mu;`): read as what they mean, whatever DTD is not here.

Such names are defined in the DTD that a file only points to, and no DTD is ever fetched: in its
place the parser is given the names of HTML 5, which are those of ISO 8879, ISO 9573-13 and MathML
that the DTDs of JATS, PubMed and the like define. A name that is none of them, and whatever a file
defines by itself, is refused: a dose must not lose its sign, nor text hide behind a name.

Source: W3C, "XML Entity Definitions for Characters".
"""

import re
from html import escape
from html.entities import html5
from typing import Final

from lxml import etree

from app.domain.errors import UnreadableDocument

_OF_XML: Final = frozenset({"lt", "gt", "amp", "quot", "apos"})
"""Names that every parser of XML knows."""
NAMED: Final = {
    name[:-1]: characters
    for name, characters in html5.items()
    if name.endswith(";") and name[:-1] not in _OF_XML
}
"""Name -> the character, or two, that it stands for."""
_NAME: Final = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_UNDEFINED: Final = frozenset({"WAR_UNDECLARED_ENTITY", "ERR_UNDECLARED_ENTITY"})
_QUOTED: Final = re.compile(r"'([^']{1,40})'")


def _defined(name: str, characters: str) -> str:
    """A definition; what is markup itself is escaped once more, or it would be read as such."""
    written = (f"&#38;#{ord(c)};" if c in "<&" else f"&#{ord(c)};" for c in characters)
    return f'<!ENTITY {name} "{"".join(written)}">'


_DEFINITIONS: Final = "\n".join(_defined(*one) for one in NAMED.items())


class NamedCharacters(etree.Resolver):
    """Stands between the parser and every address that a file names: all lead here, none away."""

    def resolve(self, system_url, public_id, context):  # type: ignore[no-untyped-def] # noqa: ARG002
        return self.resolve_string(_DEFINITIONS, context, base_url="named-characters.dtd")


def safe_parser(*, recover: bool = False, remove_comments: bool = False) -> etree.XMLParser:
    """A parser that knows named characters, fetches nothing, and leaves libxml2's limits in force.

    Args:
        recover: broken markup is read as far as it goes.
        remove_comments: comments and instructions are left out.
    """
    parser = etree.XMLParser(
        load_dtd=True,
        no_network=True,
        resolve_entities="internal",
        attribute_defaults=False,
        recover=recover,
        remove_comments=remove_comments,
        remove_pis=remove_comments,
    )
    parser.resolvers.add(NamedCharacters())
    return parser


def refuse_own_entities(element: etree._Element) -> None:
    """Raises UnreadableDocument where the file that `element` is of defines text by itself.

    Pictures and other files that it only declares do no harm: they are never read.
    """
    dtd = element.getroottree().docinfo.internalDTD
    declared = dtd.iterentities() if dtd is not None else ()
    own = (one.name for one in declared if one.content and not one.system_url)
    if (name := next(own, None)) is not None:
        raise UnreadableDocument(
            f"The file defines entities of its own (&{name};), behind which text could hide. Have "
            "them written out, or take the file away."
        )


def refuse_unknown_names(log: etree._ListErrorLog) -> None:
    """Raises UnreadableDocument where a parser met a name that it could not read."""
    for entry in log:
        if entry.type_name in _UNDEFINED:
            named = _QUOTED.search(entry.message)
            name = f"&{named[1]};" if named else "something"
            raise UnreadableDocument(
                f"The file names {name}, which nothing here defines, and entities are never "
                "fetched: what stands there would be lost. Fetch it again, or write it out."
            )


def written_out(markup: str) -> str:
    """`markup` with every named character as itself; names that are none stay as they are."""
    return _NAME.sub(lambda met: escape(NAMED[met[1]]) if met[1] in NAMED else met[0], markup)
