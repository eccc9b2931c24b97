"""Patterns of the words that tell a name: `name_cues.toml`, put together."""

import re
import tomllib
from importlib.resources import files
from typing import Final

_WORDS: Final[dict[str, str]] = tomllib.loads(
    files("app.safety.identifiers").joinpath("name_cues.toml").read_text(encoding="utf-8")
)


def _any_of(*lists: str) -> str:
    """One of the words of these lists."""
    return f"(?:{'|'.join(word for name in lists for word in _WORDS[name].split())})"


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.I) for pattern in patterns)


_CAPITAL: Final = r"(?-i:[^\W\d_a-z])[\w'-]{1,30}"
_IS: Final = r"(?:\sis|'s|\u2019s|\swas)"
_NO_PERSON: Final = "".join(rf"(?<!{word}\s)" for word in _WORDS["named_things"].split())

TITLE: Final = re.compile(rf"{_any_of('titles')}\b\.?\s{{1,2}}", re.I)
"""At the beginning of what may be a name."""

STRONG: Final = _compiled(
    rf"(?-i:(?<!\w){_any_of('titles')}\b)\.?\s{{1,2}}(?:and\s(?:Mrs|Mr|Dr)\.?\s)?",
    rf"\bmy\s(?:(?:full|maiden|first|last)\s)?name(?:{_IS}|:)\s{{1,2}}",
    rf"\bnames?(?:{_IS}|\?)\s{{1,2}}",
    r"\bcalls?\s(?:me|him|her)\s|\bnamed\s(?:him|her|it)\s",
    rf"{_NO_PERSON}(?<!user)\bname\s?[:=]\s{{0,8}}",
    rf"\b(?:{_any_of('labels', 'relations')}|next\sof\skin|emergency\scontact|social\sworker"
    r"|case\smanager|key\s?worker|health\svisitor)\s?[:=]\s{0,3}",
    rf"\b{_any_of('done_by')}\sby\s{{1,2}}",
    rf"\b{_any_of('talked')}\s(?:with\s)?",
    rf"\b(?:my|his|her|their|our)\s{_any_of('relations')}(?:\s(?:is|called|named))?\s",
    r"\bunder\sthe\scare\sof\s|\bon\sbehalf\sof\s|\bdirected\sby:?\s{1,6}|/s/\s?",
    rf"(?-i:\b{_any_of('closings')}),?\s?\n{{1,3}}\s{{0,4}}",
    r"[\"\u201d\u2019],?\s(?:said|says|asked|asks|replied|whispered)\s",
    r"(?-i:(?<!\w)Dear)\s",
    rf"(?-i:(?<!\w)(?:Hi|Hello|Hey))\s(?={_CAPITAL}(?:\s{_CAPITAL})?\s?[,!.\n])",
)
"""Whatever follows with a capital is a name, unless it is a word."""

WEAK: Final = _compiled(
    r"(?-i:\bI(?:'m|\u2019m|\sam))\s",
    rf"\b{_any_of('relations', 'persons')}\b(?:\sis|\swas|,)?"
    r"(?:\s(?:called|named|name\sis))?\s{1,2}",
    r"\b(?:nicknamed|goes\sby)\s",
)
"""What follows is a name where a list knows it, or where it has two words."""

WEAKER: Final = _compiled(
    rf"\b(?:this|it|she|he|that){_IS}\s|\bknown\sas\s",
    rf"\b{_any_of('weaker')}\s",
    r"(?-i:(?<!\w)(?:Hi|Hello|Hey|Morning|Afternoon))\s",
)
"""What follows is a name where a list knows it."""

ACTS: Final = re.compile(
    rf"(?<!\w)(?P<id>{_CAPITAL})(?:\s(?:{_any_of('acts')}|has\sbeen\s(?:feeling|having|taking)|was\sborn)\b"
    rf"|['\u2019]s\s(?:{_any_of('relations')}|address|birthday|phone|house|kid|medical\srecord)\b)",
    re.I,
)
"""What only a person does, or has."""

QUALIFIED: Final = re.compile(
    r"(?<![\w.])(?P<id>(?:[A-Z]\.?\s?){0,2}[A-Z][\w'-]{1,30}(?:\s(?:[A-Z]\.|[A-Z][\w'-]{1,30})){0,2}),?\s"
    rf"(?:{_any_of('credentials')})(?![\w-])"
)
"""A name before what somebody is qualified as."""

SMALL: Final = re.compile(
    r"(?:(?<!\w)(?:mr|mrs|ms|dr|prof)\.?\s|(?i:\bmy\sname(?:'s|\sis))\s)"
    r"(?P<one>[^\W\d_A-Z][\w'-]{1,30})(?:\s(?P<two>[^\W\d_A-Z][\w'-]{1,30}))?"
)
"""A title without a capital, and one or two words without."""
