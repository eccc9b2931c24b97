"""What earlier turns told still counts: alcohol, doses, whose facts they are, what is over."""

import pytest

from app.domain.answer import CitedClaim
from app.domain.citation import Citation
from app.domain.corpus import Audience, Span
from app.domain.patient import Use
from app.domain.question import Question, Speaker, Turn
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from app.safety.checks.interactions import QuestionInteractions
from app.safety.checks.maximum_dose import MaximumDoseOfQuestion
from app.safety.drinking import drinks
from app.safety.readability import ReadabilityOfClaim, grade
from app.safety.screens.crisis import CrisisScreen
from app.safety.screens.emergency.screen import EmergencyScreen
from app.safety.screens.language import LanguageScreen
from app.safety.situation.reader import QuestionReader
from app.safety.situation.whose import speaks_for_self, without_others


def asked(message: str, *turns: str) -> Question:
    told = tuple(Turn(speaker=Speaker.USER, text=text) for text in turns)
    return Question.asked(message, Audience.PATIENT, told)


def subject(message: str, *turns: str) -> Subject:
    question = asked(message, *turns)
    return Subject(question=question, situation=QuestionReader().read(question))


def warned(said: tuple[CheckVerdict, ...]) -> set[str]:
    return {one.rule or "" for one in said if one.status is CheckStatus.WARN}


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        ("I drink vodka every day.", "vodka"),
        ("I have a few beers after work", "beers"),
        ("we enjoy wine with dinner", "wine"),
        ("I don't drink alcohol.", None),
        ("I hate beer", None),
        ("I gave up drinking last year.", None),
        ("My wipes are soaked in alcohol.", None),
        ("I drink milk", None),
    ],
)
def test_what_is_drunk_is_told_by_the_person(turn: str, words: str | None) -> None:
    assert drinks([turn], "Can I take metronidazole?") == words


def test_the_newest_turn_about_drinking_holds() -> None:
    assert drinks(["I drink wine daily.", "I no longer drink alcohol."], "Can I take it?") is None
    assert drinks(["I never drink wine.", "I do drink beer at weekends."], "Can I?") == "beer"


def test_what_a_relative_drinks_is_not_the_persons() -> None:
    turns = ["My husband drinks a lot of beer."]
    assert drinks(turns, "Can I take metronidazole?") is None
    assert drinks(turns, "Can he take metronidazole?") == "beer"


def test_alcohol_of_an_earlier_turn_meets_the_medicine_that_is_asked_about() -> None:
    found = subject("Can I take metronidazole?", "I drink vodka every day.", "My tooth hurts.")
    assert "interaction/metronidazole-alcohol" in warned(QuestionInteractions().check(found))
    found = subject("Can I take metronidazole?", "I never drink vodka.", "My tooth hurts.")
    assert not warned(QuestionInteractions().check(found))


@pytest.mark.parametrize(
    ("turn", "message", "too_much"),
    [
        ("I take paracetamol 1 g four times a day.", "Can I take another 500 mg of it?", True),
        ("I take two paracetamol 500 mg four times a day.", "Can I add paracetamol 1 g?", True),
        ("I take 600 mg ibuprofen 4 times a day", "Can I also take Nurofen 400 mg twice?", False),
        ("I take 600 mg ibuprofen 4 times a day", "And Nurofen 400 mg 3 times a day too?", True),
        ("I took paracetamol 500 mg this morning.", "Can I take another 500 mg of it?", False),
        ("I stopped paracetamol 1 g four times a day.", "Can I add paracetamol 1 g?", False),
        ("Can I take paracetamol 1 g four times a day?", "Can I add paracetamol 1 g?", False),
        ("I take paracetamol 1 g four times a day.", "Can I take 500 mg instead?", False),
    ],
)
def test_what_is_asked_on_top_is_added_to_what_is_taken(
    turn: str, message: str, too_much: bool
) -> None:
    said = MaximumDoseOfQuestion().check(subject(message, turn))
    assert bool(warned(said)) is too_much


@pytest.mark.parametrize(
    ("turn", "left"),
    [
        ("My dad is on warfarin.", ""),
        ("My dad is on warfarin. I am on lithium.", " I am on lithium."),
        ("I have a cousin with kidney failure.", "I "),
        ("My dad and I are on warfarin.", "My dad and I are on warfarin."),
        ("My wife says it is warfarin.", "My wife says it is warfarin."),
        ("My mother gave me her tramadol.", "My mother gave me her tramadol."),
        ("My knee hurts.", "My knee hurts."),
        ("Warfarin, 5 mg.", "Warfarin, 5 mg."),
    ],
)
def test_what_is_told_of_a_relative_alone_is_left_out(turn: str, left: str) -> None:
    assert without_others(turn) == left


