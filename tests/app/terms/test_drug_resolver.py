import time
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from app.domain.drugs import DrugMention
from app.domain.ports.drugs import DrugResolver
from app.terms.drug_classes import DrugClasses
from app.terms.drug_resolver import drug_resolver

OWN = Path(__file__).parents[3] / "eval/own"


def only(text: str) -> DrugMention:
    (mention,) = drug_resolver().mentions(text)
    return mention


def meant(text: str) -> set[str]:
    identity = only(text).identity
    assert identity is not None
    return set(identity.ingredients)


def candidates(mention: DrugMention) -> list[str]:
    return [one.name for one in mention.candidates]


def test_the_resolver_is_one() -> None:
    resolver: DrugResolver = drug_resolver()
    assert resolver.resolve("warfarin") is not None


@pytest.mark.parametrize(
    ("text", "kind", "ingredients"),
    [
        ("Take warfarin at night.", "ingredient", {"warfarin"}),
        ("What does paracetamol do?", "ingredient", {"acetaminophen"}),
        ("What does colecalciferol do?", "ingredient", {"cholecalciferol"}),
        ("My ELIQUIS ran out", "brand", {"apixaban"}),
        ("on Paxlovid since Monday", "brand", {"nirmatrelvir", "ritonavir"}),
        ("co-codamol 30/500", "ingredient", {"acetaminophen", "codeine"}),
        ("metformin hydrochloride", "salt", {"metformin"}),
        ("a diclofenac sodium gel", "salt", {"diclofenac"}),
        ("potassium chloride", "ingredient", {"potassium chloride"}),
        ("MTX weekly", "abbreviation", {"methotrexate"}),
        ("hctz", "abbreviation", {"hydrochlorothiazide"}),
        ("St John\u2019s wort", "ingredient", {"st john's wort"}),
        ("Iron tablets and tea", "ingredient", {"iron"}),
        ("pengolumab", "stem", {"pengolumab"}),
        ("amoxacillin", "misspelling", {"amoxicillin"}),
        ("ibupr0fen", "misspelling", {"ibuprofen"}),
        ("p4racetamol", "misspelling", {"acetaminophen"}),
        ("ibupr\u043efen", "ingredient", {"ibuprofen"}),
        ("war\u200bfarin", "ingredient", {"warfarin"}),
        ("w a r f a r i n", "ingredient", {"warfarin"}),
        ("amoxicillin/clavulanate", "ingredient", {"amoxicillin", "clavulanate"}),
        ("trimethoprim + sulfamethoxazole", "ingredient", {"trimethoprim", "sulfamethoxazole"}),
    ],
)
def test_a_name_is_resolved(text: str, kind: str, ingredients: set[str]) -> None:
    assert only(text).kind == kind
    assert meant(text) == ingredients


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paracetamol", "Tylenol"),
        ("salbutamol", "albuterol"),
        ("adrenaline", "epinephrine"),
        ("rifampicin", "rifampin"),
        ("ciclosporin", "cyclosporine"),
        ("glibenclamide", "glyburide"),
        ("flucloxacillin", "floxacillin"),
        ("furosemide", "frusemide"),
        ("valproic acid", "Epilim"),
        ("dosulepin", "dothiepin"),
        ("sodium cromoglicate", "cromolyn"),
        ("ergometrine", "ergonovine"),
        ("alimemazine", "trimeprazine"),
        ("diamorphine", "heroin"),
        ("glyceryl trinitrate", "GTN"),
        ("phenoxymethylpenicillin", "penicillin v"),
        ("bendrofluazide", "bendroflumethiazide"),
        ("mesalazine", "5-ASA"),
        ("levomepromazine", "methotrimeprazine"),
        ("pethidine", "meperidine"),
    ],
)
def test_names_of_one_medicine_are_one_identity(one: str, other: str) -> None:
    assert meant(one) == meant(other)


def test_the_place_of_a_name_is_that_of_the_text_as_given() -> None:
    text = "\u200b\u200bPlease: is w a r f a r i n or ibupr\u043efen safe?"
    first, second = drug_resolver().mentions(text)
    assert text[first.start : first.end] == first.written == "w a r f a r i n"
    assert text[second.start : second.end] == second.written == "ibupr\u043efen"


def test_two_medicines_joined_that_are_not_sold_as_one_stay_two() -> None:
    first, second = drug_resolver().mentions("warfarin/ibuprofen")
    assert (first.written, second.written) == ("warfarin", "ibuprofen")


@pytest.mark.parametrize(
    ("text", "class_name", "asked"),
    [
        ("can I drink on a blood thinner?", "anticoagulant", "Which blood thinner: warfarin, "),
        ("my water tablets", "diuretic", "Which water tablets: furosemide, "),
        ("I am on the pill", "hormonal_contraceptive", "Which pill or other contraceptive: "),
        ("how to store insulin", "insulin_class", "Which insulin: insulin glargine, "),
        ("a steroid for this", "corticosteroid", "Which steroid: prednisolone, "),
        ("Penicillins", "penicillin", "Which penicillins: amoxicillin, "),
        ("tetracyclines", "tetracycline_class", "Which tetracyclines: doxycycline, "),
        ("a benzodiazapine", "benzodiazepine", "Which benzodiazapine: diazepam, "),
    ],
)
def test_a_class_is_asked_about(text: str, class_name: str, asked: str) -> None:
    mention = only(text)
    assert mention.class_name == class_name
    assert not mention.ambiguous
    assert mention.ask is not None
    assert mention.ask.startswith(asked)


