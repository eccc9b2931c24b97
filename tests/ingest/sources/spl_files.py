"""Made-up drug labels in SPL, and their words as openFDA would give them."""

import gzip
from pathlib import Path

from lxml import etree

from ingest.sources.spl_sections import PRODUCT_DATA, SECTIONS, UNCLASSIFIED

LABELS = Path(__file__).parents[4] / "shared/data/labels"
SET_ID = "0a0a0a0a-1111-2222-3333-444444444444"
V3 = "{urn:hl7-org:v3}"

PRODUCT = """<subject><manufacturedProduct><manufacturedProduct>
<code code="9999-001" codeSystem="2.16.840.1.113883.6.69"/><name>Examplol</name>
<formCode displayName="TABLET"/>
<asEntityWithGeneric><genericMedicine><name>examplolol</name></genericMedicine></asEntityWithGeneric>
<ingredient classCode="ACTIM"><quantity><numerator value="25" unit="mg"/>
<denominator value="1" unit="1"/></quantity><ingredientSubstance>
<code code="EXAMPLE001" codeSystem="2.16.840.1.113883.4.9"/><name>EXAMPLOLOL CITRATE</name>
<activeMoiety><activeMoiety><name>EXAMPLOLOL</name></activeMoiety></activeMoiety>
</ingredientSubstance></ingredient>
<ingredient classCode="IACT"><ingredientSubstance><name>STARCH</name></ingredientSubstance>
</ingredient></manufacturedProduct>
<subjectOf><approval><author><territorialAuthority><territory><code code="USA"/></territory>
</territorialAuthority></author></approval></subjectOf>
<consumedIn><substanceAdministration><routeCode displayName="ORAL"/></substanceAdministration>
</consumedIn></manufacturedProduct></subject>"""


def section(text: str = "", title: str = "", code: str = UNCLASSIFIED, inside: str = "") -> str:
    """`inside` may hold subsections, or anything else that stands in a section."""
    shown = f"<title>{title}</title>" if title else ""
    told = f"<text>{text}</text>" if text else ""
    nested = "".join(f"<component>{part}</component>" for part in [inside] if part)
    return f'<section><code code="{code}"/>{shown}{told}{nested}</section>'


def label(
    *sections: str,
    title: str = "EXAMPLOL (examplolol) tablets",
    head: str = "",
    product: str = PRODUCT,
    kind: str = "34391-3",
    effective: str = "20210304",
    set_id: str = SET_ID,
) -> str:
    body = "".join(f"<component>{one}</component>" for one in sections)
    return f"""<?xml version="1.0" encoding="UTF-8"?>{head}
<document xmlns="urn:hl7-org:v3"><id root="1b1b"/><code code="{kind}" displayName="A LABEL"/>
<title>{title}</title><effectiveTime value="{effective}"/><setId root="{set_id}"/>
<versionNumber value="7"/><author><assignedEntity><representedOrganization>
<name>Example Works</name></representedOrganization></assignedEntity></author>
<component><structuredBody><component><section><code code="48780-1"/>{product}</section></component>
{body}</structuredBody></component></document>"""


def real_labels(folder: Path) -> list[Path]:
    """The shared labels, unpacked; empty where they are not on this machine."""
    unpacked = []
    for packed in sorted(LABELS.glob("*.xml.gz")):
        unpacked.append(folder / packed.stem)
        unpacked[-1].write_bytes(gzip.decompress(packed.read_bytes()))
    return unpacked


def as_openfda(path: Path) -> dict[str, list[str]]:
    """A label as openFDA writes it, by the rules of its own `spl_to_json.js`."""
    keys = {section.code: section.key for section in SECTIONS if section.code}
    keys["48780-1"] = PRODUCT_DATA
    root = etree.parse(str(path)).getroot()
    for line_break in root.iter(f"{V3}br"):
        line_break.tail = f" {line_break.tail or ''}"
    made: dict[str, list[str]] = {}
    for one in root.iter(f"{V3}section"):
        code = one.find(f"{V3}code")
        key = keys.get(code.get("code", "") if code is not None else "", keys[UNCLASSIFIED])
        if key == keys[UNCLASSIFIED] and next(one.iterancestors(f"{V3}section"), None) is not None:
            continue
        made.setdefault(key, []).append(" ".join("".join(one.itertext()).split()))
        for table in one.iter(f"{V3}table"):
            markup = etree.tostring(table, encoding="unicode", with_tail=False)
            made.setdefault(f"{key}_table", []).append(markup)
    return made
