from eval.perturb.irrelevant_sentence import SENTENCES, with_an_irrelevant_sentence

KEYS = [str(key) for key in range(200)]


def test_the_question_itself_is_not_touched_and_stands_first_or_last() -> None:
    found = {with_an_irrelevant_sentence("Is examplol safe?", key) for key in KEYS}
    before = {f"{sentence} Is examplol safe?" for sentence in SENTENCES}
    after = {f"Is examplol safe? {sentence}" for sentence in SENTENCES}
    assert found == before | after


def test_a_claim_without_an_end_mark_does_not_run_into_the_sentence() -> None:
    for key in KEYS:
        changed = with_an_irrelevant_sentence("examplol dose", key)
        assert changed is not None
        assert changed.endswith(" examplol dose") or changed.startswith("examplol dose. ")


def test_the_sentences_ask_for_nothing() -> None:
    assert len(set(SENTENCES)) == len(SENTENCES) >= 8
    assert all(sentence.endswith(".") and "?" not in sentence for sentence in SENTENCES)
    assert not any(character.isdigit() for sentence in SENTENCES for character in sentence)
