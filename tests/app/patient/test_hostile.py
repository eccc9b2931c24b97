"""Bundles made to break a reader: always a record or an UnusableRecord with a path, soon, and
without a word of the bundle in what is said of it."""

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import UnusableRecord
from app.domain.record import PatientRecord
from tests.app.patient.bundles import (
    RXNORM,
    SUBJECT,
    Json,
    administration,
    allergy,
    as_bytes,
    bundle,
    condition,
    observation,
    patient,
    procedure,
    quantity,
    reader,
    request,
    statement,
)

WORD = "Canarywort"
SECONDS = 20.0
"""The slowest of these take a quarter of it on a machine that does other work beside."""


def outcome(content: bytes | Json) -> PatientRecord | UnusableRecord:
    """What is said of it holds no word of it."""
    start = time.monotonic()
    try:
        found: PatientRecord | UnusableRecord = reader().read(content)
    except UnusableRecord as refusal:
        found = refusal
    assert time.monotonic() - start < SECONDS
    if isinstance(found, UnusableRecord):
        assert found.path.startswith("Bundle")
        assert WORD not in f"{found}{found.path}{found.__cause__!r}{found.__context__!r}"
        return found
    for left in found.unusable:
        assert left.at.startswith("Bundle")
        assert WORD not in left.at + left.why
    return found


def loop() -> list[Json]:
    """Two medications of each other, and what refers to itself."""

    def part(of: str) -> list[Json]:
        return [{"itemReference": {"reference": f"Medication/{of}"}}]

    return [
        request(medicationCodeableConcept=None, medicationReference={"reference": "Medication/a"}),
        {"resourceType": "Medication", "id": "a", "ingredient": part("b")},
        {"resourceType": "Medication", "id": "b", "ingredient": part("a")},
        procedure(id="self", reasonReference=[{"reference": "Procedure/self"}]),
        condition(id="c", evidence=[{"detail": [{"reference": "Condition/c"}]}]),
    ]


def nested(levels: int) -> Any:
    inner: Any = {"url": "x", "valueString": WORD}
    for _ in range(levels):
        inner = {"url": "x", "extension": [inner]}
    return inner


def deep_text(levels: int) -> bytes:
    head = as_bytes(bundle(condition()))[:-1]
    return head + b', "x": ' + b'{"a":' * levels + b"1" + b"}" * levels + b"}"


