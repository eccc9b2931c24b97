"""Word lists written as one text, words separated by blanks."""


def listed(text: str) -> tuple[str, ...]:
    """The words in their order."""
    return tuple(text.split())


def words(text: str) -> frozenset[str]:
    """The words as a set."""
    return frozenset(text.split())
