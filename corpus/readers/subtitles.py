"""Subtitles, SubRip and WebVTT: what is said, joined to sentences, with the time as landmark.

Cues are short and end in the middle of sentences; the text is what a listener hears, in
paragraphs that end with a sentence, where somebody else speaks, or where it is silent for long.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from corpus.layout import ends_sentence
from corpus.model import Reading, Source
from corpus.readers.composing import Composition
from corpus.readers.text_file import read_text_file

_SILENCE = 4.0
"""Seconds without a cue: a paragraph ends."""
_LONGEST = 700
"""Characters of a paragraph, which then ends with the next sentence."""
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|<\d[\d:.]*>|\{\\[^{}\n]*\}")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>\n]+)>")
_SPEAKER = re.compile(r"^(?:[-–—]\s*|>>\s*|[^\W\d_][\w .'’-]{0,30}:\s)")
_NOT_SPOKEN = re.compile(r"^\s*(?:[\[(][^\])]*[\])]|[♪♫#].*)\s*$")
_HEADER = re.compile(r"WEBVTT(?:[ \t]+(?:-[ \t]*)?(.*))?")
_LONGEST_TITLE = 150


@dataclass(slots=True)
class _Cue:
    start: float
    end: float
    """Seconds."""
    lines: list[str]

    @property
    def label(self) -> str:
        """The time, as players show it."""
        minutes, seconds = divmod(int(self.start), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def read(path: Path) -> Iterator[Reading]:
    """Yield the one document of the file; raises UnreadableFile where it has no cues."""
    file = read_text_file(path)
    body = file.text[file.body :]
    composition = Composition()
    for voice, run in groupby(_spoken(_cues(body)), key=lambda said: said[0]):
        if voice:
            composition.add(f"{voice}:", "label")
        for parts in _paragraphs([(cue, line) for _, cue, line in run]):
            composition.add_parts((cue.label, line) for cue, line in parts)
    header = _HEADER.match(body)
    title = header[1] if header and header[1] and len(header[1]) <= _LONGEST_TITLE else None
    yield composition.reading(
        str(path),
        source=Source(title=title).corrected_by(file.source),
        sha256=file.sha256,
        encoding=file.encoding,
        damaged=file.damaged,
        size=file.size,
    )


def _cues(body: str) -> Iterator[_Cue]:
    """What is shown, by time; comments, styles and what stands before the first cue are none."""
    is_webvtt = body.startswith("WEBVTT")
    cue: _Cue | None = None
    for block in re.split(r"\n[ \t]*\n", body):
        lines = block.strip("\n").split("\n")
        timings = [_TIMING.fullmatch(line) for line in lines[:2]]  # a number or name may precede
        times = next((found.groups() for found in timings if found), None)
        if times is not None:
            if cue is not None:
                yield cue
            text = lines[1 if timings[0] else 2 :]
            cue = _Cue(_seconds(times[:4]), _seconds(times[4:]), text)
        elif cue is not None and not is_webvtt:  # SubRip knows no comments: a blank line in a cue
            cue.lines += lines
    if cue is not None:
        yield cue


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + float(f"0.{fraction}")


def _spoken(cues: Iterable[_Cue]) -> Iterator[tuple[str | None, _Cue, str]]:
    """Speaker, as far as WebVTT names one, cue and line of all that is said.

    Captions that roll show a line again in the next cue; it was said once.
    """
    before: list[str] = []
    for cue in cues:
        shown = []
        speaker: str | None = None
        for line in cue.lines:
            if voice := _VOICE.search(line):
                speaker = voice[1].strip()
            words = html.unescape(_TAG.sub("", line)).strip()
            shown.append(words)
            if words and words not in before and not _NOT_SPOKEN.match(words):
                yield speaker, cue, words
        before = shown


def _paragraphs(said: Sequence[tuple[_Cue, str]]) -> Iterator[list[tuple[_Cue, str]]]:
    run: list[tuple[_Cue, str]] = []
    length = 0
    for cue, line in said:
        if run:
            last, words = run[-1]
            is_full = length >= _LONGEST and ends_sentence(words)
            if is_full or _SPEAKER.match(line) or cue.start - last.end > _SILENCE:
                yield run
                run, length = [], 0
        run.append((cue, line))
        length += len(line)
    if run:
        yield run
