"""One canonical name for every name of an ingredient, whoever spells it and with whatever salt."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from app.terms.drug_files import lines_of_names, table
from app.terms.wording import words

SALT_WORDS: Final = words(
    "acetate aceponate arginine besilate besylate bitartrate bromide butyrate calcium caproate "
    "carbonate chloride cilexetil citrate cypionate decanoate diacetate dihydrate dihydrochloride "
    "dimesylate dipivoxil dipotassium dipropionate disodium disoproxil embonate enantate enanthate "
    "epolamine erbumine estolate etexilate ethylsuccinate fumarate furoate gluceptate gluconate "
    "hexacetonide hyclate hydrobromide hydrochloride iodide isethionate lactate lactobionate "
    "lysine magnesium malate maleate medoxomil mesilate mesylate methylbromide mofetil "
    "monohydrate mucate napsylate nitrate olamine oxide palmitate pamoate phosphate pivalate "
    "polistirex potassium probutate propionate resin saccharate sodium succinate sulfate sulphate "
    "tannate tartrate terephthalate tosilate tosylate trihydrate trometamol tromethamine "
    "undecanoate valerate xinafoate zinc axetil proxetil pivoxil marboxil alafenamide hemifumarate "
    "hydrogen bicarbonate hippurate"
)
"""What stands behind an ingredient's name and makes no other medicine of it."""
_NO_HEAD: Final = words(
    "aluminum ammonium barium bismuth calcium choline ethyl ferric ferrous iron lithium magnesium "
    "methyl potassium silver sodium zinc benzalkonium nickel gallium"
)
_SHORTEST_HEAD: Final = 6


class DrugAliases:
    """Canonical names, from our tables of names; built once by the lexicon.

    A name that two ingredients have is no alias: it is a combination of them (`co-codamol`).
    """

    def __init__(self, *more: Mapping[str, Iterable[str]]) -> None:
        """`more`: tables of others, canonical name -> other names. Ours win: a canonical name of
        ours becomes no other name of theirs."""
        self._canonical: dict[str, str] = {}
        self.combinations: dict[str, frozenset[str]] = {}
        ours = [table(file)["names"] for file in ("drug_words.toml", "drug_other_names.toml")]
        for names in ours:
            self._add(names)
        single = {one for each, _ in lines_of_names() if len(each) == 1 for one in each}
        kept = frozenset(single.union(*ours))
        for names in more:
            self._add(names, kept)

    def of(self, name: str) -> str:
        """The canonical name; `name` itself in lower case where it is nobody's other name."""
        name = " ".join(name.casefold().replace("\u2019", "'").split())
        found = self._canonical.get(name)
        if found is not None:
            return found
        head, _, salt = name.rpartition(" ")
        if salt in SALT_WORDS and len(head) >= _SHORTEST_HEAD and head not in _NO_HEAD:
            return self.of(head)
        return name

    def names(self) -> dict[str, str]:
        """Every name with another canonical one, and that."""
        return dict(self._canonical)

    def _add(self, names: Mapping[str, Iterable[str]], kept: Collection[str] = frozenset()) -> None:
        owners: defaultdict[str, set[str]] = defaultdict(set)
        for canonical, others in names.items():
            for other in others:
                owners[other].add(self._canonical.get(canonical, canonical))
        for name, owned in owners.items():
            if len(owned) > 1:
                self.combinations.setdefault(name, frozenset(owned))
            elif name not in self._canonical and name not in owned and name not in kept:
                self._canonical[name] = next(iter(owned))
