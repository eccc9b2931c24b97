"""Tiny made-up releases, written from the formats' public descriptions; no row is of a real one."""

from pathlib import Path


def _row(*fields: str, of: int) -> str:
    return "|".join([*fields, *[""] * (of - len(fields)), ""]) + "\n"


def concept(cui: str, kind: str, name: str, source: str = "RXNORM", suppressed: str = "N") -> str:
    fields = [cui, "ENG", "", "", "", "", "", f"A{cui}", "", "", "", source, kind, cui, name]
    return _row(*fields, "", suppressed, "4096", of=18)


def relation(first: str, said: str, second: str) -> str:
    return _row(first, "", "CUI", "RO", second, "", "CUI", said, "1", "", "RXNORM", of=16)


def rxnorm(folder: Path, *, relations: bool = True) -> Path:
    folder.mkdir()
    (folder / "RXNCONSO.RRF").write_text(
        concept("1", "IN", "Examplozine")
        + concept("1", "SY", "Exemplozine")
        + concept("2", "IN", "Samplidol")
        + concept("3", "BN", "Examplo Forte")
        + concept("4", "BN", "Duosample")
        + concept("5", "PIN", "Examplozine stearate")
        + concept("6", "MIN", "Examplozine / Samplidol")
        + concept("7", "IN", "Gonedrug", suppressed="O")
        + concept("8", "IN", "Foreigndrug", source="MMSL")
        + concept("9", "IN", "Acetaminophen")
        + concept("10", "BN", "Eliquis")
        + concept("11", "IN", "Water")
    )
    if relations:
        (folder / "RXNREL.RRF").write_text(
            relation("1", "tradename_of", "3")
            + relation("3", "has_tradename", "1")
            + relation("4", "has_tradename", "1")
            + relation("2", "tradename_of", "4")
            + relation("1", "form_of", "5")
            + relation("2", "tradename_of", "10")
            + relation("2", "isa", "1")
        )
        (folder / "RXNSAB.RRF").write_text(
            _row("C1", "C2", "RXNORM_26AA", "RXNORM", "RxNorm", "RXNORM", "26AA_made_up", of=25)
        )
    return folder


def dmd(folder: Path) -> Path:
    folder.mkdir()
    head = '<?xml version="1.0" encoding="utf-8" ?>\n'
    (folder / "f_ingredient2_3010126.xml").write_text(
        f"{head}<INGREDIENT_SUBSTANCES>\n"
        "<ING><ISID>11</ISID><NM>Examplozine</NM></ING>\n"
        "<ING><ISID>12</ISID><NM>Samplidol</NM></ING>\n"
        "<ING><ISID>13</ISID><INVALID>1</INVALID><NM>Gonedrug</NM></ING>\n"
        "<ING><ISID>14</ISID><NM>Paracetamol</NM></ING>\n"
        "</INGREDIENT_SUBSTANCES>\n"
    )
    (folder / "f_vtm2_3010126.xml").write_text(
        f"{head}<VIRTUAL_THERAPEUTIC_MOIETIES>\n"
        "<VTM><VTMID>21</VTMID><NM>Examplozine + Samplidol</NM></VTM>\n"
        "</VIRTUAL_THERAPEUTIC_MOIETIES>\n"
    )
    (folder / "f_vmp2_3010126.xml").write_text(
        f"{head}<VIRTUAL_MED_PRODUCTS><VMPS>\n"
        "<VMP><VPID>31</VPID><NM>Examplozine 5mg tablets</NM></VMP>\n"
        "<VMP><VPID>32</VPID><NM>Examplozine 5mg / Samplidol 1mg tablets</NM></VMP>\n"
        "</VMPS><VIRTUAL_PRODUCT_INGREDIENT>\n"
        "<VPI><VPID>31</VPID><ISID>11</ISID></VPI>\n"
        "<VPI><VPID>32</VPID><ISID>11</ISID></VPI><VPI><VPID>32</VPID><ISID>12</ISID></VPI>\n"
        "</VIRTUAL_PRODUCT_INGREDIENT></VIRTUAL_MED_PRODUCTS>\n"
    )
    (folder / "f_amp2_3010126.xml").write_text(
        f"{head}<ACTUAL_MEDICINAL_PRODUCTS><AMPS>\n"
        "<AMP><APID>41</APID><VPID>31</VPID><NM>Examplo Forte 5mg tablets</NM></AMP>\n"
        "<AMP><APID>42</APID><VPID>31</VPID><NM>Examplozine 5mg tablets</NM></AMP>\n"
        "<AMP><APID>43</APID><VPID>32</VPID><NM>Duosample tablets</NM></AMP>\n"
        "</AMPS></ACTUAL_MEDICINAL_PRODUCTS>\n"
    )
    return folder
