"""What a text says somebody is allergic to: medicines, classes of them, other substances.

Words are from general knowledge, reviewed by nobody yet.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from app.domain.patient import Allergy, Teller, Told
from app.safety.situation.answered import answered_no
from app.safety.situation.medicine_cues import ALLERGIC_AFTER
from app.safety.situation.medicines import ingredients_of
from app.safety.situation.whose import begins, of_someone_else
from app.safety.situation.words import allergen_book, words
from app.terms.drugs import CLASS, drug_names

_NONE: Final = re.compile(
    r"\bnkd?a\b|\b(?:no|nil|without|denies(?: any)?|not? any|doesn['\u2019]?t "
    r"have any|don['\u2019]?t have any|has no|have no) (?:known |other |history of |significant |"
    r"any |drug |medication |medicine |documented |previous )*allerg(?:ies|y)\b(?! to)|"
    r"\ballerg(?:ies|y)(?: status)?\s?(?::|-|=|are|is)?\s?(?:none|nil|no known|nkda)\b|"
    r"\bnot allergic to (?:anything|any|medicines|drugs|medications)|"
    r"\bno (?:known )?(?:drug |medication )?allergies\b",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(
    r"\b(?:not|never|isn['\u2019]?t|aren['\u2019]?t|no longer|no(?: known| history of)?|"
    r"denies(?: any)?|without|"
    r"rule out|excluded|de-?label\w*) (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_TO: Final = re.compile(
    r"\b(?:allergic(?: reactions?)?|allerg(?:y|ies)|hypersensitiv(?:e|ity)(?: reactions?)?|"
    r"sensitivity|anaphyla(?:xis|ctic(?: shock| reaction)?)|intoleran(?:t|ce)|angio-?oedema|"
    r"angioedema|stevens[- ]johnson(?: syndrome)?|sjs|dress|ten|(?:bad|severe|serious|nasty|"
    r"previous|adverse|allergic|terrible) reactions?|react(?:s|ed|ing)?(?: badly)?|"
    r"(?:came|come|comes|broke|"
    r"breaks) (?:out|up) in (?:a )?(?:rash|hives|spots|welts|lumps)|hives|rash|swell(?:ed|ing|"
    r"s)?(?: up)?|wheez(?:e|es|ed|y|ing)|"
    r"(?:adrenaline|epinephrine|an? epi-?pen|epi-?pen)|"
    r"collapsed|(?:throat|face|lips?|tongue|eyes?|neck) (?:(?:\w+ ){0,2})?(?:closed|swelled|"
    r"swollen|"
    r"swole|puffed|blew)(?: up)?)"
    r"\s?(?:history )?(?:to|with|from|after|on|following|when (?:given|taking)|is|:|=|-)\s"
    r"(?:an? |the |my |his |her |taking |being given |having |any |both |all |iv |oral |"
    r"having had )*|"
    r"\b(?:can(?:no|['\u2019])t|cannot|unable to) (?:take|have|tolerate) (?:any )?|"
    r"\b(?:allerg(?:ies|y|ic)|allerg\w+ status|adrs?|drug reactions?)\s?[:=(-]\s?(?:to )?|"
    r"(?:^|[.;,\n] ?)all\s?:\s?|\bmine is (?:to )?|\bcontraindicated allergy ",
    re.IGNORECASE,
)
_ENDS_LIST: Final = re.compile(
    r"[.?!;\n]|\b(?:and (?:has|is|needs?|was|takes|now|wants|i|he|she|can|have|am|currently|on)|"
    r"but|who|which|what|can|could|should|may|is|was|has|have|needs?|so|because|with|presents?|"
    r"presenting|for|as|when|then|do|does|take[sn]?|taking|on|alternative|instead|before|since|"
    r"in)\b",
    re.IGNORECASE,
)
_TAKEN_BACK: Final = re.compile(
    r"[^.?!]{0,60}\b(?:but (?:\w+ ){0,4}(?:tests?|testing|challenge) (?:\w+ )?(?:negative|fine|"
    r"normal|clear)|"
    r"de-?label\w*|ruled out|disprov\w+|outgrown|grew out|tested negative|(?:since|now) tolerat\w+|"
    r"not (?:really|truly|actually) (?:allergic|an allergy)|(?:skin |challenge )?tests? (?:was|"
    r"were|is|are) negative)",
    re.IGNORECASE,
)
"""Behind an allergy that was thought to be one."""
_SPEAKS: Final = re.compile(
    r"allerg|\badrs?\b|\ball ?:|adrenaline|epinephrine|epi-?pen|bronchospasm|brings? on|brought on|"
    r"urticaria|brings? on|brought on|sensitiv|anaph|intoler|react|rash|hives|itch|wheez|welts|"
    r"welts|lumps|swell|swol|throat|tongue|lips|puff|angio|collapse|sjs|"
    r"dress|stevens|can['\u2019]?t (?:take|have|tol)|cannot|unable to|\bten\b",
    re.IGNORECASE,
)
_REACH: Final = 160
_BEHIND_REACH: Final = 24


class _Found(NamedTuple):
    start: int
    end: int
    key: str
    ingredients: frozenset[str]
    class_name: str | None


class Heard(NamedTuple):
    """`denied`: substances to which an allergy is denied; `none`: words that deny all."""

    allergies: tuple[Allergy, ...]
    denied: frozenset[str]
    none: Told | None


def heard(text: str, teller: Teller) -> Heard:
    found = tuple(_allergens(text)) if _SPEAKS.search(text) else ()
    nothing = _NONE.search(text)
    none = Told(by=teller, words=nothing.group()) if nothing else None
    told: dict[str, Allergy] = {}
    denied: set[str] = set()
    for one in found:
        cue = _cue(text, one)
        if cue is None or of_someone_else(text, one.start, one.end):
            continue
        if (
            _DENIED.search(text[max(0, cue - 30) : cue])
            or answered_no(text, one.end)
            or _TAKEN_BACK.match(text, one.end)
        ):
            denied.add(one.key)
            continue
        written = text[one.start : one.end]
        told.setdefault(
            one.key,
            Allergy(
                ingredients=one.ingredients,
                class_name=one.class_name,
                substance=written.lower(),
                told=Told(by=teller, words=text[min(cue, one.start) : one.end]),
            ),
        )
    return Heard(tuple(told.values()), frozenset(denied), none)


def _cue(text: str, one: _Found) -> int | None:
    """Where the words begin that make it an allergy."""
    if ALLERGIC_AFTER.match(text, one.end):
        return one.start
    behind = text[one.end : one.end + _BEHIND_REACH]
    joined = re.match(
        r"(?:,| and| or|/| &)+ ?(?:\w+[ ,/]+){1,3}?(?:allerg(?:y|ies|ic)|intoleran\w+)\b",
        behind,
        re.IGNORECASE,
    )
    if joined and not _ENDS_LIST.search(behind[: joined.end() - 8].replace(" and ", " ")):
        return one.start
    at = max(begins(text, one.start), one.start - _REACH)
    before = text[at : one.start]
    cues = list(_TO.finditer(before))
    if not cues or _ENDS_LIST.search(before[cues[-1].end() :]):
        return None
    return at + cues[-1].start()


def _allergens(text: str) -> Iterator[_Found]:
    """Medicines, classes and substances with their places."""
    names = drug_names()
    known = words().allergens
    taken: set[int] = set()
    for one in allergen_book().find(text):
        taken.update(range(one.start, one.end))
        group = known.get(one.meaning)
        if group is None:
            key = text[one.start : one.end].lower().removesuffix("s")
            yield _Found(one.start, one.end, key, frozenset(), None)
        elif group.class_name:
            members = ingredients_of(names, group.class_name)
            yield _Found(one.start, one.end, one.meaning, members, group.class_name)
        else:
            yield _Found(one.start, one.end, one.meaning, frozenset(group.members), one.meaning)
    drugs: dict[tuple[int, int], list[str]] = {}
    for each in names.found(text):
        if each.start not in taken:
            drugs.setdefault((each.start, each.end), []).append(each.meaning)
    for (start, end), meanings in drugs.items():
        ingredients = frozenset(one for one in meanings if not one.startswith(CLASS))
        classes = [one.removeprefix(CLASS) for one in meanings if one.startswith(CLASS)]
        if classes:
            members = ingredients_of(names, classes[0]) | ingredients
            yield _Found(start, end, classes[0], members, classes[0])
        else:
            yield _Found(start, end, "+".join(sorted(ingredients)), ingredients, None)
