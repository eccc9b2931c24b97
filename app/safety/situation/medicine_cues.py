"""Words around the name of a medicine that tell how it stands to the person.

Words are from general knowledge, reviewed by nobody yet.
"""

import re
from typing import Final, Literal

from app.safety.situation.whose import begins

Cue = Literal["taken", "asked", "stopped", "denied", "allergic", "aside"]

_ADJ: Final = (
    r"(?:(?:a|an|the|my|his|her|their|some|any|both|regular|long[- ]term|daily|low[- ]dose|"
    r"high[- ]dose|oral|iv|usual|current|maintenance|weekly|once weekly|prescribed|new|old|"
    r"repeat|inhaled|topical|prophylactic|lifelong|dose of|course of|combination of) )*"
)
_ASK_ON: Final = (
    r"\b(?:information|advice|guidance|evidence|data|effects?|impact|question|leaflet|go|going|"
    r"putting|start|begin|place|switch\w*|stay|remain|keep|stop|put (?:him|her|them|me|patients)|"
    r"(?:be|get|him|her|them|patient) (?:put|started)) (?:\w+ ){0,2}on "
)
_CUES: Final = re.compile(
    r"(?P<allergic>\b(?:angio-?o?edema|swelling|allerg\w+|hypersensitiv\w+|anaphyla\w+|"
    r"intoleran\w+|reacted|reaction|rash|"
    r"hives|wheez\w*|swell\w*|adrenaline|epinephrine|epi-?pen)\b(?: \w+)? (?:to|with|after|from|on|"
    r":) |\b(?:allerg(?:ies|y)|allerg\w+ status|adrs?|all)\s?[:=-] ?)|"
    r"(?P<denied>\b(?:not (?:currently |now )?(?:on|taking|using|receiving)|(?:does|do|"
    r"did)(?:n['\u2019]?t| "
    r"not) (?:take|use|have)|never (?:taken|took|had|used)|(?:isn|aren|wasn)['\u2019]?t (?:on|"
    r"taking)"
    r"|denies (?:taking |use of |any )?|no (?:current |regular )?(?=\w+ (?:use|therapy)\b)|without)"
    rf" ?{_ADJ})|"
    r"(?P<aside>\b(?:instead of|alternatives? to|other than|apart from|rather than|except|"
    rf"substitute for|replacement for|antidote (?:to|for)) {_ADJ})|"
    r"(?P<stopped>\b(?:stopped|came off|come off|coming off|discontinued|no longer (?:takes?|"
    r"taking|on|"
    r"using|uses?)|used to (?:take|be on|use)|previously (?:on|took|taking|taken|used|"
    r"treated with)|"
    r"finished|completed|gave up|quit|withheld|formerly on|ceased|have been off|been off|is off|"
    rf"am off|i'm off|was on|were on)(?: taking| using)?(?: {_ADJ}| ))|"
    rf"(?P<asked>{_ASK_ON}|"
    r"\b(?:can|could|may|should|shall|must|might|will|would|ought|to|wants?|wish\w*|like|need\w*|"
    r"okay|ok|safe|able|allowed|fine|alright|all right|dangerous|advisable|reasonable|considering|"
    r"thinking (?:of|about))(?: (?:i|we|he|she|they|you|one|it|her|him|patients?|to|also|safely|"
    r"still|"
    r"just|be|not|now|the|my|take|about|for|people|women|someone|wife|husband|mum|mother|son|"
    r"daughter|patient)){0,4} (?:have|having|take|taking|give|giving|given|use|using|used|start\w*|"
    r"add\w*|try|prescrib\w+|receive|get|offer\w*|switch\w* to|chang\w+ to|buy|drink|swallow|"
    rf"combine|mix) {_ADJ}|"
    r"\b(?:dos(?:e|es|age|ing)|prescrib\w+|giving|starting|adding|switching to|changing to|about|"
    r"recommend\w*|indicated|suitable|use of|role of|effects? of|safety of|give|start|add|offer|"
    r"which|whether|try|is|are|does|do|will|using|versus|vs|or|between|consider|treat(?:ed|ing|"
    r"ment)? "
    rf"with|safe with) {_ADJ}$)|"
    rf"(?P<taken>\b(?:while|whilst|when|already|still|currently|now|been|after|who is|who are|is|"
    rf"am|are|"
    rf"m|s|also|only|keeps|been on and|patients?|woman|man|people|if|and|,|pt|just|person|someone|"
    rf"anyone|those) (?:taking|using|on|receiving|prescribed|getting) {_ADJ}|"
    rf"\b(?:takes|taking|took|uses|receives|receiving|swallowed|was (?:given|prescribed|"
    rf"started on|put "
    rf"on)|been (?:given|prescribed|started on|put on|taking)|is prescribed|are prescribed|am "
    rf"prescribed|i've had|prescribed me|gave me|put me on|started me on|anticoagulated with|"
    rf"treated "
    rf"with|maintained (?:on|with)|controlled (?:on|with|by)|started on|stabilised on|stable on|"
    rf"established on|"
    rf"managed with) {_ADJ}|"
    r"\b(?:gp|doctor|dr|consultant|nurse|pharmacist|hospital|midwife|dentist|clinic|"
    r"they) (?:has |have |"
    r"had |just )?(?:prescribed|given|gave|started|put)(?: (?:me|him|her|them))?(?: on)? |"
    r"\b(?:my|his|her|their) (?:[\w-]+ )?(?:medicine|medication|tablets?|pills?|drug|thinner|"
    r"anticoagulant|antidepressant|inhaler|statin|painkiller|diuretic|contraceptive|steroid|"
    r"insulin|"
    r"blocker|patch|treatment) (?:is|are|is called|are called) |"
    rf"\b(?:i|we|you|they) (?:\w+ly )?(?:also |already |currently |now |still |only |"
    rf"just |do )?(?:take|use|"
    rf"have been on|inject) {_ADJ}|"
    rf"\bon {_ADJ}|"
    r"^\W*(?:also |currently |still )?taking |\bprescribed\s?[:=] ?|\b(?:current(?: \w+)?|"
    r"regular(?: \w+)?|usual(?: \w+)?|meds?|medications?|medicines?|drugs?|"
    r"drug "
    r"history|dhx?|rx|prescriptions?|treatment|tablets)\s?(?:includes?|including|are|is|:|=|-) ?|"
    r"\b(?:my|his|her|their|hubby['\u2019]s|mum['\u2019]s|mother['\u2019]s|father['\u2019]s|"
    r"husband['\u2019]s|wife['\u2019]s|patient['\u2019]s) "
    r"(?:(?:usual|regular|daily|morning|evening|weekly|new|current|own|prescribed|repeat|"
    r"\d+ ?m?c?g) )*"
    r"$)",
    re.IGNORECASE,
)
_AND_TAKE: Final = re.compile(rf"\b(?:and|also|but|who) (?:also )?takes? {_ADJ}$", re.IGNORECASE)
_MODAL: Final = re.compile(r"\b(?:can|could|may|should|shall|must|would|will|to)\b", re.IGNORECASE)
_LISTED: Final = re.compile(r"[\w\u2019'%./+&() ,-]*")
_ITEM: Final = re.compile(r"[\w\u2019'%./+-]+")
_MOST_LISTED: Final = 25
"""Words that a list of medicines runs on before one of them."""
_HEADS_LIST: Final = re.compile(r"[:=-]\s*$|\binclud\w+ $|\bare $")
_SHORT: Final = re.compile(r"(?:[\w\u2019'%./+-]+ ){1,3}")
"""Words between `on` and a name that are no list."""
_STOPS_LIST: Final = re.compile(
    r"\b(?:can|could|may|should|which|what|is|are|does|do|has|have|had|with|needs?|wants?|"
    r"presents?|"
    r"developed|who|how|but|because|for|please|safe|ok|if|help|came|went|to)\b|\?",
    re.IGNORECASE,
)
_NOT_STOPPED: Final = re.compile(
    r"\b(?:not|never|\w+n['\u2019]?t)(?: (?:yet|ever|even|been|fully|completely|quite))* $",
    re.IGNORECASE,
)
"""`she hasn't stopped ...`."""
_AFTER_STOPPED: Final = re.compile(
    r"[^.?!;,]{0,20}\b(?:was|were|has been|have been|had been|is now) (?:stopped|discontinued|"
    r"withheld|ceased|withdrawn|completed|finished)\b",
    re.IGNORECASE,
)
_AFTER_TAKEN: Final = re.compile(
    r"[^.?!;,]{0,12}(?:,? (?:which|that) (?:i|he|she|they) (?:already |now |"
    r"currently )?(?:takes?|uses?|"
    r"am on|is on|are on)| (?:user|users|therapy already|already)\b)",
    re.IGNORECASE,
)
ALLERGIC_AFTER: Final = re.compile(
    r"s?(?:[ -](?:drugs?|antibiotics?|medicines?|class|group|based|containing|protein|venom|dye))?"
    r"[ -](?:allerg(?:y|ies|ic)|hypersensitiv\w+|anaphyla\w+|intoleran\w+|urticaria|hives|"
    r"angio-?o?edema|"
    r"rash(?! (?:cream|treatment|ointment|from|of)))(?! clinic)|"
    r" (?:gives?|gave|causes?|caused|makes?|made|brings?|brought|triggers?|triggered|sets? off|"
    r"leaves?|left) "
    r"(?:(?:on|out|up) )?(?:me|him|her|them|my|his|their) (?:\w+ ){0,5}?"
    r"(?:rash|hives|anaphyla\w+|swell\w*|swollen|itch\w*|wheez\w*|collapse|welts|face|tongue|lips|"
    r"throat|"
    r"asthma|stevens|sjs|blister\w*|urticaria|spots)|"
    r" (?:gave|caused|triggered|led to|brought on) (?:a |an |severe |bad |"
    r"previous )*(?:anaphyla\w+|stevens|"
    r"sjs|dress|ten\b|toxic epidermal|angio-?o?edema|hives|urticaria|rash)|"
    r"\s?[:(-]\s?(?:(?:caused|severe|bad|mild|got|gets|facial|generalised|"
    r"immediate) )*(?:anaphyla\w+|rash|hives|urticaria|"
    r"angio-?o?edema|swelling|swelled|sjs|stevens|wheez\w*|itch\w*|bronchospasm|collapse)|"
    r",? (?:(?:and|then) )?(?:my|his|her|their) (?:\w+ )?(?:lips?|face|tongue|throat|eyes?|mouth|"
    r"airways?) (?:\w+ )?(?:swelled|swole|swollen|puffed|closed|blew)|"
    r"(?:,? (?:and|then))? (?:i|he|she|they) (?:got|had|developed|came (?:out|up)|broke out|"
    r"swelled|swole|collapsed|"
    r"came (?:out )?in) (?:\w+ ){0,4}?(?:rash|hives|anaphyla\w+|swell\w*|swollen|itch\w*|wheez\w*|"
    r"welts|urticaria|spots)",
    re.IGNORECASE,
)
"""Behind the name of what somebody is allergic to."""
OPEN: Final = re.compile(
    r"\b(?:which|what|best|suitable|appropriate|choices? of|safest|first[- ](?:line|choice)|right|"
    r"preferred|recommended|alternative|correct|empirical?|oral|an?|another|other|good|safe|need|"
    r"needs|prophylactic|of)\s+(?:\w+[- ]){0,2}$",
    re.IGNORECASE,
)
ASKS_BY_NAME: Final = re.compile(
    r"\b(?:can|could|may|should|is|are|take|have|use|give|safe|ok)\b", re.IGNORECASE
)