USED: list[tuple[str, Any, int, int]] = [
    # name, bundle, entries, unusable
    ("cycles", bundle(*loop()), 2, 1),
    ("extensions within extensions", bundle(condition(extension=[nested(200)])), 0, 1),
    ("numbers as strings", bundle(observation(WORD, valueQuantity=quantity("4.5"))), 1, 0),
    ("decimal commas", bundle(observation(valueQuantity=quantity("4,5"))), 0, 1),
    (
        "other scripts",
        bundle(condition("高血圧"), request("ワルファリン"), allergy("بنسلين")),
        3,
        0,
    ),
    (
        "no codes and no words",
        bundle(condition(code={}), request(medicationCodeableConcept={})),
        0,
        2,
    ),
    (
        "codes alone",
        bundle(
            request(medicationCodeableConcept={"coding": [{"system": RXNORM, "code": "11289"}]})
        ),
        1,
        0,
    ),
    ("no ids", bundle(condition(id=None), request(id=None)), 2, 0),
    (
        "dangling references",
        bundle(request(medicationCodeableConcept=None, medicationReference={"reference": WORD})),
        0,
        1,
    ),
    (
        "lists where objects belong",
        bundle(condition(code=[{"text": WORD}]), request(subject=[SUBJECT])),
        0,
        2,
    ),
    ("objects where lists belong", bundle(observation(component={"code": {"text": WORD}})), 0, 1),
    (
        "null everywhere",
        bundle(None, {"resourceType": "Condition", "code": None, "subject": None}),
        0,
        2,
    ),
    ("unknown types", bundle({"resourceType": WORD}, {"resourceType": None}, {}), 0, 3),
    (
        "contained of an unknown type",
        bundle({**condition(), "contained": [{"resourceType": WORD}]}),
        1,
        0,
    ),
    ("huge name", bundle(condition(WORD * 100_000)), 0, 1),
    (
        "huge code",
        bundle(condition(code={"text": "x", "coding": [{"code": WORD * 100_000}]})),
        1,
        0,
    ),
    ("huge narrative", bundle({**condition(), "text": {"div": WORD * 100_000}}), 1, 0),
    ("words in keys", bundle({**condition(), f"{WORD} was here": 1}), 0, 1),
    ("words in dates", bundle(condition(onsetDateTime=WORD)), 0, 1),
    ("words in status", bundle(observation(status=WORD, valueString="x")), 0, 1),
    ("words in units", bundle(observation("Weight", valueQuantity=quantity(70, WORD))), 1, 1),
    ("half a character", as_bytes(bundle(condition("x"))).replace(b'"x"}', b'"\\ud800"}'), 0, 1),
    (
        "no number",
        as_bytes(bundle(observation(valueQuantity=quantity(5)))).replace(b": 5", b": NaN"),
        0,
        1,
    ),
    (
        "a million digits",
        as_bytes(bundle(observation(valueQuantity=quantity(5)))).replace(
            b": 5", b": " + b"9" * 10**6
        ),
        0,
        1,
    ),
    (
        "an element twice",
        as_bytes(bundle(condition("x"))).replace(b'"text": "x"', b'"text": "x", "text": "y"'),
        0,
        1,
    ),
    (
        "weight of 7000 kg",
        bundle(observation("Body weight", valueQuantity=quantity(7000, "kg"))),
        1,
        1,
    ),
    ("born in the future", bundle(condition(), of=patient(birthDate="2090-01-01")), 1, 1),
    ("before the birth", bundle(condition(onsetDateTime="1950-01-01")), 0, 1),
    (
        "after today",
        bundle(
            administration(effectiveDateTime="2090-01-01"),
            statement(effectivePeriod={"start": "2090-01-01"}),
        ),
        0,
        2,
    ),
    ("one id, two contents", bundle(condition("x"), condition("y")), 0, 2),
    ("empty", bundle(), 0, 0),
]


@pytest.mark.parametrize(
    ("content", "entries", "unusable"), [one[1:] for one in USED], ids=[one[0] for one in USED]
)
def test_what_can_be_used_is_used(content: Any, entries: int, unusable: int) -> None:
    found = outcome(content if isinstance(content, bytes) else as_bytes(content))
    assert isinstance(found, PatientRecord), found
    assert (len(found.entries), len(found.unusable)) == (entries, unusable), found.unusable


REFUSED: list[tuple[str, Any, str]] = [
    ("nothing", b"", "Bundle"),
    ("not JSON", WORD.encode(), "Bundle"),
    ("XML", f"<Bundle>{WORD}</Bundle>".encode(), "Bundle"),
    ("NDJSON", as_bytes(patient()) + b"\n" + as_bytes(condition(WORD)), "Bundle"),
    ("10,000 levels", deep_text(10_000), "Bundle"),
    ("a lone patient", as_bytes(patient(name=WORD)), "Bundle.resourceType"),
    (
        "R5",
        as_bytes(bundle(request(medication={"concept": {"text": WORD}}))),
        "Bundle.entry[1].resource.medication",
    ),
    (
        "STU3",
        as_bytes(bundle(condition(WORD, clinicalStatus="active"))),
        "Bundle.entry[1].resource.clinicalStatus",
    ),
    (
        "two patients",
        as_bytes(bundle(patient(id="q", name=[{"family": WORD}]))),
        "Bundle.entry[1].resource",
    ),
    (
        "no patient",
        as_bytes({"resourceType": "Bundle", "entry": [{"resource": condition(WORD)}]}),
        "Bundle.entry",
    ),
    ("empty", as_bytes({"resourceType": "Bundle", "type": "collection"}), "Bundle.entry"),
    ("null entries", as_bytes({"resourceType": "Bundle", "entry": [None, None]}), "Bundle.entry"),
    (
        "entries as an object",
        as_bytes({"resourceType": "Bundle", "entry": {WORD: 1}}),
        "Bundle.entry",
    ),
    ("entries as text", as_bytes({"resourceType": "Bundle", "entry": WORD}), "Bundle.entry"),
]


