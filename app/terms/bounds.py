"""Words and signs that turn a number into a limit."""

from typing import Final

from app.terms.wording import words

LESS, AT_MOST, MORE, AT_LEAST = "less than", "at most", "more than", "at least"
NEGATED: Final = {LESS: AT_LEAST, MORE: AT_MOST, AT_LEAST: LESS, AT_MOST: MORE}

_BEFORE: Final = {
    LESS: (
        "less than; below; under; lower than; fewer than; smaller than; younger than; "
        "shorter than; "
        "earlier than; <; lighter than; less frequently than; less often than"
    ),
    AT_MOST: (
        "at most; no more than; not more than; up to; up to and including; a maximum of; maximum "
        "of; to a maximum of; not to exceed; not exceed; not exceeding; no greater than; not "
        "greater than; no higher than; no longer than; not longer than; no later than; "
        "less than or equal to; lower than or equal to; equal to or less than; equal to or below; "
        "\u2264; <=; within; at the most; no older than; as much as; as many as; not above; "
        "not over; at or below; <or=; < or =; < or equal to; less than or equal; ceiling of; "
        "as high as; maximum"
    ),
    MORE: (
        "more than; greater than; above; over; exceed; exceeds; exceeded; exceeding; in excess "
        "of; higher than; older than; longer than; larger than; later than; beyond; >; "
        "more frequently than; more often than; heavier than; upwards of"
    ),
    AT_LEAST: (
        "at least; no less than; not less than; no fewer than; not fewer than; a minimum of; "
        "minimum of; greater than or equal to; more than or equal to; equal to or greater than; "
        "equal to or more than; higher than or equal to; equal to or above; \u2265; >=; "
        "no sooner than; no earlier than; not below; at or above; > or =; > or equal to; "
        "greater than or equal; at the least; no lower than; no shorter than; as little as; "
        "as few as; as low as; minimum"
    ),
}
_AFTER: Final = {
    AT_MOST: "or less; or lower; or below; or fewer; or under; or younger; and younger; and under; "
    "and below; or shorter; or earlier; at most; and less; or smaller; maximum",
    AT_LEAST: "or more; or greater; or higher; or above; or over; or older; and older; and over; "
    "and above; or longer; or later; and more; and up; or larger; and higher; and greater; +; "
    "at least; minimum; or heavier; and heavier",
}


def _phrases(table: dict[str, str]) -> dict[tuple[str, ...], str]:
    return {
        tuple(phrase.split()): bound
        for bound, phrases in table.items()
        for phrase in phrases.split("; ")
    }


BEFORE: Final = _phrases(_BEFORE)
AFTER: Final = _phrases(_AFTER)
LONGEST: Final = max(len(phrase) for phrase in (*BEFORE, *AFTER))

BETWEEN: Final = words(
    "the a an age ages aged of about approximately around roughly ~ total dose doses daily value "
    "only single ( : is = approx"
)
"""What may stand between a limit's words and its number: `below the age of 18`."""
BEHIND: Final = words("of age old body weight ) in duration years year per day daily a once -")
"""What may stand between a number with its unit and `or more`."""
NOT: Final = frozenset(("not", "never", "cannot", "no", "nor", "without"))
BESIDE_NOT: Final = words(
    "be to been should must ever have being give given take taken use used administer administered "
    "receive exceed prescribe"
)
APPROXIMATELY: Final = words("about approximately around roughly ~ nearly almost approx")
