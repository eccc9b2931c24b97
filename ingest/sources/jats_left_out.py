"""What of a JATS article is about the article and not about its subject, and so is not read."""

import re
from typing import Final

SKIPPED: Final = frozenset(
    {
        *("title", "label", "caption", "attrib", "permissions", "copyright-statement"),
        *("ref-list", "ack", "fn-group", "notes", "bio", "sig-block", "kwd-group"),
        *("media", "graphic", "alternatives", "alt-text", "long-desc", "object-id", "tex-math"),
        *("related-article", "related-object", "sec-meta", "processing-meta"),
    }
)
"""References, thanks, notes on the authors, pictures, and what is read by another way."""
ABSTRACTS: Final = frozenset({"graphical", "toc", "teaser", "video"})
"""Values of `abstract-type`: pictures, and teasers that only repeat the abstract."""
ADMINISTRATIVE: Final = re.compile(
    r"(?:[\divx.]+\s+)?(?:acknowledge?ments?(?: and .*)?"
    r"|(?:statement of |declarations? of |potential )?"
    r"(?:competing|conflicts?(?: of)?|conflicting)\s+interests?"
    r"(?: (?:statement|disclosures?|and funding|\(.*\)))?"
    r"|authors?\s*['\u2019]?\s*s?\s*['\u2019]?\s+contributions?|contributors?|contributorship"
    r"|funding(?: (?:sources?|information|statement|body))?|sources? of funding|sponsors?"
    r"|financial (?:support|disclosures?)(?: and sponsorship)?|disclosures?"
    r"|pre-?publication history|references|bibliography|publisher['\u2019]s note)\W*",
    re.IGNORECASE,
)
"""Headings of sections about the article, not about its subject."""
