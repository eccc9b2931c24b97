"""The situation of the person from the question, what the user said before it, and the record.

What is told later outranks what was told earlier, the question outranks all, and the record is
outranked by all. It was handed over for this question: where the question or a turn speaks of
another patient, what was said before is of somebody else, and the record is of this one. A medicine
that an earlier turn asked about is asked about again where the question speaks of `it`.
"""

import re
from functools import lru_cache
from typing import Final

from app.domain.patient import Medicine, Situation, Teller, Use, Whom, YesNo
from app.domain.question import Question, Speaker
from app.safety.person_words import whom
from app.safety.situation import allergic, organs
from app.safety.situation.ages import heard_age
from app.safety.situation.at_large import baby_is_the_patient
from app.safety.situation.body import sex, sex_at_large, weight
from app.safety.situation.joining import Heard, newest_first, of_patient
from app.safety.situation.joining import joined as _joined
from app.safety.situation.medicines import mentions
from app.safety.situation.pregnancy import bare_weeks, carrying
from app.safety.situation.problems import problems, weakened_by
from app.safety.situation.recorded import recorded
from app.safety.situation.whose import speaks_for_self, without_others
from app.terms.unseen import plainly

_IT: Final = re.compile(
    r"\b(?<!is )(?:it|that|this|them|those|these|the (?:drug|medicine|medication|tablets?|pills?|"
    r"dose))\b"
    r"(?! (?:is|was)? ?(?:safe|ok|okay|possible|advisable|necessary|true|best)? ?(?:to|that)\b)|"
    r"\bis (?:it|that|this)\b(?! (?:\w+ )?(?:to|that|for (?:me|him|her|them|us) to)\b)",
    re.IGNORECASE,
)
_FOLLOWS: Final = re.compile(
    r"^\W*(?:and|what about|how about|what if|also|but|or|in|during|with|if|while|even|same|ok|"
    r"so)\b|"
    r"^\W*(?:max\w*|dose|dosage|how (?:much|often|long)|side effects?|safe)\b",
    re.IGNORECASE,
)
_BESIDE: Final = re.compile(
    r"^\W*(?:(?:and|but|also|or|even|what about|how about|what if|ok|so)\W+)*(?:even )?"
    r"(?:together with|along with|with|alongside|on top of|next to|beside|besides|in addition to|"
    r"(?:if|when|while|whilst|as)\s(?:(?:i|he|she|they|we)(?:\W?m|\W?re|\W?s)?\s)?"
    r"(?:(?:am|is|are|also|already)\s)*(?:on|take|takes|taking|have|has|having|using?))\b|"
    r"^\W*(?:\w+\W+){1,5}(?:too|as well|also)\W*$|"
    r"^\W*(?:is|are|do|does|would|will|can)\s(?:\S+\s){1,6}(?:matter|(?:a |any |be a )?problem|"
    r"(?:a |make a |any )?difference|(?:a )?(?:risk|concern))\W*$",
    re.IGNORECASE,
)
"""What is named goes with what was asked of, and not in its place: `even with X?`, `X too`."""
_STATES: Final = re.compile(
    r"^\W*(?:(?:and|but|also|oh|ok|okay|well|so|no|yes|sorry|actually|by the way|btw)\W+)*"
    r"(?:i|we|he|she|they|my|our|his|her|it|it\W?s|i\W?m|i\W?ve|we\W?re|he\W?s|she\W?s)\b"
    r"(?![^?]*\?)",
    re.IGNORECASE,
)
"""Something is told and nothing is asked, so that what was asked before still waits."""
_ASKS_AGAIN: Final = re.compile(
    r"^\W*(?:(?:and|so|then|but|ok)\W+)*(?:can|may|should|could|must|shall) (?:i|he|she|we|they)"
    r"(?: still| now| then)?\W*$",
    re.IGNORECASE,
)
_OPEN_QUESTION: Final = re.compile(
    r"\b(?:which|what|best|suitable|safest) (?:\w+ ){0,2}(?:antibiotic|drug|medicine|medication|"
    r"treatment|painkiller|tablet|option|alternative|agent|antidepressant|anti\w+)s?\b",
    re.IGNORECASE,
)
_SOMEONE_NEW: Final = re.compile(
    r"\b(?:(?:another|different|new|next|second) (?:patient|case|person|question|woman|man|child|"
    r"lady)|"
    r"unrelated question|someone else|somebody else)\b",
    re.IGNORECASE,
)
PLANNING: Final = "planning pregnancy"
_RECENT: Final = 10
"""Turns by which it is told whether the asker speaks of himself."""
_FEW: Final = 3
"""Medicines that an answer may name for `it` to be one of them."""


