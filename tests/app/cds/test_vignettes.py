"""Orders for nobody, each beside a twin that is alike and harmless."""

import tomllib
from pathlib import Path
from typing import Literal

import pytest

from app.cds.support import HookSupport
from app.domain.decision_support import Card, Indicator
from app.domain.frozen import Frozen
from tests.app.cds.calls import (
    Json,
    allergy,
    condition,
    measured,
    order,
    patient,
    prefetch,
    result,
    signing,
    taken,
)
from tests.app.cds.supports import CALLER, support


class Vignette(Frozen):
    name: str
    age: int = 45
    sex: str = "female"
    weight: float | None = None
    egfr: float | None = None
    pregnant: bool = False
    takes: tuple[str, ...] = ()
    allergies: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    orders: tuple[tuple[str, str], ...]
    expects: Literal["critical", "warning", "silent"]
    topic: str


TEXT = Path(__file__).with_name("vignettes.toml").read_text("utf-8")
VIGNETTES = [Vignette.model_validate(one) for one in tomllib.loads(TEXT)["vignette"]]


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> HookSupport:
    return support(tmp_path_factory.mktemp("home"))


def chart(of: Vignette) -> list[Json]:
    found = [taken(text, f"taken-{n}") for n, text in enumerate(of.takes)]
    found += [allergy(text, f"allergy-{n}") for n, text in enumerate(of.allergies)]
    found += [condition(text, f"condition-{n}") for n, text in enumerate(of.has)]
    if of.weight is not None:
        found.append(measured("29463-7", "Body weight", of.weight, "kg"))
    if of.egfr is not None:
        found.append(measured("62238-1", "eGFR", of.egfr, "mL/min/{1.73_m2}"))
    if of.pregnant:
        pregnant = {"coding": [{"system": "http://snomed.info/sct", "code": "77386006"}]}
        told = {**pregnant, "text": "Pregnant"}
        found.append(result("82810-3", "Pregnancy status", valueCodeableConcept=told))
    return found


def cards(of: Vignette, hooks: HookSupport) -> tuple[Card, ...]:
    orders = [order(f"o{n}", name, dosage) for n, (name, dosage) in enumerate(of.orders)]
    sent = prefetch(*chart(of), of=patient(of.age, of.sex))
    return hooks.cards("citewell-order-sign", signing(*orders, sent=sent), CALLER)


@pytest.mark.parametrize("of", VIGNETTES, ids=lambda one: one.name)
def test_what_should_stop_an_order_does_and_its_harmless_twin_passes(
    of: Vignette, hooks: HookSupport
) -> None:
    said = [(one.indicator.value, one.source.topic.code) for one in cards(of, hooks)]
    if of.expects == "silent":
        assert Indicator.CRITICAL.value not in [indicator for indicator, _ in said]
        assert not [one for one in said if one[1] == of.topic]
    else:
        assert (of.expects, of.topic) in said


def test_there_are_thirty_of_them_and_as_many_twins_as_dangers() -> None:
    assert len(VIGNETTES) >= 30
    assert len({one.name for one in VIGNETTES}) == len(VIGNETTES)
    silent = [one for one in VIGNETTES if one.expects == "silent"]
    assert len(silent) * 2 == len(VIGNETTES)
