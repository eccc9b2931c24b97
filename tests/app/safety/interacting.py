"""People who take medicines, put together by hand."""

from app.domain.patient import Medicine, Situation, Teller, Told, Use
from app.domain.question import Question
from app.domain.subject import NothingStated, Stated, Subject
from app.safety.taken_together import named
from app.terms.drugs import CLASS, drug_names


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


def about(text: str, *medicines: Medicine, stated: Stated | None = None) -> Subject:
    """The question `text` on a person with these medicines."""
    return Subject(
        question=Question.asked(text),
        situation=Situation(medicines=medicines),
        stated=stated or NothingStated(),
    )
