"""Train the reader: python -m retrieval.training.reader.train DATA OUT --steps N."""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from retrieval.reader.readings import END, START
from retrieval.training.reader.examples import ANSWERS, MASKED
from retrieval.training.reader.items import BATCH, Item, Stream
from retrieval.training.reader.net import (
    ReaderNet,
    load,
    new_reader,
    padded,
    save,
    sentence_logits,
)

RATE, HEAD_RATE = 8e-5, 1e-3
WARM_UP = 0.06
"""Share of the steps in which the rates rise; then they fall to LEAST."""
LEAST = 0.02
SPAN_WEIGHT = 0.5
FROZEN = ("word_embeddings", "position_embeddings")
"""What the packaged model has of every word stays; a few thousand of the words are seen."""
_SAVE_EVERY = 600
"""Seconds."""
_SAY_EVERY = 50
"""Steps."""
_SEED = 11


def main() -> None:
    """Read the arguments, train, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder that `make` filled")
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int, required=True, help=f"batches of {BATCH}")
    parser.add_argument("--start", type=Path, help="a saved reader to go on from; else MiniLM")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    train(arguments.data, arguments.out, arguments.steps, arguments.start)


def train(data: Path, out: Path, steps: int, start: Path | None) -> None:
    """One pass over a weighted sample of the examples, in batches of like length, in bf16."""
    stream = Stream(data, _SEED)
    reader = (load(start) if start else new_reader()).train()
    optimizer = _optimizer(reader)
    started = saved = time.monotonic()
    recent: list[tuple[float, float, float]] = []
    for step in range(steps):
        for group, rate in zip(optimizer.param_groups, (RATE, HEAD_RATE), strict=True):
            group["lr"] = rate * _scale(step / steps)
        loss, figures = _loss(reader, stream.next())
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        recent.append(figures)
        if len(recent) == _SAY_EVERY:
            sentence, span, right = (
                sum(values) / _SAY_EVERY for values in zip(*recent, strict=True)
            )
            rate_ = (step + 1) * BATCH / (time.monotonic() - started)
            print(
                f"{step + 1} of {steps}, {rate_:.1f} examples a second: loss of sentences"
                f" {sentence:.3f}, of spans {span:.3f}; right {right:.3f}",
                flush=True,
            )
            recent = []
        if time.monotonic() - saved > _SAVE_EVERY:
            saved = time.monotonic()
            save(reader, out / "latest", stream.facts(step + 1))
    save(reader, out / "final", stream.facts(steps))


def _optimizer(reader: ReaderNet) -> torch.optim.Optimizer:
    for name, parameter in reader.named_parameters():
        parameter.requires_grad = not any(part in name for part in FROZEN)
    groups = [
        {"params": [p for p in reader.bert.parameters() if p.requires_grad]},
        {"params": list(reader.head.parameters())},
    ]
    return torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98), weight_decay=0.01)


def _scale(progress: float) -> float:
    if progress < WARM_UP:
        return progress / WARM_UP
    return max(LEAST, (1 - progress) / (1 - WARM_UP))


def _loss(reader: ReaderNet, batch: Sequence[Item]) -> tuple[Tensor, tuple[float, float, float]]:
    """The loss; and that of sentences, of spans, and the share of right choices."""
    ids, segments, mask, owner = padded([item.tokens for item in batch])
    with torch.autocast("cpu", torch.bfloat16):
        scores = reader(ids, segments, mask)
    logits = sentence_logits(scores, owner, max(len(item.labels) for item in batch))
    right, allowed = _labels(batch, logits)
    sentence = _choice(logits, right, allowed)
    readable = segments.bool() & mask.bool()
    readable[:, 0] = True
    span = _span_loss(scores, batch, readable)
    best = logits.masked_fill(~allowed, -1e9).argmax(1, keepdim=True)
    hits = right.gather(1, best).float().mean()
    total = sentence + SPAN_WEIGHT * span
    return total, (sentence.item(), span.item(), hits.item())


def _labels(batch: Sequence[Item], logits: Tensor) -> tuple[Tensor, Tensor]:
    """Which sentences (from column 1; column 0 is "none") answer, and which may be chosen."""
    right = torch.zeros_like(logits, dtype=torch.bool)
    allowed = torch.zeros_like(right)
    allowed[:, 0] = True
    for i, item in enumerate(batch):
        labels = torch.tensor(item.labels)
        right[i, 1 : 1 + len(labels)] = labels == ANSWERS
        allowed[i, 1 : 1 + len(labels)] = labels != MASKED
        right[i, 0] = ANSWERS not in item.labels
    return right, allowed


def _span_loss(scores: Tensor, batch: Sequence[Item], readable: Tensor) -> Tensor:
    with_span = [i for i, item in enumerate(batch) if item.has_span]
    if not with_span:
        return torch.zeros(())
    losses = []
    for channel in (START, END):
        true = torch.zeros_like(readable)
        for i in with_span:
            places = batch[i].starts if channel == START else batch[i].ends
            true[i, places or [0]] = True
        losses.append(
            _choice(scores[..., channel][with_span], true[with_span], readable[with_span])
        )
    return torch.stack(losses).mean()


def _choice(logits: Tensor, right: Tensor, allowed: Tensor) -> Tensor:
    """Mean of -log of the probability of all that is right, among all that is allowed."""
    all_ = logits.masked_fill(~allowed, -1e9).logsumexp(1)
    true = logits.masked_fill(~(right & allowed), -1e9).logsumexp(1)
    return (all_ - true).mean()


if __name__ == "__main__":
    main()