def cue_of(text: str, start: int, end: int, ends_before: int, cue_before: Cue | None) -> Cue | None:
    """What the words around the name at `start` to `end` tell; None where nothing is told.

    Args:
        ends_before: where the name before it ends, or -1; in a list both stand alike.
        cue_before: what was told of that one.
    """
    if ALLERGIC_AFTER.match(text, end):
        return "allergic"
    if _AFTER_STOPPED.match(text, end):
        return "stopped"
    if _AFTER_TAKEN.match(text, end):
        return "taken"
    at = max(begins(text, start), start - 160)
    before = text[at:start]
    if _AND_TAKE.search(before) and not _MODAL.search(before):
        return "taken"
    cues = list(_CUES.finditer(before))
    if not cues:
        return None
    found = cues[-1]
    if found.lastgroup == "stopped" and _NOT_STOPPED.search(before[: found.start()]):
        return "taken"
    if found.end() + at <= ends_before and cue_before is not None:
        between = text[ends_before:start]
        return None if _STOPS_LIST.search(between) else cue_before
    between = before[found.end() :]
    kind: Cue = found.lastgroup  # type: ignore[assignment]
    listed = _HEADS_LIST.search(found.group()) is not None
    if between and not (_is_list(between) if listed else _SHORT.fullmatch(between)):
        return None
    return None if _STOPS_LIST.search(between) else kind


def _is_list(text: str) -> bool:
    """Whether it is words and the marks between them, and not more than a list has."""
    return _LISTED.fullmatch(text) is not None and len(_ITEM.findall(text)) <= _MOST_LISTED
