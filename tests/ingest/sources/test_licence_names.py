"""The short name of a licence."""

import pytest

from ingest.sources.licence_names import LONGEST, licence_name


@pytest.mark.parametrize(
    ("address", "words", "name"),
    [
        ("http://creativecommons.org/licenses/by/4.0/", "", "CC BY 4.0"),
        ("https://creativecommons.org/licenses/by-nc-nd/3.0/igo/", "", "CC BY-NC-ND 3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "", "CC0 1.0"),
        ("http://creativecommons.org/publicdomain/mark/1.0/", "", "Public Domain Mark 1.0"),
        ("", "Open under (http://creativecommons.org/licenses/by-sa/2.0).", "CC BY-SA 2.0"),
        ("", "This is open access under the CC BY-NC license.", "CC BY-NC"),
        ("", "Given under CC BY NC ND 4.0", "CC BY-NC-ND 4.0"),
        (
            "",
            "Terms of the Creative Commons Attribution-NonCommercial-Share Alike 3.0 Unported",
            "CC BY-NC-SA 3.0",
        ),
        ("", "the Creative Commons Attribution License, which permits use", "CC BY"),
        ("", "Creative Commons Attribution \u2013 Non Commercial (unported, v3.0)", "CC BY-NC"),
        ("", "Creative Commons Attribution 4.0 International License", "CC BY 4.0"),
        ("http://example.org/terms", "", "http://example.org/terms"),
        ("http://example.org/terms", "All rights kept.", "All rights kept."),
        ("", "", None),
    ],
)
def test_a_licence_goes_by_its_short_name(address: str, words: str, name: str | None) -> None:
    assert licence_name(address, words) == name


def test_of_two_licences_the_stricter_counts() -> None:
    address = "http://creativecommons.org/licenses/by/4.0/"
    assert licence_name(address, "No commercial use: CC BY-NC 4.0.") == "CC BY-NC 4.0"


def test_unknown_terms_are_shortened_between_words() -> None:
    name = licence_name("", "use it only for illustration and " * 20)
    assert name is not None
    assert len(name) <= LONGEST + 2
    assert name.endswith(" \u2026")
