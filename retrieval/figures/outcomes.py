"""What is said to have happened to people, of one who is counted: dead is not hurt, hurt is not
missing. The model puts "two are missing" near "how many died", so words tell them apart.
"""

import re

_OUTCOMES = {
    "dead": (
        r"\b(?:die[ds]?|dying|dead|deaths?|kill(?:s|ed|ing)?|fatalit\w+|perish\w*|drown\w*|bodies|murdered"
        r"|(?<=\d )lives|slain|executed|(?:death )?toll|los[et]\w* (?:\w+ )?li(?:fe|ves))\b"
        r"|\b(?:ун[её]с|лиши)\w* (?:\w+ )?жизн\w*"
        r"|\b(?:погиб|умер|умир|скончал|убит|убил|смерт|м[её]ртв|жертв|утону|казн|расстрел|застрел)\w*"
    ),
    "hurt": (
        r"\b(?:injur(?:ed|y|ies)|wound(?:s|ed)?|hurt|hospitali[sz]ed)\b"
        r"|\b(?:ранен|ранил|пострада|травм|госпитализ)\w*"
    ),
    "missing": r"\b(?:missing|unaccounted)\b|\b(?:пропал|пропавш|без вести)\w*",
    "saved": (
        r"\b(?:surviv\w+|rescued|saved|alive|unhurt|unharmed)\b"
        r"|\b(?:выжи|уцеле|спасли|спасти|спасен|спасён|спасши|спасл|в живых|живыми)\w*"
    ),
    "struck": r"\b(?:shot|victims?|casualt(?:y|ies))\b",
    "held": r"\b(?:detained|arrest(?:s|ed)?|jailed|imprisoned)\b|\b(?:задерж|арест)\w*",
    "moved": (
        r"\b(?:evacuat\w+|displaced|homeless|fled|(?:leave|left|los[et]\w*) (?:\w+ )?homes?)\b"
        r"|\b(?:эвакуир|без крова|бездомн|покину)\w*"
    ),
}
_STRUCK = {"dead", "hurt"}
"""What those who were shot, victims and casualties may be."""
_OUTCOME = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _OUTCOMES.items()), re.I)
_OF_THESE = re.compile(
    r"\s*\b(?:including|among (?:them|whom|these)|of (?:them|whom|which)|в том числе|включая"
    r"|из них|среди них|из которых)\b",
    re.I,
)
_BORDER = re.compile(r"[;:()«»“”\"—–?!]|[,.]\s|\s(?:and|but|while|и|а|но)\s|\d", re.I)


def outcomes_asked(question: str) -> frozenset[str]:
    """All that a question asks about as happening to people, with what may be meant by it."""
    asked = frozenset(str(match.lastgroup) for match in _OUTCOME.finditer(question))
    if "struck" in asked:
        return asked | _STRUCK
    return asked | {"struck"} if asked & _STRUCK else asked


def outcome_of(text: str, start: int, end: int) -> str:
    """What a text says happened to those that a number counts: said in the same clause right after
    the number, else before it; empty where it says nothing of the kind."""
    border = _BORDER.search(text, end)
    if after := _OUTCOME.search(text, end, border.start() if border else len(text)):
        return str(after.lastgroup)
    begin = max((b.end() for b in _BORDER.finditer(text, 0, start)), default=0)
    return _last_outcome(text, begin, start)


def outcome_of_all(text: str, start: int, end: int) -> str:
    """What happened to those of whom a number counts some, "three of them"; else empty."""
    begin = max((b.end() for b in _BORDER.finditer(text, 0, start)), default=0)
    if _OF_THESE.search(text, begin, start) or _OF_THESE.match(text, end):
        return _last_outcome(text, 0, start)
    return ""


def _last_outcome(text: str, start: int, end: int) -> str:
    found = list(_OUTCOME.finditer(text, start, end))
    return str(found[-1].lastgroup) if found else ""
