"""How Telegram cuts bold, italic and their like at other entities: split_entities of TDLib."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.bot.telegram.emulator.entity import FIXED_WIDTH, SPLITTABLE, Entity

_END = 1 << 31


@dataclass(slots=True)
class _Styles:
    """Styles that are waiting, those that are open, and the parts that are done."""

    waiting: list[Entity]
    open: dict[str, tuple[int, int]] = field(default_factory=dict)
    done: list[Entity] = field(default_factory=list)

    def reach(self, offset: int) -> None:
        """Open what begins before an offset; cut there what is open."""
        while self.waiting and self.waiting[0].offset < offset:
            style = self.waiting.pop(0)
            start, end = self.open.get(style.type, (0, 0))
            if style.type in self.open and style.offset <= end:
                self.open[style.type] = start, max(end, style.end)
            else:
                self._cut(style.offset)
                self.open[style.type] = style.offset, style.end
        self._cut(offset)

    def _cut(self, offset: int) -> None:
        for type_ in SPLITTABLE:
            start, end = self.open.get(type_, (offset, 0))
            if start >= offset:
                continue
            self.done.append(Entity(type_, start, min(end, offset) - start))
            if end <= offset:
                del self.open[type_]
            else:
                self.open[type_] = offset, end


def split(styles: Iterable[Entity], others: Iterable[Entity]) -> list[Entity]:
    """Cut styles at the borders of other entities; within fixed width there are none."""
    state = _Styles(list(styles))
    nested: list[Entity] = []

    def reach(offset: int) -> None:
        while nested and offset >= nested[-1].end:
            over = nested.pop()
            before = len(state.done)
            state.reach(over.end)
            if over.type in FIXED_WIDTH:
                del state.done[before:]
        state.reach(offset)

    for other in others:
        reach(other.offset)
        nested.append(other)
    reach(_END)
    return state.done
