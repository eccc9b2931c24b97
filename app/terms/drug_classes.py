"""Classes of medicines, narrower within wider, with every member as far as it is listed."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from app.terms.drug_aliases import DrugAliases
from app.terms.drug_files import table


class DrugClasses:
    """`drug_classes.toml`, and what `drug_words.toml` has beside it."""

    def __init__(self, aliases: DrugAliases) -> None:
        """Raises ValueError where a class lies within itself."""
        words, own = table("drug_words.toml"), table("drug_classes.toml")
        older = {**words["classes"], **words["wide"]}
        self._listed: Final[Mapping[str, Mapping[str, Any]]] = {**older, **own}
        self._aliases: Final = aliases
        self.phrases: Final = {
            name: tuple(one.get("phrases") or older[name]["phrases"])
            for name, one in self._listed.items()
        }
        """Class -> what it is called, in the singular."""
        self.questions: Final = {
            name: str(one["ask"]) for name, one in self._listed.items() if "ask" in one
        }
        """Class -> its question back, where it has one of its own."""

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """Class -> its ingredients by canonical name: its own, then the narrower classes'."""
        return {name: tuple(self._members(name, ())) for name in self._listed}

    @cached_property
    def of_ingredient(self) -> Mapping[str, frozenset[str]]:
        """Ingredient -> all its classes."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for name, members in self.members.items():
            for member in members:
                found[member].add(name)
        return {member: frozenset(names) for member, names in found.items()}

    def _members(self, name: str, above: tuple[str, ...]) -> dict[str, None]:
        if name in above:
            raise ValueError(f"the class {name} lies within itself: {' > '.join((*above, name))}")
        one = self._listed[name]
        found = dict.fromkeys(self._aliases.of(member) for member in one["members"])
        for inner in one.get("classes", ()):
            found |= self._members(inner, (*above, name))
        return found
