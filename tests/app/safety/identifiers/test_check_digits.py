"""Check digits, on numbers that their issuers publish as examples."""

import pytest

from app.safety.identifiers.check_digits import dea, luhn, modulus_11, modulus_97, npi, vin


@pytest.mark.parametrize(
    ("check", "right"),
    [
        (luhn, "4111111111111111"),
        (luhn, "378282246310005"),
        (npi, "1234567893"),
        (modulus_11, "9434765919"),
        (modulus_11, "4010232137"),
        (dea, "AB1234563"),
        (modulus_97, "GB29NWBK60161331926819"),
        (modulus_97, "DE89370400440532013000"),
        (vin, "1M8GDM9AXKP042788"),
        (vin, "1HGCM82633A004352"),
    ],
)
def test_a_published_example_checks_and_with_one_digit_changed_it_does_not(
    check: object, right: str
) -> None:
    assert callable(check)
    assert check(right)
    changed = right[:-2] + str((int(right[-2]) + 1) % 10) + right[-1]
    assert not check(changed)


def test_ten_times_one_digit_is_no_nhs_number_though_it_checks() -> None:
    assert not modulus_11("1111111111")


def test_a_remainder_of_ten_makes_no_nhs_number() -> None:
    assert not any(modulus_11(f"123456789{digit}"[:10]) for digit in "123456")
    assert not modulus_11("123456789")
