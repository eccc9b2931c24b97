"""Citation recall and precision: do the citations carry the sentence, and is each of them needed?

Gao et al., Enabling large language models to generate text with citations (ALCE), EMNLP 2023,
section 3:

    recall      of a sentence: 1 where all its citations, joined, entail it; without any, 0
    precision   of a citation: 1 where its sentence has recall 1, and where it alone entails the
                sentence or the others, without it, do not; an answer without citations has 0

An answer's figure is the mean over its sentences, or over its citations. Range 0-1. What is joined
here are the quotes, the words a reader is shown, where ALCE joins whole passages.
"""

from collections.abc import Callable, Sequence

from app.domain.frozen import Frozen

Entails = Callable[[str, str], bool]
"""Takes a premise and a claim: whether who believes the first must believe the second."""


class QuotedSentence(Frozen):
    """A sentence of an answer with the quotes of its citations."""

    text: str
    quotes: tuple[str, ...]


def citation_recall(sentences: Sequence[QuotedSentence], entails: Entails) -> float | None:
    """None where there is no sentence."""
    if not sentences:
        return None
    return sum(_supported(each, entails) for each in sentences) / len(sentences)


def citation_precision(sentences: Sequence[QuotedSentence], entails: Entails) -> float | None:
    """None where there is no sentence."""
    if not sentences:
        return None
    each = [needed for sentence in sentences for needed in _needed(sentence, entails)]
    return sum(each) / len(each) if each else 0.0


def _supported(sentence: QuotedSentence, entails: Entails) -> bool:
    return bool(sentence.quotes) and entails(joined(sentence.quotes), sentence.text)


def _needed(sentence: QuotedSentence, entails: Entails) -> list[bool]:
    """For each citation, whether it is precise."""
    if not _supported(sentence, entails):
        return [False] * len(sentence.quotes)
    return [
        entails(quote, sentence.text)
        or not entails(joined((*sentence.quotes[:at], *sentence.quotes[at + 1 :])), sentence.text)
        for at, quote in enumerate(sentence.quotes)
    ]


def joined(quotes: Sequence[str]) -> str:
    """The premise that several quotes make."""
    return " ".join(quotes)
