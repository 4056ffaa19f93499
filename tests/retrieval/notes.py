"""Invented notes about invented towns: as many different ones as a test wants."""

import json
from itertools import islice, product

_TOWNS = ("Arden", "Brask", "Corvane", "Dunmere", "Elsby", "Farlow", "Greve", "Holt", "Istra")
_THINGS = ("mill", "bridge", "school", "lighthouse", "bakery", "brewery", "station", "library")
_MAKERS = ("Olga Brandt", "Pavel Stroem", "Ines Dario", "Tomas Kell", "Ruth Amadi")


def notes(count: int) -> list[str]:
    """Paragraphs, no two the same; at most 360."""
    made = [
        f"The {thing} of {town} was drawn by {maker} and opened in {1800 + 7 * number % 200}. "
        f"It cost {number * 13 + 90} crowns, and the town paid half of them."
        for number, (maker, thing, town) in enumerate(product(_MAKERS, _THINGS, _TOWNS))
    ]
    assert count <= len(made)
    return list(islice(made, count))


def records(texts: list[str]) -> str:
    """A JSON Lines file in which each text is a document, `n0`, `n1` and so on."""
    rows = ({"id": f"n{number}", "text": text} for number, text in enumerate(texts))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
