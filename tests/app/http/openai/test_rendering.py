"""An outcome as text: all that a reader must know is there, and nothing that acts on a client."""

from datetime import date

import pytest

from app.domain.answer import (
    Abstention,
    Answer,
    CitedClaim,
    Evidence,
    Outcome,
    Referral,
    Withheld,
)
from app.domain.citation import Citation, Origin
from app.domain.corpus import Audience, DocumentCard, Passage, Provenance, Span
from app.domain.record import Unusable
from app.domain.safety import CheckStatus, CheckVerdict, Severity
from app.http import examples
from app.http.openai.rendering import ASK, BEHIND, IN_THE_LIBRARY, IN_THE_RECORD, Writing
from app.http.openai.replies import annotations
from app.http.openai.sources import address, base_of, titles
from app.http.openai.words import in_line

ANSWER, REFERRAL, ABSTENTION = examples.ANSWER, examples.REFERRAL, examples.ABSTENTION
LIBRARY = ANSWER.claims[0]


def written(
    outcome: Outcome, audience: Audience = Audience.CLINICIAN, unread: str | None = None
) -> str:
    return Writing(audience, unread).rest(outcome)


def streamed(answer: Answer) -> str:
    writing = Writing(Audience.CLINICIAN)
    pieces = [writing.claim(each) for each in answer.claims]
    return "".join([*pieces, writing.rest(answer)])


def changed(answer: Answer = ANSWER, **parts: object) -> Answer:
    return Answer.model_validate({**dict(answer), **parts})


def recorded() -> Answer:
    """One sentence from a patient's record, and one from the library behind it."""
    words = "Potassium 5.8 mmol/L on 2026-03-03."
    span = Span(start=0, end=len(words))
    citation = Citation(
        label=3,
        document_id="r",
        passage_id="r",
        source="Observation/k 1",
        span=span,
        quote=words,
        origin=Origin.RECORD,
        on=date(2026, 3, 3),
    )
    passage = Passage(
        id="r", document_id="r", source="Observation/k 1", path=(), span=span, text=words
    )
    stated = Provenance(source="record", licence="unstated", published=date(2026, 3, 3))
    card = DocumentCard(id="r", origin="Bundle.entry[1]", title="Record", provenance=stated)
    evidence = Evidence(label=3, passage=passage, document=card, origin=Origin.RECORD)
    return changed(
        claims=(CitedClaim(text=words, citations=(citation,)), LIBRARY),
        evidence=(evidence, *ANSWER.evidence),
    )


def test_each_mark_stands_where_it_is_said_to_stand() -> None:
    for outcome in (ANSWER, recorded()):
        writing = Writing(Audience.CLINICIAN)
        text = writing.rest(outcome)
        told = annotations(writing.marks, titles(outcome), None)
        assert len(told) == len(outcome.claims)
        for one, claim in zip(told, outcome.claims, strict=True):
            at = one.url_citation
            assert text[at.start_index : at.end_index] == f"[{claim.citations[0].label}]"
            assert text[: at.start_index].endswith(f"\u201c{claim.text}\u201d ")


@pytest.mark.parametrize("answer", [ANSWER, recorded()])
def test_sentences_as_they_pass_and_the_whole_at_once_are_the_same(answer: Answer) -> None:
    assert streamed(answer) == written(answer)


def test_warnings_disagreements_and_what_is_missing_are_told() -> None:
    text = written(ANSWER)
    assert "renal: Below an eGFR of 30" in text
    assert "Do not start it; where it is taken, check potassium at once." in text
    assert "rule renal/spironolactone, unreviewed" in text
    assert "On the limit for spironolactone: [1] says 6.0 mmol/L" in text
    assert "preferred); [2] says 5.5 mmol/L" in text
    assert "- allergies to medicines with what happened" in text
    assert "Confidence: 93%" in text
    order = [text.index(heading) for heading in BEHIND if heading in text]
    assert order == sorted(order)
    assert text.rindex("[2] Potassium: illustrative guideline.") > order[-1]


def test_the_gravest_warning_stands_first_and_none_twice() -> None:
    minor = CheckVerdict(name="age", status=CheckStatus.WARN, why="Minor.", severity=Severity.MINOR)
    grave = minor.model_copy(update={"why": "Grave.", "severity": Severity.CRITICAL})
    text = written(changed(checks=(minor, grave, minor)))
    assert text.index("Grave.") < text.index("Minor.")
    assert text.count("Minor.") == 1


