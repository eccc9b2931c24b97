"""A cross-encoder of random weights, small enough to build in a test."""

from pathlib import Path

WORDS = """
[PAD] [UNK] [CLS] [SEP] [MASK] fever cough rash illustrative treat with fluids lasts three days
weeks a may itch how long does last ? : .
"""
VOCABULARY = WORDS.split()


def write_tiny_cross_encoder(folder: Path, labels: int = 1) -> None:
    """Write a BERT of one layer and 16 dimensions with its tokenizer into `folder`."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    torch.manual_seed(7)
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY), encoding="utf-8")
    tokenizer = BertTokenizerFast(str(folder / "vocab.txt"))
    tokenizer.save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        num_labels=labels,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