def test_the_medicine_tetracycline_is_no_class() -> None:
    mention = only("tetracycline 250 mg")
    assert mention.class_name is None
    assert mention.ask is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("give MS 10 mg", ["morphine", "magnesium sulfate"]),
        ("MSO4 was given", ["morphine", "magnesium sulfate"]),
        ("MgSO4 was given", ["magnesium sulfate", "morphine"]),
        ("hydroxazine", ["hydroxyzine", "hydralazine"]),
        ("prednisalone", ["prednisolone", "prednisone"]),
    ],
)
def test_a_name_that_may_be_two_medicines_is_asked_about(text: str, names: list[str]) -> None:
    mention = only(text)
    assert mention.ambiguous
    assert candidates(mention) == names
    assert mention.ask == f"Which is meant by {mention.written}: {' or '.join(names)}?"


@pytest.mark.parametrize(
    "text",
    [
        "Relapses of MS in pregnancy",
        "ASA class III, asa grade",
        "The process was aspiring and competent.",
        "insulin resistance",
        "the pill box on the table",
        "He precedes her on the trampoline.",
        "histidine and tyrosine in the diet",
        "lactose intolerance and epistaxis",
        "thyroid cancer and iron deficiency",
        "PHTS is a syndrome; the lama is an animal",
        "low lipase, amino acids and collagen",
    ],
)
def test_what_is_no_medicine_is_none(text: str) -> None:
    assert [one.written for one in drug_resolver().mentions(text) if one.written != "ASA"] == []


def test_a_name_spelled_right_is_never_turned_into_another() -> None:
    resolver = drug_resolver()
    groups = tomllib.loads(
        (Path(__file__).parents[3] / "app/terms/drug_lookalikes.toml").read_text()
    )["groups"]
    for name in {name for group in groups for name in group}:
        found = resolver.resolve(name)
        if found is not None:
            assert found.kind != "misspelling", name


@pytest.mark.parametrize("file", ["misspellings.toml", "misspellings_held.toml"])
def test_misspellings_are_resolved_or_asked_about_and_hardly_ever_wrong(file: str) -> None:
    rows = tomllib.loads((OWN / file).read_text())["misspelling"]
    right = wrong = 0
    for row in rows:
        found = drug_resolver().mentions(f"Can I take {row['written']} with food?")
        meant = [one for each in found for one in each.candidates]
        hit = any(one.ingredients == {row["meant"]} for one in meant)
        right += hit
        wrong += bool(meant) and not hit
    assert wrong == 0
    assert right / len(rows) >= 0.95


def test_a_name_alone_is_resolved_with_its_strength_and_without_capitals() -> None:
    resolver = drug_resolver()
    for name in ("Amoxicillin 500 mg capsules", "mtx", "ddavp", "amoxicillin and clavulanic acid"):
        found = resolver.resolve(name)
        assert found is not None, name
        assert found.identity is not None
    assert resolver.resolve("amoxicillin for my tooth") is None
    assert resolver.resolve("nothing of the kind") is None
    assert resolver.resolve("") is None


def test_classes_are_narrow_and_wide() -> None:
    resolver = drug_resolver()
    assert {"doac", "factor_xa_inhibitor", "anticoagulant"} <= resolver.classes_of("apixaban")
    assert {"loop_diuretic", "diuretic"} <= resolver.classes_of("frusemide")
    assert "penicillin" in resolver.classes_of("Amoxicillin")
    assert "tetracycline_class" in resolver.classes_of("tetracycline")
    assert resolver.classes_of("no such thing") == frozenset()
    assert resolver.members("no_such_class") == frozenset()


def test_every_class_has_members_and_every_member_resolves_to_itself() -> None:
    resolver = drug_resolver()
    for name in resolver.class_names:
        members = resolver.members(name)
        assert members, name
        for member in members:
            found = resolver.resolve(member)
            assert found is not None, (name, member)
            assert found.identity is not None, (name, member)
            assert found.identity.ingredients == {member}, (name, member)
            assert name in resolver.classes_of(member)


def test_a_class_within_itself_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.terms import drug_classes
    from app.terms.drug_aliases import DrugAliases

    looped = {"phrases": ["x"], "members": [], "classes": ["one"]}
    tables = {"drug_words.toml": {"classes": {}, "wide": {}}, "drug_classes.toml": {"one": looped}}
    aliases = DrugAliases()
    monkeypatch.setattr(drug_classes, "table", tables.__getitem__)
    with pytest.raises(ValueError, match="one > one"):
        _ = DrugClasses(aliases).members


@pytest.mark.parametrize(
    "text",
    [
        "warfarin ibuprofen amoxacillin levothyroxin " * 2300,
        "a" * 100_000,
        "w a r f " * 12_500,
        "\u200b\u0430" * 50_000,
        "<script>$$;-- " * 7_000,
        "1nsul1n " * 12_500,
        " ".join(f"abcdefg{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676 % 26)}"
                 for n in range(9_000)),
    ],
    ids=["names", "one word", "spaced", "unseen", "markup", "digits", "unknown words"],
)  # fmt: skip
def test_a_hundred_thousand_characters_are_read_in_bounded_time(text: str) -> None:
    resolver = drug_resolver()
    began = time.perf_counter()
    found = resolver.mentions(text)
    assert time.perf_counter() - began < 4.0
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_a_question_is_read_in_a_millisecond_or_two() -> None:
    resolver = drug_resolver()
    text = "What dose of ramipril suits heart failure with bisoprolol and spironalactone?"
    resolver.mentions(text)
    took = []
    for _ in range(20):
        began = time.perf_counter()
        resolver.mentions(text)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.002
