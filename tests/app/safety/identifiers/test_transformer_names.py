"""The site's own model beside the rules: a real one of random weights with one label."""

from pathlib import Path

import pytest

from app.domain.errors import ConfigurationError
from app.safety.identifiers.finder import PresidioFinder
from app.safety.identifiers.transformer_names import TransformerNames

VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "zork", "has", "gout", ".")


def write_model(folder: Path, labels: dict[int, str], always: int) -> None:
    """A BERT of one layer that says the label `always` of every token."""
    import torch
    from transformers import BertConfig, BertForTokenClassification, BertTokenizerFast

    (folder / "vocab.txt").write_text("\n".join(VOCABULARY), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        id2label=labels,
        label2id={label: place for place, label in labels.items()},
    )
    model = BertForTokenClassification(config)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.fill_(-10.0)
        model.classifier.bias[always] = 10.0
    model.save_pretrained(folder)


def test_what_the_model_takes_for_a_name_is_found_beside_the_rules(tmp_path: Path) -> None:
    write_model(tmp_path, {0: "O", 1: "B-PER"}, always=1)
    finder = PresidioFinder({"model": TransformerNames(str(tmp_path))})
    assert finder.redact("zork") == "[NAME]"
    assert PresidioFinder().redact("zork") == "zork"


def test_a_text_longer_than_the_model_reads_is_read_to_its_end(tmp_path: Path) -> None:
    write_model(tmp_path, {0: "O", 1: "B-PER"}, always=1)
    text = "zork has gout . " * 60
    found = list(TransformerNames(str(tmp_path))(text))
    assert max(one.end for one in found) == len(text.rstrip())


def test_a_model_that_finds_nothing_changes_nothing(tmp_path: Path) -> None:
    write_model(tmp_path, {0: "O", 1: "B-PER"}, always=0)
    finder = PresidioFinder({"model": TransformerNames(str(tmp_path))})
    assert finder.redact("zork; Mrs Hargreaves") == "zork; Mrs [NAME]"


def test_a_model_without_persons_and_a_missing_one_are_refused_in_one_line(tmp_path: Path) -> None:
    write_model(tmp_path, {0: "O", 1: "B-GENE"}, always=0)
    for folder, fault in ((tmp_path, "no label for persons"), (tmp_path / "none", "is no folder")):
        with pytest.raises(ConfigurationError, match=fault):
            list(TransformerNames(str(folder))("zork"))
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ConfigurationError, match="cannot be read"):
        list(TransformerNames(str(empty))("zork"))
