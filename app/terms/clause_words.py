"""Words by which the parts of an English sentence are told. Written as in `polarity_words`."""

from typing import Final

OPENERS: Final = """
but, however, although, though, whereas, while, because, since, which, who, whom, whose, when,
where, yet, nevertheless, even though, so that, therefore, thus, if, despite, in spite of, as
"""
"""They open a clause, beyond which a negation before them does not reach."""
NOT_OPENERS: Final = """
but not, only if, only when, as well as, as needed, as required, such as, as a, as an, as the,
as if, as well, but also, as soon as
"""
SUBORDINATING: Final = """
although, though, whereas, while, because, since, when, if, despite, even though, in spite of,
unless, as
"""
"""They open a clause that ends at its comma, where it stands first or between commas."""
RELATIVE: Final = "who, which, whom, whose, that, when, where"
"""They open a clause that the next modal verb may close: "patients who do not respond should"."""

MODALS: Final = frozenset(("should", "must", "may", "can", "might", "could", "ought", "shall"))
BE: Final = frozenset(("is", "are", "was", "were", "be", "been", "being"))
BECOME: Final = BE | {"remained", "became", "become"}
AUXILIARIES: Final = BE | MODALS | {"do", "does", "did", "has", "have", "had", "will"}
DETERMINERS: Final = frozenset(("a", "an", "the", "no", "any", "some"))
AFTER_VERBS: Final = frozenset(
    ("with", "in", "by", "after", "during", "at", "from", "over", "among", "when", "if", "to", ".")
)
"""What follows a verb without an object: "rates increased in"."""
ABBREVIATED: Final = frozenset(
    ("e.g.", "i.e.", "vs.", "dr.", "no.", "approx.", "cf.", "fig.", "al.", "etc.")
)
"""Words whose full stop ends no sentence."""

_FUNCTION: Final = """
a an the and or as at by for from in into of on onto to upon with within about per than then that
this these those there it its he she his her they them their we our you your one
is are was were be been being am do does did done has have had having
will would shall should may might can could must ought
also such so some any each every both either all other very quite too only just however
if unless when while whereas because although though but which who whom whose where until
not no never none neither nor without yet still even between among during against toward towards
found obtained there
"""
FUNCTION_WORDS: Final = frozenset(_FUNCTION.split())
"""Words that say nothing of what a sentence is about."""