def test_what_was_held_back_and_what_could_not_be_used_is_told() -> None:
    answer = changed(
        withheld=(Withheld(reason="It is not carried.", rule="entailment"),),
        record_unusable=(Unusable(at="Bundle.entry[7]", why="The unit is missing."),),
        notes=("It rests on an old document.",),
    )
    text = written(answer)
    assert "1 statement was held back because a check did not pass." in text
    assert "entailment: It is not carried." in text
    assert "1 part of the record could not be used" in text
    assert "It rests on an old document." in text


def test_how_a_follow_up_was_read_is_told() -> None:
    text = written(changed(read_as="And of potassium?"))
    assert "- Read as: And of potassium?" in text
    assert "Read as" not in written(ANSWER)


def test_a_patient_is_spared_rules_and_told_whom_to_ask() -> None:
    claim = LIBRARY.model_copy(update={"lead": "In plain words.", "ask_first": "Ask first."})
    text = written(changed(claims=(claim,)), Audience.PATIENT)
    assert text.startswith("In plain words.\n\n\u201cCheck")
    assert "\n\nAsk first.\n\n" in text
    assert "renal/spironolactone" not in text
    assert ASK in text


def test_a_sentence_in_other_words_has_the_quoted_ones_among_its_sources() -> None:
    claim = LIBRARY.model_copy(update={"text": "Potassium is checked after a week."})
    text = written(changed(claims=(claim,), conflicts=()))
    assert text.startswith("Potassium is checked after a week. [1]")
    assert f"Monitoring. \u201c{LIBRARY.text}\u201d" in text


def test_the_record_and_the_library_are_told_apart() -> None:
    text = written(recorded())
    assert text.index(IN_THE_RECORD) < text.index("Potassium 5.8") < text.index(IN_THE_LIBRARY)
    assert "- [3] The patient's record: Observation/k 1, 2026-03-03." in text
    assert IN_THE_LIBRARY not in written(ANSWER)


def test_a_referral_says_first_what_to_do_and_whom_to_ring() -> None:
    text = written(REFERRAL, unread="Not read.")
    first, then, ring = text.split("\n\n")
    assert first == "**These can be signs of a stroke. Every minute counts.**"
    assert then == "**Call an ambulance now.**"
    assert ring == "- 999: Emergency services"
    assert isinstance(REFERRAL, Referral)


def test_an_abstention_says_so_and_names_what_came_nearest() -> None:
    assert isinstance(ABSTENTION, Abstention)
    text = written(ABSTENTION, unread="Not read.")
    assert text.startswith("The library does not answer this question.\n\n")
    assert ABSTENTION.explanation in text
    assert "- Not read." in text
    assert "without answering it**\n\n- Spironolactone: illustrative guideline." in text
    plain = written(ABSTENTION, Audience.PATIENT)
    assert plain.startswith("I did not find an answer to this.")
    assert "Please ask your doctor" in plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![x](http://a.example/?q)", "\\![x](http://a.example/?q)"),
        ("<img src=a>", "\\<img src=a>"),
        ("a</div>", "a\\</div>"),
        ("below <30 mL/min, and > 5", "below <30 mL/min, and > 5"),
        ("5 mg\nonce\tdaily", "5 mg once daily"),
        ("5\u202e mg\x1b[2J", "5\ufffd mg\ufffd[2J"),
        ("Wow! [1] 5*3 _x_", "Wow! [1] 5*3 _x_"),
    ],
)
def test_words_of_a_document_act_on_no_client(text: str, shown: str) -> None:
    assert in_line(text) == shown


@pytest.mark.parametrize(
    ("host", "base"),
    [
        ("citewell.ward.example", "https://citewell.ward.example"),
        ("127.0.0.1:8008", "https://127.0.0.1:8008"),
        ("[::1]:8008", "https://[::1]:8008"),
        (None, None),
        ("", None),
        ('a"b', None),
        ("a/../b", None),
        ("a@b", None),
        ("a" * 300, None),
    ],
)
def test_a_passage_has_an_address_where_the_service_was_asked(
    host: str | None, base: str | None
) -> None:
    assert base_of("https", host) == base
    citation = LIBRARY.citations[0]
    named = address(citation, base)
    if base is None:
        assert named == f"urn:citewell:passage:{citation.passage_id}"
    else:
        span = citation.span
        marked = f"?mark={span.start}-{span.end}"
        assert named == f"{base}/v1/passages/{citation.passage_id}{marked}"


def test_a_record_has_no_address() -> None:
    citation = recorded().claims[0].citations[0]
    assert address(citation, "https://a.example") == "urn:citewell:record:Observation/k%201"
