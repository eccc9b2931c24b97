"""Writes `app/terms/drug_names.txt`: ingredients and brands, read off RxNorm's clinical drugs.

    python deploy/drug_names.py rxnorm.csv.gz > app/terms/drug_names.txt
    python deploy/drug_names.py rxnorm.csv.gz --phrases > app/terms/drug_brand_phrases.txt

Input: RxNorm as BioPortal exports it, a CSV with the column `Preferred Label`. A clinical drug is
called `apixaban 5 MG Oral Tablet [Eliquis]`; what stands before the strength is the ingredient, in
brackets the brand. RxNorm's own names (source RXNORM) are in the public domain (National Library of
Medicine). Names alone are taken. A line is `ingredient[+ingredient]: brand brand ...`.

Left out: extracts, pollens, vaccines and foods; brands of several words, of more than three
ingredients, and brands that are ordinary words to the packaged model. The second file has the
brands of several words and of many ingredients, `brand: ingredient+ingredient`, for who resolves
names; a brand all of whose words are ordinary is left out there, too.
"""

import csv
import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Final

from app.domain.ingredients import ingredient_name
from app.index.embedder import load_embedder

BRAND: Final = re.compile(r"^(.+) \[([^\[\]]+)\]$")
STRENGTH: Final = re.compile(
    r"^(?:[\d.]+ (?:HR|ML|MG|ACTUAT) )?([A-Za-z][^\d]*?) \d[\d.,]* ?"
    r"(?:MG|MCG|ML|UNT|MEQ|%|IR|MMOL|GM)"
)
NAME: Final = re.compile(r"[a-z][a-z-]{3,}(?: [a-z-]{2,}){0,2}")
NO_DRUG: Final = re.compile(
    r"extract|pollen|allergenic|antigen|virus|vaccine|preparation|protein|\boil\b|venom|strain|"
    r"dander|skin|food|fungus|spore|mold|toxoid|flower|leaf|root|seed|\bwax\b|globulin|albumin|"
    r"paraben|silicate|starch|glycol|petrolatum|lanolin|paraffin|ash$|glyceryl|stearate"
)
_FOODS = """
alcohol alanine arginine asparagine aspartate aspartame butter beeswax casein citrate cysteine
dextrose ethanol fluoride fructose garlic glucose glutamate glutamine glycerin glycine helium
histidine honey isoleucine lactose leucine lysine mannose methionine nitrogen oxygen
phenylalanine proline serine sorbitol sucrose sugar sulfur threonine tryptophan tyrosine valine
water xenon xylitol acetate bicarbonate borate calcium carbon chloride chromium copper gold
iodine iron lecithin lipids magnesium manganese molybdenum phosphate phosphorus potassium
protein selenium silicon silver sodium sulfate zinc hydroxide oxide peroxide tin talc
"""
FOODS: Final = frozenset(_FOODS.split())
ESTERS: Final = re.compile(
    r"(?: (?:propionate|furoate|cilexetil|medoxomil|erbumine|arginine|etexilate|alafenamide|"
    r"dipropionate|acetonide|valerate|axetil|proxetil|pivoxil|enanthate|cypionate|decanoate|mofetil|"
    r"disoproxil|dimeglumine|etabonate|marboxil|phosphate|acetate|xinafoate|bromide)|"
    r" \(usp\))+$"
)
"""What stands behind an ingredient's name in RxNorm and is seldom said."""
FEWEST: Final = 2
"""Clinical drugs that must bear a name; one alone is often a misreading."""
MOST_INGREDIENTS: Final = 3
SHORTEST_BRAND: Final = 5
SHORTEST_WORD: Final = 3
LONGEST_BRAND: Final = 30
NAMES: Final = Path(__file__).parents[1] / "app/terms/drug_names.txt"


def clinical_drugs(path: Path) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """(ingredients, brand or None) of each label that names a strength for every ingredient."""
    with gzip.open(path) as packed:
        for row in csv.DictReader(TextIOWrapper(packed, encoding="utf-8")):
            branded = BRAND.match(row["Preferred Label"])
            body, brand = branded.groups() if branded else (row["Preferred Label"], None)
            parts = [STRENGTH.match(part) for part in body.split(" / ")]
            if all(parts):
                names = {spoken_name(part.group(1)) for part in parts if part}
                yield tuple(sorted(names)), brand.lower() if brand else None


def spoken_name(written: str) -> str:
    """The ingredient without its salt and ester; it stays whole where a metal would be left."""
    name = ingredient_name(ESTERS.sub("", ingredient_name(written)))
    return ingredient_name(written) if name in FOODS else name


def is_drug(name: str) -> bool:
    return bool(
        NAME.fullmatch(name) and not NO_DRUG.search(name) and not FOODS.intersection(name.split())
    )


def phrases(path: Path) -> None:
    ordinary = load_embedder(threads=1)
    written = {line.partition(":")[0] for line in NAMES.read_text().splitlines()}
    written |= {
        b for line in NAMES.read_text().splitlines() for b in line.partition(":")[2].split()
    }
    brands: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for names, brand in clinical_drugs(path):
        if brand and all(is_drug(name) for name in names):
            brands[brand][names] += 1
    for brand, counted in sorted(brands.items()):
        words = re.findall(r"[a-z0-9]+", brand)
        telling = [one for one in words if one.isalpha() and len(one) > SHORTEST_WORD]
        if (
            brand not in written
            and brand not in counted.most_common(1)[0][0]
            and len(brand) <= LONGEST_BRAND
            and any(not ordinary.holds(one) for one in telling)
        ):
            sys.stdout.write(f"{brand}: {'+'.join(counted.most_common(1)[0][0])}\n")


def main(path: Path) -> None:
    ordinary = load_embedder(threads=1)
    drugs = list(clinical_drugs(path))
    counts = Counter(name for names, _ in drugs for name in names if is_drug(name))
    known = {name for name, count in counts.items() if count >= FEWEST}
    brands: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for names, brand in drugs:
        if brand and re.fullmatch(r"[a-z]+", brand) and len(brand) >= SHORTEST_BRAND:
            brands[brand][names] += 1
    lines: defaultdict[str, list[str]] = defaultdict(list, {name: [] for name in known})
    for brand, counted in sorted(brands.items()):
        names = counted.most_common(1)[0][0]
        if (
            set(names) <= known
            and len(names) <= MOST_INGREDIENTS
            and brand not in known
            and not ordinary.holds(brand)
        ):
            lines["+".join(names)].append(brand)
    sys.stdout.write(
        "".join(f"{key}: {' '.join(lines[key])}".rstrip() + "\n" for key in sorted(lines))
    )


if __name__ == "__main__":
    (phrases if "--phrases" in sys.argv[2:] else main)(Path(sys.argv[1]))
