"""How a dose names its route: words that do so by themselves, and those that need company.

`routes.py` reads the route that a whole text or a question is about. Reviewed by nobody yet.
"""

from typing import Final

from app.terms.wording import words

ROUTES: Final = {
    "oral": (
        "orally; by mouth; per os; perorally; oral administration; oral dose; oral doses; oral "
        "dosing; oral tablet; oral tablets; oral capsule; oral capsules; oral solution; oral "
        "suspension; oral route; oral therapy; oral treatment; oral dosage; oral use; "
        "administered oral; given oral"
    ),
    "intravenous": "intravenous; intravenously; intravascular; into a vein; by vein",
    "intramuscular": "intramuscular; intramuscularly; into a muscle; into the muscle",
    "subcutaneous": "subcutaneous; subcutaneously; subcut; under the skin; subq",
    "sublingual": "sublingual; sublingually; under the tongue",
    "buccal": "buccally; buccal tablet; buccal tablets; buccal administration",
    "rectal": "rectally; per rectum; rectal administration; rectal dose; rectal suppository",
    "vaginal": "vaginally; intravaginally; intravaginal",
    "topical": "topically; topical application; topical administration; topical use",
    "transdermal": "transdermal; transdermally",
    "inhaled": "by inhalation; inhaled; orally inhaled; oral inhalation; nebulized; nebulised",
    "nasal": "intranasal; intranasally; nasal spray; nasally",
    "ophthalmic": "intraocular; ophthalmically; into the eye; ophthalmic solution; eye drops",
    "intrathecal": "intrathecal; intrathecally",
    "epidural": "epidural; epidurally",
    "intradermal": "intradermal; intradermally",
    "intraperitoneal": "intraperitoneal; intraperitoneally",
    "intraosseous": "intraosseous",
    "intra-articular": "intraarticular; intra-articular",
}
ABBREVIATIONS: Final = {
    "po": "oral",
    "iv": "intravenous",
    "ivpb": "intravenous",
    "im": "intramuscular",
    "sc": "subcutaneous",
    "sq": "subcutaneous",
    "sl": "sublingual",
    "pr": "rectal",
    "pv": "vaginal",
    "ip": "intraperitoneal",
    "inh": "inhaled",
}
"""Read as a route only beside a quantity, a frequency or one of `COMPANY`: IV is also a number."""
COMPANY: Final = words(
    "bolus infusion infusions injection injections push drip dose doses administration route given "
    "administered antibiotics fluids therapy loading by single every daily once or"
)
IMPLIED: Final = {
    "oral": words("oral tablet tablets capsule capsules caplet caplets swallow swallowed"),
    "inhaled": words("inhaler inhalation inhalations puff puffs nebulizer"),
    "transdermal": frozenset(("patch", "patches")),
    "rectal": frozenset(("suppository", "suppositories", "rectal")),
    "nasal": frozenset(("nasal",)),
    "topical": words("topical cream ointment gel lotion"),
    "ophthalmic": frozenset(("ophthalmic", "eye")),
    "buccal": frozenset(("buccal",)),
    "vaginal": frozenset(("vaginal",)),
}
"""Words that tell a route without naming it."""

PHRASES: Final = {
    tuple(phrase.replace("-", " - ").split()): route
    for route, phrases in ROUTES.items()
    for phrase in phrases.split("; ")
}
LONGEST: Final = max(map(len, PHRASES))
