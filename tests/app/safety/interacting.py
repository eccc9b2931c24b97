"""People who take medicines, and what the installed checks on interactions say of them."""

from app.domain.answer import CitedClaim
from app.domain.citation import Citation
from app.domain.corpus import Span
from app.domain.patient import Medicine, Situation, Teller, Told, Use
from app.domain.question import Question
from app.domain.safety import CheckVerdict
from app.domain.subject import NothingStated, Stated, Subject
from app.safety.checks.interactions import ClaimInteractions, QuestionInteractions
from app.safety.interaction_rules import InteractionRule
from app.safety.rule import Example
from app.safety.rulebook import read_rules
from app.safety.taken_together import named
from app.terms.drugs import CLASS, drug_names
from tests.app.safety.groups_base import Group, question


def medicine(name: str, use: Use = Use.TAKEN, words: str | None = None) -> Medicine:
    """A medicine by any of its names; a class by one of its words."""
    taken = named(name)[0]
    told = [one.meaning for one in drug_names().found(name)]
    classes = [one.removeprefix(CLASS) for one in told if one.startswith(CLASS)]
    return Medicine(
        ingredients=taken.names,
        class_name=classes[0] if taken.one_of else None,
        use=use,
        told=Told(by=Teller.QUESTION, words=words or name),
    )


def takes(*medicines: Medicine) -> Situation:
    return Situation(medicines=medicines)


def of_text(text: str) -> Situation:
    """Every medicine that `text` names, taken."""
    at: dict[tuple[int, int], str] = {}
    for one in drug_names().found(text):
        at[one.start, one.end] = text[one.start : one.end]
    return takes(*(medicine(name, words=text) for name in dict.fromkeys(at.values())))


def subject(text: str, *medicines: Medicine, stated: Stated | None = None) -> Subject:
    return Subject(
        question=Question.asked(text),
        situation=takes(*medicines) if medicines else of_text(text),
        stated=stated or NothingStated(),
    )


def claim(text: str) -> CitedClaim:
    cited = Citation(
        label=1,
        document_id="d",
        passage_id="p",
        source="s",
        span=Span(start=0, end=len(text)),
        quote=text,
    )
    return CitedClaim(text=text, citations=(cited,))


def say(example: Example) -> tuple[CheckVerdict, ...]:
    """What the check on the question, or on its claim, says of an example."""
    asked = question(example)
    about = Subject(question=asked, situation=of_text(asked.text))
    if example.claim is None:
        return QuestionInteractions().check(about)
    return ClaimInteractions().check(claim(example.claim), about)


def group(file: str) -> Group:
    return Group(file=file, rules=lambda: read_rules(file, InteractionRule), run=say)
