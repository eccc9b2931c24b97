"""Cards: what the specification demands of them, and words of others that stay words."""

import re

import pytest

from app.cds.cards import REASONS, card_of, gravest_first
from app.cds.markdown import escaped
from app.cds.wording import shortened
from app.domain.corpus import Span
from app.domain.decision_support import LONGEST_SUMMARY, Indicator
from app.domain.safety import CheckStatus, CheckVerdict, LibraryWords, Provenance, Severity

SITE = "https://citewell.example"


def verdict(**changed: object) -> CheckVerdict:
    told: dict[str, object] = {
        "name": "interactions",
        "status": CheckStatus.WARN,
        "rule": "interaction/examplol",
        "fired_on": "examplol with otherol",
        "why": "Both together are illustrative.",
        "next_step": "Choose another.",
        "severity": Severity.SERIOUS,
        "provenance": Provenance.SOURCED,
        "source": "An illustrative list (Nobody, 2020), row 7",
        **changed,
    }
    return CheckVerdict.model_validate(told)


def quoted(title: str, quote: str) -> LibraryWords:
    return LibraryWords(
        document_id="d", passage_id="p1", title=title, span=Span(start=0, end=5), quote=quote
    )


@pytest.mark.parametrize(
    ("status", "indicator"),
    [
        (CheckStatus.BLOCK, Indicator.CRITICAL),
        (CheckStatus.WARN, Indicator.WARNING),
        (CheckStatus.NOT_CHECKED, Indicator.INFO),
    ],
)
def test_what_would_block_is_critical_and_what_warns_is_a_warning(
    status: CheckStatus, indicator: Indicator
) -> None:
    assert card_of(verdict(status=status), SITE).indicator is indicator


@pytest.mark.parametrize("why", ["x" * 5_000, "word " * 500, "A short one. And another one.", "?"])
def test_a_summary_is_shorter_than_the_specification_allows(why: str) -> None:
    card = card_of(verdict(why=why), SITE, "A very long name of a medicine " * 9)
    assert 0 < len(card.summary) <= LONGEST_SUMMARY
    assert "\n" not in card.summary


def test_only_a_critical_card_takes_a_draft_away() -> None:
    blocked = verdict(status=CheckStatus.BLOCK)
    critical = card_of(blocked, SITE, "Examplol", "MedicationRequest/1")
    (suggestion,) = critical.suggestions
    assert suggestion.actions[0].resource_id == "MedicationRequest/1"
    assert critical.selection_behavior == "at-most-one"
    for card in (
        card_of(verdict(), SITE, "Examplol", "MedicationRequest/1"),
        card_of(blocked, SITE, "Examplol"),
    ):
        assert card.suggestions == ()
        assert card.selection_behavior is None


def test_every_card_of_its_own_has_an_id_of_its_own_and_reasons_to_override() -> None:
    first, second = card_of(verdict(), SITE), card_of(verdict(), SITE)
    assert first.uuid != second.uuid
    assert first.override_reasons == REASONS
    assert all(one.display for one in REASONS)


def test_links_lead_to_the_passages_and_only_where_the_site_has_an_address() -> None:
    told = verdict(library=(quoted("A label", "Do not."), quoted("A label", "Never.")))
    (link,) = card_of(told, f"{SITE}/").links
    assert (link.url, link.type) == (f"{SITE}/v1/passages/p1?mark=0-5", "absolute")
    assert card_of(told, None).links == ()
    assert card_of(told, None).source.url is None


def test_the_source_is_what_the_rule_stands_on() -> None:
    assert card_of(verdict(), SITE).source.label == "An illustrative list"
    library = verdict(provenance=Provenance.LIBRARY, library=(quoted("A label", "Do not."),))
    assert card_of(library, SITE).source.label == "A label"
    memory = card_of(verdict(provenance=Provenance.FROM_MEMORY, source=None), SITE)
    assert memory.source.label == "Citewell, general knowledge"
    assert "no publication stands behind this rule" in memory.detail


def test_what_else_was_said_of_the_same_stands_on_the_card_with_its_quotations() -> None:
    other = verdict(
        rule="library/renal",
        why="A label names it, too.",
        provenance=Provenance.LIBRARY,
        source=None,
        library=(quoted("A label", "Do not give it."),),
    )
    card = card_of(verdict(), SITE, others=[other])
    assert "**Also:** A label names it, too. Rule library/renal." in card.detail
    assert "> Do not give it.\n>\n> *A label*" in card.detail
    assert [one.label for one in card.links] == ["A label"]


def test_who_signed_a_rule_off_is_told_and_that_nobody_did() -> None:
    assert "Signed off by" not in card_of(verdict(), SITE).detail
    signed = card_of(verdict(reviewed_by="A. Examplo"), SITE)
    assert "Signed off by A. Examplo." in signed.detail
    assert "No clinician of this site has signed this rule off." in card_of(verdict(), SITE).detail


HOSTILE = [
    "[click](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "<img src=x onerror=alert(1)>",
    "# Heading",
    "| a | b |",
    "`code` **bold** _it_ ~~no~~",
    "https://evil.example/x",
    "&lt;script&gt;",
    "1. item",
    "- item\n- item",
    "www.evil.example",
    "mailto:a@evil.example",
]


def test_ordinary_words_stay_as_they_are() -> None:
    words = "Anti-inflammatory (IL-6): 2.5 mg, once a day; eGFR < 30"
    assert escaped(words) == words.replace("<", "\\<")


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_a_record_are_no_markup(words: str) -> None:
    made = escaped(words)
    plain = re.sub(r"\\(.)", r"\1", made)
    assert plain == " ".join(words.split())
    assert not re.search(r"(?<!\\)[<>\[\]`|*_~]", made)
    assert not re.search(r"(?<!\\)&\w|(?<!\\):/|^[#+=-]|(?<=www)\.", made)
    assert "\n" not in made
    assert not re.match(r"\d+[.)]", made)


def test_characters_that_nobody_sees_do_not_get_through() -> None:
    assert escaped("a\u202eb\x00c\u200bd") == "a b c d"


def test_a_cut_is_between_words_and_marked() -> None:
    assert shortened("one two three", 11) == "one two..."
    assert shortened("unbreakable" * 3, 10) == "unbreak..."
    assert shortened("short", 5) == "short"


def test_the_gravest_comes_first() -> None:
    told = [
        verdict(severity=Severity.MINOR),
        verdict(status=CheckStatus.BLOCK, severity=Severity.MODERATE),
        verdict(severity=None),
        verdict(severity=Severity.CRITICAL),
    ]
    ranked = gravest_first((one, card_of(one, SITE, str(n))) for n, one in enumerate(told))
    assert [re.search(r"\d", one.summary)[0] for one in ranked] == ["1", "3", "0", "2"]  # type: ignore[index]
