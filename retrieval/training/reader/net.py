"""The reader as torch sees it: question and passage in one input, a score for every sentence.

MiniLM with one linear layer on its token states, four numbers a token: the mean of the first over
a sentence is the sentence's score, the second of [CLS] is the score of "none of them"; the third
and fourth say where the words of the answer begin and end ([CLS]: nowhere).
"""

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from embeddings.packaged import package_files
from retrieval.reader.readings import NONE, SENTENCE
from retrieval.reader.tokens import QUESTION_TOKENS, WINDOW, Tokens

_FAR = -1e4
"""Logit of a sentence without tokens."""


class ReaderNet(nn.Module):
    """MiniLM and its head."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        self.head = nn.Linear(config.hidden_size, 4)

    def forward(self, ids: Tensor, segments: Tensor, mask: Tensor) -> Tensor:
        """Shape (batch, tokens, 4)."""
        states = self.bert(ids, attention_mask=mask, token_type_ids=segments).last_hidden_state
        with torch.autocast("cpu", enabled=False):
            scores: Tensor = self.head(states.float())
        return scores


def new_reader() -> ReaderNet:
    """MiniLM with a fresh head. No dropout: it halves the speed, and an epoch does not overfit."""
    config = BertConfig.from_pretrained(package_files())
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    config._attn_implementation = "eager"  # in bf16 on a CPU 1.5 times as fast as sdpa
    torch.manual_seed(7)
    reader = ReaderNet(config)
    stored = load_file(package_files() / "model.safetensors")
    reader.bert.load_state_dict(
        {k: v for k, v in stored.items() if "pooler" not in k}, strict=False
    )
    nn.init.normal_(reader.head.weight, std=0.02)
    nn.init.zeros_(reader.head.bias)
    return reader


def save(reader: ReaderNet, folder: Path, facts: dict[str, object]) -> None:
    """Weights and config."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(
        {k: v.contiguous() for k, v in reader.state_dict().items()}, folder / "model.safetensors"
    )
    config = {"window": WINDOW, "question_tokens": QUESTION_TOKENS, **facts}
    config["channels"] = ["sentence", "none", "start", "end"]
    (folder / "config.json").write_text(json.dumps(config, indent=1))


def load(folder: Path) -> ReaderNet:
    """What `save` wrote."""
    reader = new_reader()
    reader.load_state_dict(load_file(folder / "model.safetensors"))
    return reader.eval()


def padded(batch: Sequence[Tokens]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids, segments, mask and owners of a batch."""
    length = max(len(t.ids) for t in batch)
    shape = (len(batch), length)
    ids, segments, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    owner = torch.full(shape, -1)
    for i, tokens in enumerate(batch):
        n = len(tokens.ids)
        ids[i, :n] = torch.tensor(tokens.ids)
        segments[i, :n] = torch.tensor(tokens.segments)
        mask[i, :n] = 1
        owner[i, :n] = torch.from_numpy(tokens.sentence)
    return ids, segments, mask, owner


def sentence_logits(scores: Tensor, owner: Tensor, count: int) -> Tensor:
    """Column 0: none; then the mean score of each sentence, far below where it has no tokens."""
    batch = scores.shape[0]
    rows = torch.arange(batch)[:, None].expand_as(owner)
    held = owner >= 0
    place = (rows * count + owner)[held]
    sums = torch.zeros(batch * count).index_add(0, place, scores[..., SENTENCE][held])
    sizes = torch.zeros(batch * count).index_add(0, place, torch.ones(len(place)))
    means = torch.where(sizes > 0, sums / sizes.clamp(min=1), torch.tensor(_FAR))
    return torch.cat([scores[:, :1, NONE], means.view(batch, count)], 1)