class QuestionReader:
    """`SituationReader` by rules over the vocabularies of `app.terms`."""

    def read(self, question: Question) -> Situation:
        """What question, conversation and record tell of the person they are about."""
        now = heard_in(question.text, Teller.QUESTION)
        heard, later = [now], [question.text]
        for turn in reversed(question.conversation):
            if heard[-1].someone_new:
                break
            if turn.speaker is Speaker.USER:
                own = speaks_for_self(question.text, later)
                told = without_others(turn.text) if own else turn.text
                heard.append(heard_in(told, Teller.CONVERSATION))
                later = [turn.text, *later[:_RECENT]]
        if question.record is not None:
            known = recorded(question.record)
            heard = [of_patient(one, known) for one in heard] + [Heard(situation=known)]
        situation = newest_first(heard)
        if now.someone_new:
            return situation
        return situation.model_copy(
            update={"medicines": _joined((*situation.medicines, *_carried(question, now)))}
        )

    def whom(self, situation: Situation) -> Whom:
        """The same in words, without what the question itself tells."""
        return whom(situation)


def _carried(question: Question, now: Heard) -> tuple[Medicine, ...]:
    """The medicines of earlier turns that the question is about again."""
    text = plainly(question.text)
    asked = any(one.use is Use.ASKED for one in now.situation.medicines)
    spoken_of = _IT.search(text) is not None or _ASKS_AGAIN.search(text) is not None
    follows = not asked and (_FOLLOWS.search(text) or _STATES.search(text)) is not None
    beside = _BESIDE.search(text) is not None
    if not (spoken_of or follows or beside) or (_OPEN_QUESTION.search(text) and not spoken_of):
        return ()
    carried: list[Medicine] = []
    for turn in reversed(question.conversation):
        earlier = heard_in(turn.text, Teller.CONVERSATION).situation.medicines
        by_user = turn.speaker is Speaker.USER
        if not by_user and len(earlier) > _FEW:
            continue
        meant = [one for one in earlier if one.use is Use.ASKED]
        carried += meant
        if by_user and (meant or ((earlier or carried) and not _STATES.search(turn.text))):
            break
    return tuple(carried)


@lru_cache(maxsize=1024)
def heard_in(raw: str, teller: Teller) -> Heard:
    """What one text tells, by itself."""
    text = plainly(raw)
    named = tuple(mentions(text, teller))
    allergies = allergic.heard(text, teller)
    had, not_had = problems(text, teller)
    state = carrying(text, teller)
    planning = next((one.told for one in had if one.name == PLANNING), None)
    pregnant = state.pregnant
    if pregnant is None and planning is not None:
        pregnant = YesNo(holds=False, told=planning)
    mother = any(one is not None and one.holds for one in (pregnant, state.breastfeeding))
    liver = organs.liver(text, teller)
    age = heard_age(text, teller, mother=mother)
    medicines = _joined(one.medicine for one in named if one.medicine)
    situation = Situation(
        medicines=medicines,
        allergies=allergies.allergies,
        no_allergies=allergies.none,
        problems=(*had, *weakened_by(medicines, had)),
        pregnant=pregnant,
        weeks=state.weeks,
        breastfeeding=state.breastfeeding,
        age=age.age if age is not None else None,
        sex="female" if mother else sex(text),
        weight=weight(text, teller),
        kidneys=organs.kidneys(text, teller),
        liver=liver[0] if liver else None,
        liver_told=liver[1] if liver else None,
    )
    return Heard(
        situation=situation,
        denied_medicines=frozenset(key for one in named for key in one.denied),
        denied_allergies=allergies.denied,
        denied_problems=not_had,
        someone_new=_SOMEONE_NEW.search(text) is not None,
        bare_weeks=bare_weeks(text, teller) if pregnant is None else None,
        age_at_large=age is not None and age.at_large,
        age_of_baby=age is not None and age.of_child and not baby_is_the_patient(text),
        sex_at_large=not mother and sex_at_large(text),
    )
