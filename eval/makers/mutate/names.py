"""Drug names: those a corpus mentions, told by the endings that drug names share, or a file's.

An ending mostly tells a drug's class too, so that one drug can be exchanged for another of a
different class. The endings are from memory, not checked against a list; they make test cases and
no clinical rule.
"""

import csv
import gzip
import io
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from eval.suite import UnusableSet


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


STEMS: Final = _words("""
    apine azepam azole azosin barbital bufen caine cillin cycline dipine dronate farin faxine
    fibrate floxacin fungin gatran gliflozin gliptin glitazone grel lukast mycin olol oxacin oxetine
    oxicam parin peridol peridone prazole pramine pril profen sartan semide setron statin terol
    thiazide tidine tinib toin triptan triptyline tropium vastatin vir xaban zolam zosin
""")
CLASSES: Final = frozenset(
    {"thiazide", "sterol", "cholesterol", "statin", "anthracycline", "triptan", "azole"}
)
"""Words with a stem that name a class, or no drug."""
SUBSTANCES: Final = _words("""
    water alcohol ethanol oxygen glucose dextrose lactose sucrose sodium potassium calcium iron
    magnesium zinc aluminum phosphorus lithium urea creatinine albumin cholesterol insulin starch
    cellulose gelatin latex caffeine nicotine histamine dopamine serotonin estradiol testosterone
    progesterone thyroid protein milk acid pollen egg tobacco fluoride iodine carbon acetate citrate
    lactate fumarate aspartate glycolate acetone alanine ammonia charcoal collagen cornstarch
    coumarin creatine dextran glycine hypromellose lecithin licorice lysine mannitol methanol
    povidone simethicone sorbitol thrombin isosorbide
""")
"""Ingredients that sentences speak of otherwise than as a drug."""
LEAST: Final = 2
"""Mentions that make a word of the corpus a name: fewer may be a slip of the pen."""
_WORD: Final = re.compile(r"(?<![\w/-])[A-Za-z]{6,}(?![\w/-])")
_STRENGTH: Final = re.compile(r"([A-Za-z]{5,}) [\d.,]+ (?:MG|UNT|MEQ|ML)\b")


def of_corpus(sentences: Iterable[str]) -> tuple[str, ...]:
    """Lower-cased words of the corpus with a stem of the WHO's, sorted."""
    counts = Counter(word.lower() for text in sentences for word in _WORD.findall(text))
    return tuple(
        sorted(
            word
            for word, count in counts.items()
            if count >= LEAST and word.endswith(STEMS) and word not in CLASSES
        )
    )


def of_file(path: Path, sentences: Iterable[str]) -> tuple[str, ...]:
    """Names of the file that the corpus mentions, lower-cased, sorted.

    Args:
        path: `.csv[.gz]` with a column `Preferred Label`, as BioPortal gives RxNorm: a single word
            before a strength ("Efavirenz 50 MG") is an ingredient's name. Otherwise a text file
            with one name a line.

    Raises:
        UnusableSet: it cannot be read, or names no drug of the corpus.
    """
    named = _named(path) - set(SUBSTANCES)
    mentioned = {word.lower() for text in sentences for word in _WORD.findall(text)}
    found = tuple(sorted(named & mentioned))
    if not found:
        raise UnusableSet(f"{path} names no drug that the corpus mentions.")
    return found


def _named(path: Path) -> set[str]:
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UnusableSet(f"{path} cannot be read ({error}).") from None
    if ".csv" not in path.suffixes:
        return {line.strip().lower() for line in text.splitlines() if line.strip()}
    rows = csv.DictReader(io.StringIO(text))
    if "Preferred Label" not in (rows.fieldnames or ()):
        raise UnusableSet(f"{path}:1: there is no column 'Preferred Label'.")
    found = (_STRENGTH.match(row["Preferred Label"]) for row in rows)
    return {each[1].lower() for each in found if each}


def family(name: str) -> str:
    """The name's longest stem, or its last four letters: names of one family may be one class."""
    stems = [stem for stem in STEMS if name.endswith(stem)]
    return max(stems, key=len) if stems else name[-4:]