@pytest.mark.parametrize(
    ("message", "later", "for_self"),
    [
        ("Can I take ibuprofen?", [], True),
        ("Is it fine for me?", [], True),
        ("Should I buy aspirin?", [], False),
        ("Should I buy aspirin?", ["I have a cold."], True),
        ("Should I buy aspirin?", ["I am worried about her."], False),
        ("Can she take ibuprofen?", ["I have a cold."], False),
        ("Can I give ibuprofen?", [], False),
    ],
)
def test_for_whom_is_asked_is_told_by_the_question_or_right_before(
    message: str, later: list[str], for_self: bool
) -> None:
    assert speaks_for_self(message, later) is for_self


def test_a_relatives_medicine_is_met_where_it_is_asked_for_them() -> None:
    def taken(message: str, *turns: str) -> set[str]:
        medicines = subject(message, *turns).situation.medicines
        return {name for one in medicines if one.use is Use.TAKEN for name in one.ingredients}

    assert taken("Can I take ibuprofen?", "My dad is on warfarin.", "I have back pain.") == set()
    assert taken("Can he take ibuprofen?", "My dad is on warfarin.") == {"warfarin"}
    assert taken("Can he take ibuprofen?", "My dad is on warfarin.", "I have a cold") == {
        "warfarin"
    }
    assert taken("Is ibuprofen okay?", "My dad is on warfarin.") == {"warfarin"}


@pytest.mark.parametrize("turn", ["I'm nursing a cold.", "I am 9 weeks into a new job."])
def test_other_meanings_are_no_pregnancy_and_no_feeding(turn: str) -> None:
    found = subject("Can I take ibuprofen?", turn).situation
    assert (found.pregnant, found.breastfeeding) == (None, None)


def test_a_correction_that_says_do_is_heard() -> None:
    found = subject(
        "Can I take aspirin?", "I don't take warfarin any more.", "Sorry, I do take warfarin."
    )
    assert "interaction/warfarin-aspirin" in warned(QuestionInteractions().check(found)) or any(
        "warfarin" in one.ingredients for one in found.situation.medicines
    )


FILLER = tuple(f"I walked {number} steps today." for number in range(399))


def test_an_emergency_of_the_first_turn_is_seen_in_the_four_hundredth() -> None:
    found = EmergencyScreen().screen(
        asked("What can I eat?", "I have crushing chest pain.", *FILLER)
    )
    assert found.findings


def test_a_crisis_of_the_first_turn_is_seen_in_the_four_hundredth() -> None:
    found = CrisisScreen().screen(asked("What can I eat?", "I want to kill myself.", *FILLER))
    assert found.findings


def test_a_pregnancy_of_the_first_turn_is_known_in_the_four_hundredth() -> None:
    pregnant = subject("Can I take doxycycline?", "I am pregnant.", *FILLER).situation.pregnant
    assert pregnant is not None
    assert pregnant.holds


@pytest.mark.parametrize(
    "over",
    [
        "It was a false alarm, the hospital said it was nothing.",
        "A nurse has seen me, it is over now.",
        "It is over and I am home.",
    ],
)
def test_what_was_said_to_be_over_stays_over_in_later_turns(over: str) -> None:
    screen = EmergencyScreen()
    assert screen.screen(asked("Thanks.", "I have crushing chest pain.")).findings
    assert not screen.screen(asked("What can I eat?", "I have crushing chest pain.", over)).findings
    again = asked(
        "What can I eat?",
        "I have crushing chest pain.",
        over,
        "I have crushing chest pain again now.",
    )
    assert screen.screen(again).findings


def claimed(text: str) -> CitedClaim:
    quote = Citation(
        label=1,
        document_id="d",
        passage_id="p",
        source="leaflets",
        span=Span(start=0, end=len(text)),
        quote=text,
    )
    return CitedClaim(text=text, citations=(quote,))


@pytest.mark.parametrize(("level", "shown"), [(None, True), (14, True), (8, False), (6, False)])
def test_a_reading_level_leaves_out_what_is_harder(level: int | None, shown: bool) -> None:
    text = "Check potassium levels each month during the treatment with these tablets."
    question = asked("What is checked?").model_copy(update={"reading_level": level})
    (said,) = ReadabilityOfClaim().check(claimed(text), Subject(question=question))
    assert (said.status is CheckStatus.PASS) is shown, grade(text)


