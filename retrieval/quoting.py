"""Ranked sentences -> quotes: the shortest run of whole sentences that answers, each said once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.words import words
from retrieval.ranking import Sentence

MAX_SENTENCES = 3
MAX_CHARACTERS = 350
"""Of a run of several sentences; what a person reads at a glance, and what the evaluation counts
of a quote. A single longer sentence stays whole."""

JOIN_RATIO = 0.02
"""A neighbour joins the best sentence when it is at least this likely to answer, compared with it:
0.02 gives more right quotes than 0.05, and 0.01 no more, but longer ones (docs/quality.md)."""


SAID_AGAIN = 0.65
"""Share of the shorter sentence's words in another of the same origin from which the two say the
same; as `corpus.origins.SHARED` for passages."""


@dataclass(slots=True)
class Run:
    """Neighbouring sentences of one passage that will be a quote."""

    best: Sentence
    start: int
    end: int
    words: list[str]
    copies: list[Sentence] = field(default_factory=list)
    """The best sentences of later runs that say nothing else."""
    said: str = field(init=False)
    """The words with a space on either side, to find one run's in another's."""

    def __post_init__(self) -> None:
        self.said = f" {' '.join(self.words)} "


def choose_runs(ranked: Sequence[Sentence], limit: int, origins: Mapping[int, int]) -> list[Run]:
    """The best runs, at most `limit`, none of which says the same words as another, or is an
    edited copy of it. `origins` has the origin of every passage that is a copy or has copies."""
    neighbours = {(s.hit.passage.number, s.position): s for s in ranked}
    runs: list[Run] = []
    taken: set[tuple[int, int]] = set()
    for best in ranked:
        if (best.hit.passage.number, best.position) in taken:
            continue
        members = _grow(best, neighbours, taken)
        run = _run(best, members)
        twin = _twin(run, runs, origins)
        if twin is not None and len(members) > 1:  # it grew over what is quoted already
            alone = _run(best, [best])
            if _twin(alone, runs, origins) is None:
                members, run, twin = [best], alone, None
        taken.update((member.hit.passage.number, member.position) for member in members)
        if twin is not None:
            twin.copies.append(best)
        elif len(runs) < limit:
            runs.append(run)
    return runs


def _run(best: Sentence, members: Sequence[Sentence]) -> Run:
    said = [word for member in members for word in words(member.text)]
    return Run(best, members[0].start, members[-1].end, said)


def _twin(run: Run, runs: Sequence[Run], origins: Mapping[int, int]) -> Run | None:
    return next((other for other in runs if _says_the_same(run, other, origins)), None)


def _says_the_same(run: Run, other: Run, origins: Mapping[int, int]) -> bool:
    if run.said in other.said or other.said in run.said:
        return True
    origin, its = (origins.get(r.best.hit.passage.number) for r in (run, other))
    return origin is not None and origin == its and says_again(run.words, other.words)


def says_again(first: Sequence[str], second: Sequence[str]) -> bool:
    """Tell whether one has most of the other's words and all of its numbers, in copies of the
    same passage: with another number it is another version."""
    shorter, longer = sorted((set(first), set(second)), key=len)
    if any(word[0].isdigit() for word in shorter ^ longer):
        return False
    return bool(shorter) and len(shorter & longer) >= SAID_AGAIN * len(shorter)


def _grow(
    best: Sentence,
    neighbours: dict[tuple[int, int], Sentence],
    taken: set[tuple[int, int]],
) -> list[Sentence]:
    """Add the likelier neighbour, one at a time, while it is likely enough and there is room."""
    members = [best]
    while len(members) < MAX_SENTENCES:
        options = []
        for edge, step in ((members[0], -1), (members[-1], 1)):
            key = (edge.hit.passage.number, edge.position + step)
            option = neighbours.get(key)
            if option is not None and key not in taken and _may_join(best, edge, option):
                start = min(members[0].start, option.start)
                end = max(members[-1].end, option.end)
                if end - start <= MAX_CHARACTERS:
                    options.append(option)
        if not options:
            break
        likelier = max(options, key=lambda option: (option.score, -option.position))
        members = sorted([*members, likelier], key=lambda member: member.start)
    return members


def _may_join(best: Sentence, edge: Sentence, option: Sentence) -> bool:
    later = max(edge, option, key=lambda sentence: sentence.start)
    return later.continues and option.probability >= JOIN_RATIO * best.probability
