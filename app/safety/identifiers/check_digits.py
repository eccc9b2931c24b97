"""Check digits: whether a number can be what it looks like.

Sources: Luhn, ISO/IEC 7812-1 (cards) and 45 CFR 162.406 (NPI, prefixed 80840); NHS number, NHS Data
Dictionary (modulus 11), which the CHI number shares; IBAN, ISO 13616 (modulus 97); DEA number, 21
CFR 1301 practice; VIN, 49 CFR 565.15.
"""

from itertools import cycle
from typing import Final

_NPI_PREFIX: Final = "80840"
_VIN_VALUES: Final = {
    **{str(digit): digit for digit in range(10)},
    **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    "P": 7,
    "R": 9,
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}
_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def luhn(digits: str) -> bool:
    """Whether `digits` (0 to 9 alone) end in their Luhn digit."""
    doubled = (int(one) * weight for one, weight in zip(digits[::-1], cycle((1, 2)), strict=False))
    return bool(digits) and sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


def npi(digits: str) -> bool:
    """A National Provider Identifier: ten digits from 1 or 2."""
    return len(digits) == 10 and digits[0] in "12" and luhn(_NPI_PREFIX + digits)


def modulus_11(digits: str) -> bool:
    """An NHS or CHI number: ten digits, not all the same."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    total = sum(int(one) * weight for one, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9])


def dea(number: str) -> bool:
    """A DEA registration: two characters and seven digits."""
    one = [int(digit) for digit in number[2:]]
    return (one[0] + one[2] + one[4] + 2 * (one[1] + one[3] + one[5])) % 10 == one[6]


def modulus_97(iban: str) -> bool:
    """An IBAN without blanks: country, check digits, account."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(one, 36)) for one in turned)) % 97 == 1


def vin(number: str) -> bool:
    """A vehicle identification number of North America: 17 characters, without I, O and Q."""
    total = sum(_VIN_VALUES[one] * weight for one, weight in zip(number, _VIN_WEIGHTS, strict=True))
    return number[8] == "0123456789X"[total % 11]
