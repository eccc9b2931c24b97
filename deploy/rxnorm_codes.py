"""Writes `app/patient/codes/rxnorm.txt`: which ingredients the concepts of RxNorm have.

    python deploy/rxnorm_codes.py rxnorm.csv.gz > app/patient/codes/rxnorm.txt

Input as for `drug_names.py`. A concept is taken where every part of its name (`A 5 MG / B 10 MG
Oral Tablet`) is a medicine of our vocabulary: ingredients, brands, clinical and branded drugs,
packs by what is in them. A line is `ingredient[+ingredient]:` and the codes in ascending order,
each as the difference from the one before, in base 36. RxNorm's own names and codes are in the
public domain (National Library of Medicine).
"""

import csv
import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Final

from app.terms.drug_resolver import NamedDrugResolver, drug_resolver

DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
BRAND: Final = re.compile(r"\s*\[[^\[\]]*\]")
IN_PACK: Final = re.compile(r"\d+ (?:\([^()]*\) )?\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
INERT: Final = re.compile(r"\binert ingredients\b|\bplacebo\b", re.IGNORECASE)
BEFORE_STRENGTH: Final = re.compile(
    r"^(?:[\d.]+ (?:HR|ML|MG|ACTUAT|DAY) )?(.*?)"
    r"(?: \d[\d.,]* ?(?:MG|MCG|ML|UNT|MEQ|%|IR|MMOL|GM).*)?$"
)
FORM: Final = re.compile(
    r" (?:(?:oral|topical|injectable|ophthalmic|otic|nasal|rectal|vaginal|inhalant|transdermal|"
    r"sublingual|buccal|chewable|disintegrating|extended release|delayed release|enteric coated|"
    r"mucous membrane|intravenous|parenteral|drug|pill|prefilled|dental|medicated|dry powder|"
    r"metered dose) ?)*(?:product|tablet|capsule|solution|suspension|cream|ointment|gel|lotion|"
    r"spray|suppository|implant|injection|inhaler|syringe|patch|system|powder|granules|syrup|elixir|foam|"
    r"lozenge|pack|kit|ring|pen|drops|film|pill)\b.*$",
    re.IGNORECASE,
)
NO_MEDICINE: Final = frozenset({"misspelling", "stem", "abbreviation", "class"})


def ingredients(names: NamedDrugResolver, label: str) -> frozenset[str] | None:
    """What a concept of this name contains; None where a part of the name is none of ours."""
    packed = IN_PACK.findall(label) if label.startswith("{") or " {" in label else None
    if packed is not None:
        inner = [ingredients(names, one) for one in packed if not INERT.search(one)]
        known = [one for one in inner if one is not None]
        return frozenset[str]().union(*known) if known and len(known) == len(inner) else None
    found: set[str] = set()
    bare = BRAND.sub("", label)
    if not bare:
        return None
    for part in bare.split(" / "):
        whole = BEFORE_STRENGTH.sub(r"\1", part.strip())
        name = FORM.sub("", whole).strip()
        name = name.removesuffix(", modified").removesuffix(", human")
        one = names.resolve(name)
        if one is None or one.identity is None or one.kind in NO_MEDICINE:
            return None
        if (one.start, one.end) != (0, len(name)):
            return None
        meant = {each.identity for each in names.mentions(whole) if each.kind not in NO_MEDICINE}
        if meant and meant != {one.identity}:
            return None
        found |= one.identity.ingredients
    return frozenset(found)


def concepts(path: Path) -> Iterator[tuple[int, frozenset[str]]]:
    names = drug_resolver()
    with gzip.open(path) as packed:
        for row in csv.DictReader(TextIOWrapper(packed, encoding="utf-8")):
            labels = (row["Preferred Label"], *row["Synonyms"].split("|"))
            packs = [one for one in labels if "{" in one]
            for label in packs or labels[:1]:
                known = ingredients(names, label)
                if known:
                    yield int(row["Class ID"].rpartition("/")[2]), known
                    break


def base36(number: int) -> str:
    digits = ""
    while number:
        number, last = divmod(number, 36)
        digits = DIGITS[last] + digits
    return digits or "0"


def main(path: Path) -> None:
    codes: defaultdict[str, list[int]] = defaultdict(list)
    for code, known in concepts(path):
        codes["+".join(sorted(known))].append(code)
    for name, listed in sorted(codes.items()):
        listed.sort()
        steps = (base36(b - a) for a, b in zip((0, *listed), listed, strict=False))
        sys.stdout.write(f"{name}:{' '.join(steps)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
