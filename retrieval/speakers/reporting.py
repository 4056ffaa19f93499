"""The words by which a text says who says something, by language (reporting.json)."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).with_name("reporting.json")


@dataclass(frozen=True, slots=True)
class Reporting:
    """The words of one language that tell reported speech and its speaker, in lower case."""

    says: frozenset[str]
    """Verbs that report by themselves: "the police said shots were fired"."""
    holds: frozenset[str]
    """Verbs that report only what stands in quotation marks or after "that"."""
    addresses: frozenset[str]
    """Those of both kinds after which stands to whom it is said, and never who says it."""
    that: frozenset[str]
    """What begins a reported clause."""
    sources: dict[str, list[list[str]]]
    """What stands before the name of a source, by its first word: "according" | "to"; `_` is
    "his" and the like."""
    whose: dict[str, bool]
    """The pronouns in them, and whether they mean one person."""
    one: frozenset[str]
    """Pronouns for a person who was named."""
    several: frozenset[str]
    between: frozenset[str]
    """What may stand between a subject and its verb."""
    passive: frozenset[str]
    """What makes the verb after it, or before it, no report of its subject's."""
    opens: frozenset[str]
    """What may stand before a subject without a comma."""
    never: frozenset[str]
    """What no name or description of a speaker holds: verbs, conjunctions, other pronouns."""
    prepositions: frozenset[str]
    articles: frozenset[str]
    titles: frozenset[str]
    """Nouns that are written like names in front of one."""
    bodies: frozenset[str]
    """Nouns with which a place makes the name of a body, where a language needs no preposition
    for it: "parliament of"."""
    things: frozenset[str]
    """Nouns that say nothing by themselves, whatever is said to follow from them."""
    has_capital_nouns: bool


@cache
def reporting(language: str) -> Reporting | None:
    """The words of a language given by its ISO 639-1 code, or None where there are none."""
    rows = _all().get(language)
    if rows is None:
        return None
    sources: dict[str, list[list[str]]] = {}
    for first, *rest in map(str.split, rows["sources"]):
        sources.setdefault(first, []).append(rest)
    sets = {name: frozenset(" ".join(lines).split()) for name, lines in rows.items()}
    whose = dict.fromkeys(sets.pop("his"), True) | dict.fromkeys(sets.pop("their"), False)
    del sets["sources"]
    return Reporting(sources=sources, whose=whose, has_capital_nouns=language == "de", **sets)


@cache
def _all() -> dict[str, dict[str, list[str]]]:
    languages: dict[str, dict[str, list[str]]] = json.loads(_WORDS.read_text(encoding="utf-8"))
    return languages
