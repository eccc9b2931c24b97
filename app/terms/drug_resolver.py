"""Which medicines a text names, whatever they are called: `DrugResolver` over our own tables."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from app.domain.drugs import DrugMention
from app.terms.drug_files import table, text_of
from app.terms.drug_lexicon import DrugLexicon, Loaded, Meaning
from app.terms.drug_places import Found, whole, written_so
from app.terms.drug_slips import SHORTEST, DrugSlips
from app.terms.drugs import STEM
from app.terms.phrasebook import Phrasebook
from app.terms.unseen import aligned

_WORD: Final = re.compile(r"[^\W_]+")
_LISTED: Final = re.compile(r" ?(?:[/+,&;]|-|\band\b|\bwith\b) ?(?:and )?")
_HIDDEN: Final = "-"
"""The meaning of what looks like a name and is none."""
_NO_NAME: Final = re.compile(
    r"(?:[\s\d.,;:%/()-]|\b(?:mg|mcg|g|ml|micrograms?|units?|tablets?|capsules?|injection|cream|inhaler|"
    r"solution|oral|hydrate|medicines?|drugs?|inhibitors?|class)\b)*",
    re.IGNORECASE,
)


REMEMBERED: Final = 4000
"""Characters: what a question may have. Longer texts are looked through each time."""


class NamedDrugResolver:
    """A `DrugResolver`; read once (about a third of a second), then nothing changes but what it
    remembers of texts."""

    def __init__(self, loaded: Loaded | None = None, release: str = "") -> None:
        self.release: Final = release
        self._lexicon: Final = DrugLexicon(loaded)
        names = {*self._lexicon.drugs, *self._lexicon.class_names}
        self._book: Final = Phrasebook(
            {**{name: [name] for name in names}, _HIDDEN: [*_hidden(), *self._lexicon.hidden]}
        )
        self._ordinary: Final = frozenset(text_of("ordinary_words.txt").split())
        self._slips: Final = DrugSlips(
            spelled_names(self._lexicon), table("drug_lookalikes.toml")["groups"], self._ordinary
        )

    def mentions(self, text: str) -> tuple[DrugMention, ...]:
        if len(text) > REMEMBERED:
            return self._mentions(text, alone=False)
        return _mentions_of(self, text)

    def _mentions(self, text: str, *, alone: bool) -> tuple[DrugMention, ...]:
        """`alone`: `text` is a name and nothing else, so that an abbreviation needs no capitals."""
        plain, offsets = aligned(text)
        taken = bytearray(len(plain) + 1)
        found = list(self._listed(plain, taken, alone=alone))
        found.extend(self._unlisted(plain, taken))
        found.sort()
        return tuple(
            DrugMention(
                written=text[offsets[one.start] : offsets[one.end - 1] + 1],
                start=offsets[one.start],
                end=offsets[one.end - 1] + 1,
                kind=one.meaning.kind,
                candidates=one.meaning.candidates,
                class_name=one.meaning.class_name,
                class_question=one.meaning.question,
            )
            for one in whole(self._lexicon, plain, found)
        )

    def resolve(self, name: str) -> DrugMention | None:
        found = self._mentions(name, alone=True)
        if not found:
            return None
        rest = [name[: found[0].start], name[found[-1].end :]]
        if not all(_NO_NAME.fullmatch(each) for each in rest):
            return None
        if len(found) == 1:
            return found[0]
        between = (name[a.end : b.start] for a, b in pairwise(found))
        identities = [one.identity for one in found]
        if None in identities or not all(_LISTED.fullmatch(each) for each in between):
            return None
        joined = frozenset[str]().union(*(one.ingredients for one in identities if one))
        start, end = found[0].start, found[-1].end
        return DrugMention(
            written=name[start:end],
            start=start,
            end=end,
            kind="ingredient",
            candidates=(self._lexicon.identity(joined),),
        )

    def classes_of(self, ingredient: str) -> frozenset[str]:
        canonical = self._lexicon.aliases.of(ingredient)
        return self._lexicon.classes.of_ingredient.get(canonical, frozenset())

    def members(self, class_name: str) -> frozenset[str]:
        return frozenset(self._lexicon.classes.members.get(class_name, ()))

    @property
    def class_names(self) -> frozenset[str]:
        """Our names of all classes."""
        return frozenset(self._lexicon.classes.members)

    def generic_names(self, ingredient: str) -> tuple[str, ...]:
        """The nonproprietary names of one ingredient, its canonical one first."""
        return self._lexicon.generic_names(ingredient)

    def names_of(self, ingredient: str) -> tuple[str, ...]:
        """Every name that means this ingredient alone, sorted."""
        identity = self._lexicon.identity([ingredient])
        drugs = self._lexicon.drugs.items()
        return tuple(sorted(name for name, one in drugs if one.candidates == (identity,)))

    def _listed(self, text: str, taken: bytearray, *, alone: bool) -> Iterator[Found]:
        """Names and classes that stand in the lexicon, each span once; `taken` is marked where one
        stands, or what is to hide."""
        spans: dict[tuple[int, int], list[str]] = {}
        for one in self._book.find(text):
            spans.setdefault((one.start, one.end), []).append(one.meaning)
        for (start, end), names in spans.items():
            meaning = self._meaning(text, start, end, names, alone=alone)
            if meaning is not None or _HIDDEN in names:
                taken[start:end] = b"\1" * (end - start)
            if meaning is not None:
                yield Found(start, end, meaning)

    def _meaning(
        self, text: str, start: int, end: int, names: list[str], *, alone: bool
    ) -> Meaning | None:
        written = text[start:end]
        drugs, classes = (
            [
                one
                for name in names
                if (one := known.get(name)) is not None
                and (alone or written_so(one, name, text, start, end))
            ]
            for known in (self._lexicon.drugs, self._lexicon.class_names)
        )
        plural = written[-1:] in "sS" and not any(name.endswith("s") for name in names)
        if classes and (plural or not drugs):
            return classes[0]
        if not drugs:
            return None
        candidates = dict.fromkeys(one for each in drugs for one in each.candidates)
        return drugs[0]._replace(candidates=tuple(candidates)) if len(drugs) > 1 else drugs[0]

    def _unlisted(self, text: str, taken: bytearray) -> Iterator[Found]:
        """Misspelled names, and new ones that their stem gives away."""
        for word in _WORD.finditer(text):
            start, end = word.span()
            if end - start < SHORTEST or taken[start]:
                continue
            written = word.group()
            meaning = self._slip(written)
            name = written.lower()
            if meaning is None and STEM.fullmatch(name) and name not in self._ordinary:
                meaning = Meaning("stem", (self._lexicon.identity([name]),))
            if meaning is not None:
                yield Found(start, end, meaning)

    def _slip(self, written: str) -> Meaning | None:
        names = self._slips.nearest(written)
        meant = [self._lexicon.drugs.get(name) or self._lexicon.class_names[name] for name in names]
        if not meant:
            return None
        if len(meant) == 1:
            return meant[0]._replace(kind="misspelling")
        candidates = dict.fromkeys(one for each in meant for one in each.candidates)
        return Meaning("misspelling", tuple(candidates))


def _hidden() -> list[str]:
    hidden: list[str] = table("drug_words.toml")["hidden"]["phrases"]
    return hidden


def spelled_names(lexicon: DrugLexicon) -> set[str]:
    """Names that a misspelling may be meant for: of ingredients, the brands that people write, and
    classes of one long word."""
    common = {*table("drug_words.toml")["common"]["words"]}
    names = {
        name
        for name, one in lexicon.drugs.items()
        if name in lexicon.own and (one.kind == "ingredient" or name in lexicon.known_brands)
    }
    classes = {*table("drug_lookalikes.toml")["classes"]} & lexicon.class_names.keys()
    return {name for name in names | classes if name.isalpha()} - common


@lru_cache(maxsize=1)
def drug_resolver() -> NamedDrugResolver:
    """The resolver over the names that the product ships."""
    return NamedDrugResolver()


@lru_cache(maxsize=64)
def _mentions_of(resolver: NamedDrugResolver, text: str) -> tuple[DrugMention, ...]:
    """Of a question, which several parts of its trip ask for; app/forgetting.py empties it."""
    return resolver._mentions(text, alone=False)