@pytest.mark.parametrize(
    ("locale", "name"),
    [(None, None), ("en", None), ("en-GB", None), ("de", "language/de"), ("pt-BR", "language/pt")],
)
def test_a_patient_who_reads_no_english_is_told_so(locale: str | None, name: str | None) -> None:
    question = asked("Can I take ibuprofen?").model_copy(update={"locale": locale})
    found = LanguageScreen().screen(question).findings
    assert [one.name for one in found] == ([name] if name else [])


@pytest.mark.parametrize(
    "message",
    [
        "even with warfarin?",
        "alongside my warfarin?",
        "on top of warfarin?",
        "warfarin too",
        "is warfarin a problem?",
        "My doctor has put me on warfarin, I should have said.",
        "but I'm on warfarin",
    ],
)
def test_a_medicine_named_after_the_one_asked_of_is_held_against_it(message: str) -> None:
    said = QuestionInteractions().check(subject(message, "Can I take ibuprofen?"))
    assert "interaction/warfarin-nsaid" in warned(said)


@pytest.mark.parametrize("message", ["Is that a problem?", "Can I?", "So can I still?"])
def test_what_was_told_between_does_not_end_what_was_asked(message: str) -> None:
    told = ("Can I take ibuprofen?", "I take warfarin.", "I am 70.")
    said = QuestionInteractions().check(subject(message, *told))
    assert "interaction/warfarin-nsaid" in warned(said)


def test_what_a_reply_names_does_not_hide_what_was_asked() -> None:
    turns = (
        Turn(speaker=Speaker.USER, text="Can I take ibuprofen?"),
        Turn(speaker=Speaker.ASSISTANT, text="A blood thinner is warfarin or apixaban."),
        Turn(speaker=Speaker.USER, text="I take warfarin."),
        Turn(speaker=Speaker.ASSISTANT, text="Apixaban is another one."),
    )
    question = Question.asked("Is that a problem?", Audience.PATIENT, turns)
    found = QuestionReader().read(question).medicines
    assert "ibuprofen" in {name for one in found for name in one.ingredients}


@pytest.mark.parametrize(
    "message", ["warfarin dose", "What about warfarin?", "Can I take aspirin?"]
)
def test_a_medicine_asked_of_instead_stands_alone(message: str) -> None:
    found = QuestionReader().read(asked(message, "Can I take ibuprofen?")).medicines
    assert "ibuprofen" not in {name for one in found for name in one.ingredients}


@pytest.mark.parametrize(
    ("message", "low"),
    [
        ("it's for my 2 month old baby. Can I take ibuprofen?", 2 / 12),
        ("This is for my mother, she is 80. Can I take ibuprofen?", 80),
    ],
)
def test_whom_it_is_for_is_the_person_whatever_is_asked(message: str, low: float) -> None:
    age = QuestionReader().read(asked(message)).age
    assert age is not None
    assert age.low == pytest.approx(low, abs=0.01)


@pytest.mark.parametrize(
    ("turn", "message"),
    [
        ("I take co-codamol four times a day.", "Can I also take paracetamol?"),
        ("I take paracetamol four times a day.", "Can I take co-codamol, too?"),
        ("I take Nurofen.", "Can I also take ibuprofen?"),
        ("I take ibuprofen and warfarin.", "Can I have Nurofen?"),
    ],
)
def test_an_ingredient_of_two_medicines_is_warned_of(turn: str, message: str) -> None:
    said = QuestionInteractions().check(subject(message, turn))
    assert "interaction/same-ingredient" in warned(said)


@pytest.mark.parametrize(
    ("turn", "message"),
    [
        ("I take paracetamol four times a day.", "Can I take my paracetamol with food?"),
        ("I stopped co-codamol last week.", "Can I take paracetamol?"),
        ("I take Nurofen.", "What is the maximum dose of ibuprofen?"),
        ("I stopped Nurofen last week.", "Can I take ibuprofen?"),
        ("I take Nurofen.", "Can I take Nurofen with food?"),
        ("My husband takes co-codamol.", "Can I take paracetamol?"),
        ("My back hurts.", "Is co-codamol or paracetamol better?"),
    ],
)
def test_what_is_taken_once_is_no_duplicate(turn: str, message: str) -> None:
    said = QuestionInteractions().check(subject(message, turn))
    assert "interaction/same-ingredient" not in warned(said)


@pytest.mark.parametrize("message", ["And can I?", "What about me?"])
def test_who_asks_for_himself_after_another_is_the_person(message: str) -> None:
    told = ("I am pregnant.", "My husband takes warfarin.", "Can he take ibuprofen?")
    found = QuestionReader().read(asked(message, *told))
    assert found.pregnant is not None
    assert found.pregnant.holds
    names = {name for one in found.medicines for name in one.ingredients}
    assert names == {"ibuprofen"}