@pytest.mark.parametrize(
    ("content", "path"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED]
)
def test_what_cannot_be_used_is_refused_at_its_place(content: bytes, path: str) -> None:
    found = outcome(content)
    assert isinstance(found, UnusableRecord)
    assert found.path == path


def test_a_deep_object_that_was_parsed_elsewhere_is_left_out() -> None:
    found = outcome(bundle(condition(extension=[nested(20_000)]), condition("y", id="y")))
    assert isinstance(found, PatientRecord)
    assert (len(found.entries), len(found.unusable)) == (1, 1)


def test_ten_thousand_resources_are_read() -> None:
    many = [observation(id=f"o{n}", valueQuantity=quantity(4.2)) for n in range(10_000)]
    found = outcome(as_bytes(bundle(*many)))
    assert isinstance(found, PatientRecord)
    assert len(found.entries) == 10_000


def test_fifty_megabytes_of_what_is_not_read_are_passed_over() -> None:
    claim = {
        "resourceType": "Claim",
        "item": [{"sequence": 1, "net": {"value": 1.25}}] * 5,
        "x": WORD * 110,
    }
    lines = [json.dumps({"resource": {**claim, "id": f"c{n}"}}) for n in range(40_000)]
    head = json.dumps(bundle(condition()))[:-2]
    content = f"{head}, {', '.join(lines)}]}}".encode()
    assert len(content) > 50_000_000
    found = outcome(content)
    assert isinstance(found, PatientRecord)
    assert len(found.entries) == 1


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["active", "2019-05", "Patient/p", "#m", "x", "", "\ud800", WORD]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["text", "coding", "code", "value", "unit", "reference", "start", "end", "repeat"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
RESOURCES = [
    condition(
        onsetAge={"value": 4, "code": "a"}, verificationStatus={"text": "x"}, onsetDateTime=None
    ),
    allergy(reaction=[{"manifestation": [{"text": "x"}]}]),
    request(
        dosageInstruction=[{"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}}]
    ),
    statement(effectivePeriod={"start": "2019"}),
    administration(effectiveDateTime="2019", dosage={"dose": {"value": 1}}),
    observation(valueQuantity=quantity(1), component=[{"code": {"text": "x"}, "valueString": "y"}]),
    procedure(performedPeriod={"start": "2019"}, reasonReference=[{"reference": "Condition/x"}]),
    {"resourceType": "Encounter", "id": "x", "status": "finished", "class": {"code": "AMB"}},
    {"resourceType": "DiagnosticReport", "id": "x", "status": "final", "code": {"text": "x"}},
    {
        "resourceType": "Immunization",
        "id": "x",
        "status": "completed",
        "patient": SUBJECT,
        "vaccineCode": {"text": "x"},
        "occurrenceString": "2019",
    },
    patient(gender="female", deceasedBoolean=True),
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(place for name, one in inner for place in places(one, (*path, name)))]


@st.composite
def broken(draw: st.DrawFn) -> Json:
    """A bundle with anything at all in some places of it."""
    content: Json = json.loads(json.dumps(bundle(draw(st.sampled_from(RESOURCES)))))
    for _ in range(draw(st.integers(1, 3))):
        *path, last = draw(st.sampled_from(places(content)[1:]))
        here: Any = content
        for step in path:
            here = here[step]
        here[last] = draw(ANYTHING)
    return content


@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(broken())
def test_anything_anywhere_is_a_record_or_a_refusal(content: Json) -> None:
    outcome(content)
