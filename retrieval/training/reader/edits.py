"""Real questions -> questions that look answerable from their passage and are not.

The passage stays; one detail of the question is exchanged: a name, a number, a word for its
opposite, or a "not" comes in. Rules in the spirit of SQuAD 2.0's kinds of unanswerable question
(Rajpurkar, Jia and Liang 2018, arXiv:1806.03822, table 1). None of its questions is used.
"""

import random
import re

OPPOSITES = """first last|oldest youngest|oldest newest|largest smallest|biggest smallest
highest lowest|most least|more less|more fewer|best worst|longest shortest|before after
increase decrease|increased decreased|rise fall|rose fell|north south|east west
northern southern|eastern western|early late|earlier later|begin end|began ended
started stopped|start stop|won lost|win lose|open close|opened closed|built destroyed
born buried|birth death|friend enemy|allies enemies|accepted rejected|accept refuse
agreed refused|approved banned|allowed forbidden|supported opposed|support oppose
above below|over under|inside outside|new old|large small|big little|long short|high low
strong weak|rich poor|hot cold|male female|men women|man woman|king queen|father mother
son daughter|brother sister|husband wife|boy girl|public private
domestic foreign|major minor|majority minority|common rare|popular unpopular|good bad
liked hated|love hate|easy hard|easy difficult|cheap expensive|fast slow
import export|imported exported|buy sell|bought sold|gave took|give take|arrived left
joined left|entered left|include exclude|included excluded|remember forget|true false
success failure|succeed fail|advantage disadvantage|positive negative|minimum maximum
day night|morning evening|summer winter|spring autumn|past future|modern ancient
happy sad|safe dangerous|light dark|black white|red blue|upper lower|top bottom|front back
primary secondary|official unofficial|legal illegal|natural artificial|urban rural
internal external|permanent temporary|create destroy|created destroyed|founded dissolved
appointed dismissed|hired fired|attacked defended|victory defeat|winner loser
teacher student|doctor patient|author reader|seller buyer|employer employee
century decade|kilometers acres|miles pounds|percent tons|city village|river mountain
country island|state county|song film|movie book|album novel|team stadium|game battle"""

_OPPOSITE: dict[str, list[str]] = {}
for _pair in re.split(r"[|\n]", OPPOSITES):
    _left, _right = _pair.split()
    _OPPOSITE.setdefault(_left, []).append(_right)
    _OPPOSITE.setdefault(_right, []).append(_left)

_NAME = re.compile(r"\b[A-Z][\w'’.-]*\w(?: (?:(?:of|the|de|von|and) )?[A-Z][\w'’-]*\w)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|did|does|do|has|have|had|can|could|will|would|should)\b", re.IGNORECASE
)


def edited(question: str, nearby: str, others: str, rng: random.Random) -> str | None:
    """The question with one detail exchanged, or None where no rule applies.

    `nearby` is text of the passage without the answering sentence, `others` of other passages;
    what comes in is taken from them.
    """
    rules = [_other_name, _other_name, _other_number, _other_number, _opposite, _opposite, _negated]
    rng.shuffle(rules)
    for rule in rules:
        made: str | None = rule(question, nearby if rng.random() < 0.6 else others, rng)
        if made is not None and made.lower() != question.lower():
            return made
    return None


def names(text: str) -> list[str]:
    """Capitalised runs that do not open a sentence."""
    found = []
    for match in _NAME.finditer(text):
        before = text[: match.start()].rstrip("\"'“( ")
        if before and before[-1] not in ".!?:;\n":
            found.append(match.group())
    return found


def _other_name(question: str, source: str, rng: random.Random) -> str | None:
    spans = [m for m in _NAME.finditer(question) if m.start() > 0]
    options = [n for n in names(source) if n.lower() not in question.lower()]
    if not spans or not options:
        return None
    span = rng.choice(spans)
    length = len(span.group().split())
    near = [o for o in options if abs(len(o.split()) - length) <= 1] or options
    new: str = rng.choice(near)
    return question[: span.start()] + new + question[span.end() :]


def _other_number(question: str, source: str, rng: random.Random) -> str | None:
    spans = list(_NUMBER.finditer(question))
    if not spans:
        return None
    span = rng.choice(spans)
    old: str = span.group()
    options: list[str] = [n for n in _NUMBER.findall(source) if n != old and len(n) == len(old)]
    if options and rng.random() < 0.7:
        new = str(rng.choice(options))
    elif old.isdigit():
        shift = rng.choice([1, 2, 3, 5, 7, 10, 20])
        new = str(max(0, int(old) + rng.choice([-1, 1]) * shift))
    else:
        return None
    return question[: span.start()] + new + question[span.end() :]


def _opposite(question: str, source: str, rng: random.Random) -> str | None:
    del source
    spans = [m for m in re.finditer(r"[A-Za-z]+", question) if m.group().lower() in _OPPOSITE]
    spans = [m for m in spans if m.start() > 0 and m.group() == m.group().lower()]
    if not spans:
        return None
    span = rng.choice(spans)
    new: str = rng.choice(_OPPOSITE[span.group()])
    return question[: span.start()] + new + question[span.end() :]


def _negated(question: str, source: str, rng: random.Random) -> str | None:
    del source
    if rng.random() < 0.6 or re.search(r"\b(not|never|no)\b|n't", question):
        return None
    span = _AUXILIARY.search(question)
    if span is None:
        return None
    word = rng.choice(["not", "never"])
    subject = question[span.end() :].split()
    if len(subject) > 3 and span.start() > 0 and rng.random() < 0.5:
        return f"{question[: span.end()]} {word}{question[span.end() :]}"
    if span.group().lower() not in ("can", "will"):
        return f"{question[: span.end()]}n't{question[span.end() :]}"
    return None
