"""What is an identifier, what only looks like one, kind by kind. Numbers are examples and ranges
that their issuers keep free; people are made up."""

import pytest

from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.finder import PresidioFinder
from app.safety.identifiers.registry import RECOGNISERS

FINDER = PresidioFinder()


def marked(text: str) -> tuple[str, set[tuple[str, str]]]:
    """The text without its brackets, and what stands between them with its kind."""
    wanted, plain, rest = set(), "", text
    while "[[" in rest:
        before, _, rest = rest.partition("[[")
        inside, _, rest = rest.partition("]]")
        kind, _, words = inside.partition("|")
        wanted.add((kind, words))
        plain += before + words
    return plain + rest, wanted


@pytest.mark.parametrize(
    "text",
    [
        "NHS number [[record|943 476 5919]], for review",
        "number [[record|943-476-5919]] has its check digit",
        "NHS no: [[record|123 456 7890]] has a wrong check digit and is called one",
        "CHI [[record|010170 1234]] of Tayside",
        "MRN: [[record|00-88-12]]",
        "medical record number is [[record|AB123456]]",
        "Patient ID [[record|77120934]].",
        "SSN [[social_security|219-09-9999]]",
        "social security number: [[social_security|078051120]]",
        "her NINO is [[social_security|AB 12 34 56 C]]",
        "Medicare [[health_plan|1EG4-TE5-MK73]]",
        "MBI [[health_plan|1EG4TE5MK73]]",
        "Member ID: [[health_plan|XGH-992-10-443]]",
        "policy number [[health_plan|88-1200-A]]",
        "IBAN [[account|GB29 NWBK 6016 1331 9268 19]] please",
        "from [[account|gb29nwbk60161331926819]] to her",
        "iban [[account|gb00nwbk60161331926819]] has wrong digits and is called one",
        "vin [[vehicle|1m8gdm9axkp042788]]",
        "paid by [[account|4111 1111 1111 1111]]",
        "my card is [[account|501864667909]]",
        "account number [[account|00123456]]",
        "NPI [[licence|1234567893]]",
        "DEA: [[licence|AB1234563]]",
        "GMC number [[licence|7012345]]",
        "driver's license number is [[licence|D123-4567-8901]]",
        "licence [[licence|MORGA657054SM9IJ]]",
        "VIN [[vehicle|1M8GDM9AXKP042788]]",
        "her car, [[vehicle|AB12 CDE]], was hit",
        "number plate: [[vehicle|7XYZ123]]",
        "serial number [[device|SN-445-99812]]",
        "UDI [[device|(01)00844588003288(17)141120(21)A213]]",
        "address [[device|00:1A:2B:3C:4D:5E]]",
        "Passport no. [[other|533401372]]",
        "from [[ip|192.0.2.44]]",
        "from [[ip|2001:db8::8a2e:370:7334]] at night",
        "see [[url|https://example.org/a?b=1]].",
        "see [[url|www.example.org/me]], please",
        "on [[url|my-diary.example.co.uk]] she writes",
        "mail [[email|a.b+c@mail.example.org]].",
        "mail [[email|a.b (at) example.org]] now",
        "call [[phone|020 7946 0018]]",
        "call [[phone|(212) 555-0148 ext. 12]]",
        "[[phone|+44 7700 900655]]",
        "[[phone|+353 1 679 3011]]",
        "[[phone|07700 900123]] is hers",
        "pager [[phone|555-0134]]",
        "Fax: [[fax|020 7946 0991]]",
        "[[address|LS29 7QX]]",
        "Madison, [[address|WI 53703]]",
        "my zip code is [[address|60614]]",
        "age [[age|94]], on warfarin",
        "a [[age|97]]-year-old woman",
        "she turned [[age|101]] in May",
        "my grandmother is [[age|93]]",
    ],
)
def test_an_identifier_is_found_with_its_kind_and_nothing_beside_it(text: str) -> None:
    plain, wanted = marked(text)
    found = {(one.kind.value, plain[one.start : one.end]) for one in FINDER.find(plain)}
    assert found == wanted


@pytest.mark.parametrize(
    "text",
    [
        "9434765918",
        "Give 1000 mg every 6 hours for 10 days, at most 4000 mg.",
        "BP 120/80, 3/4 of a tablet, 1-2-3 regimen, grade 2/6 murmur",
        "trial NCT04280705, PMID 32678530, doi:10.1056/NEJMoa2021436",
        "ICD-10 code E11.9; CPT 99213; ATC code C03DA01; registration number CRD42020186807",
        "NDC 0002-1433-80 and lot 12",
        "version 1.2.3 of the protocol, section 4.1.2.1.9",
        "std::vector and 10:30:15 are no addresses",
        "sodium 118, potassium 6.4, creatinine 210, CK 12345, ferritin 1234567",
        "platelets 150-400, glucose 70-100-140, sleep 22:30-06:30",
        "SR141716A binds CB1; CD44 VAR; IL12 ABC; HLA-B27",
        "eGFR 45-59 mL/min/1.73 m2, ACR 30 mg/mmol, T 36.8",
        "over 90 years, aged 65 to 95, adults aged 90 and over, > 95 years, some 90-year-olds",
        "an eGFR of 92 and a weight of 94 kg; she is 92% saturated",
        "a case of 12, group 1, chart review, policy of 2019, visit 3, file a claim",
        "Take 2 tablets on days 1-7, 1.5 g/day, 1:1000, 5,000 IU, 0.5%.",
        "4111 1111 1111 1112 ml",
        "6 Minute Walk Test and 5 Point Likert scale; 150 Patients in Group A",
    ],
)
def test_what_only_looks_like_an_identifier_is_left(text: str) -> None:
    assert [text[one.start : one.end] for one in FINDER.find(text)] == []


def test_every_kind_that_a_text_can_show_has_a_recogniser() -> None:
    letters = {kind.safe_harbor for kind in IdentifierKind}
    assert letters == set("ABCDEFGHIJKLMNOPQR")
    assert len(RECOGNISERS) >= 20
