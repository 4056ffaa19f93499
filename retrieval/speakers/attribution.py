"""A sentence -> whom it says to have said it: "X said that", "said X", "according to X"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.speakers.names import RELATIVE, Named, bare_name, german_noun, name_in, with_role
from retrieval.speakers.phrases import Token, is_named, is_predicate, segments, without_opening
from retrieval.speakers.reporting import Reporting

THAT_WITHIN = 7
"""Words after a verb within which "that" or a quotation begins what it reports."""
_MOST_APPOSITION = 34
"""Words between a name and its verb."""
_MOST_AFTER = 4
"""Words that tell where or when, after a verb and its name."""

_CONJUNCTIONS = frozenset("and but и но und y і та".split())
_CONTRASTS = frozenset("but while whereas although though но а зато але aber pero".split())
_JOINS = frozenset(",-–—")
_ENDS = frozenset(".!?…")
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_TIMES = frozenset("yesterday today last вчера сегодня".split())
_OF = frozenset("of for from at by de del von из по при".split())
"""Prepositions with which a description goes on; others tell where or when something was said."""


@dataclass(frozen=True, slots=True)
class Pronoun:
    """Somebody whom the text named before."""

    is_one: bool


Found = Named | Pronoun


@dataclass(frozen=True, slots=True)
class _Attribution:
    """One of those that a sentence holds."""

    found: Found | None
    """None where it is to something that is nobody's words: "according to official data"."""
    is_beside: bool = False
    """Whether it follows right after a quotation."""
    is_source: bool = False
    is_contrasted: bool = False
    """Whether "but" or the like stands before it."""


def attribution(sentence: Sequence[Token], words: Reporting) -> Found | None:
    """Whom a sentence names as the speaker of what it says, or of the quotation in it: beside a
    quotation, else first in the sentence; None also where two are set against each other."""
    every = list(_Sentence(sentence, words).attributions())
    beside = next((one for one in every if one.is_beside), None)
    if beside:
        return beside.found
    if any(one.is_contrasted for one in every[1:]) or sum(one.is_source for one in every) > 1:
        return None
    return every[0].found if every else None


class _Sentence:
    def __init__(self, sentence: Sequence[Token], words: Reporting) -> None:
        self._tokens = sentence
        self._words = words

    def attributions(self) -> Iterator[_Attribution]:
        """Every attribution, in order."""
        verbs = self._words.says | self._words.holds
        for i, token in enumerate(self._tokens):
            begun = self._source_begins(i)
            if begun is not None:
                found = self._source(i, begun)
                yield _Attribution(found, is_source=True, is_contrasted=self._is_contrasted(i))
            elif token.low in verbs and not (i and token.is_capital):
                by_verb = self._by_verb(i)
                if by_verb:
                    yield by_verb

    def _is_contrasted(self, i: int) -> bool:
        return i > 0 and self._tokens[i - 1].low in _CONTRASTS

    def _source_begins(self, i: int) -> Sequence[str] | None:
        """What follows at `i` of "according to" and the like, where one stands there."""
        for rest in self._words.sources.get(self._tokens[i].low, ()):
            said = [token.low for token in self._tokens[i + 1 : i + 1 + len(rest)]]
            if len(said) == len(rest) and all(
                a in (b, "_") for a, b in zip(rest, said, strict=True)
            ):
                return rest
        return None

    def _source(self, i: int, rest: Sequence[str]) -> Found | None:
        """Whom "according to" and the like at `i` name."""
        end = i + 1 + len(rest)
        at = i + 1 + rest.index("_") if "_" in rest else end
        whose = self._tokens[at].low if at < end else self._lone_word(end)
        if whose in self._words.whose:
            return Pronoun(self._words.whose[whose])
        return None if at < end else self._named_source(end, is_first=self._is_first(i))

    def _is_first(self, i: int) -> bool:
        """Whether the word at `i` begins its clause."""
        while i > 0 and self._tokens[i - 1].low in self._words.opens:
            i -= 1
        return i == 0 or self._tokens[i - 1].ends_clause

    def _lone_word(self, i: int) -> str:
        """The word at `i`, unless another follows it."""
        following = self._tokens[i : i + 2]
        is_lone = bool(following) and not any(token.is_word for token in following[1:])
        return following[0].low if is_lone else ""

    def _named_source(self, i: int, *, is_first: bool) -> Found | None:
        """The source that is named from `i` on, with its role where one stands between commas."""
        first, others, end = self._phrase(i)
        if self._words.has_capital_nouns:
            first = german_noun(first, self._words)
        elif is_first and not others and self._ends_at(end):  # its name runs on into what it says
            first = bare_name(first)
        if end < len(self._tokens) and self._tokens[end].text in (":", ";"):
            return None
        ends = len(others) > 1 or self._ends_at(end)
        role = others[:1] if ends and others and is_named(others[0], self._words) else []
        if not (role and role[0][0].low in self._words.articles):
            role = []
        return with_role([first, *role], self._words) if first else None

    def _ends_at(self, i: int) -> bool:
        return i == len(self._tokens) or self._tokens[i].text in _ENDS

    def _by_verb(self, i: int) -> _Attribution | None:
        """Whom the verb at `i` has for a subject, if it reports what they say."""
        last = self._before_adverbs(i)
        if last < 0:
            is_tag = i == 0 and not self._tokens[0].is_capital  # — сказал Петров
            found = self._inverted(1) if is_tag else None
            return _Attribution(found) if found else None
        if self._tokens[last].low in self._words.passive:
            return None
        is_beside = self._is_after_quotation(last)
        may_turn = self._tokens[i].low not in self._words.addresses
        if may_turn and (is_beside or self._tokens[last].text in _JOINS):
            found = self._inverted(i + 1)
            if found and (is_beside or self._closes_clause(i + 1, found)):
                return _Attribution(found, is_beside)
        found, start = self._subject(last)
        is_beside = self._is_after_quotation(start - 1)
        if found and (is_beside or self._reports(i)):
            return _Attribution(found, is_beside, is_contrasted=self._is_contrasted(start))
        return None

    def _before_adverbs(self, i: int) -> int:
        """The index before the verb and the adverbs at it."""
        last = i - 1
        while last >= 0:
            low = self._tokens[last].low
            if last and low in _WEEKDAYS and self._tokens[last - 1].low == "on":
                last -= 2
            elif low in self._words.between or (last and len(low) > 4 and low.endswith("ly")):
                last -= 1
            else:
                break
        return last

    def _is_after_quotation(self, last: int) -> bool:
        """Whether a quotation stands at `last`, or before the comma and dash there."""
        for _ in range(2):
            if last > 0 and self._tokens[last].text in _JOINS:
                last -= 1
        return last >= 0 and self._tokens[last].is_quotation

    def _reports(self, i: int) -> bool:
        """Whether the verb at `i` says what its subject says."""
        verb, *following = self._tokens[i : i + 1 + THAT_WITHIN]
        after = following[0].low if following else ""
        if after in self._words.passive:
            return False
        if verb.low in self._words.says:
            return True
        if after in self._words.articles and verb.low not in self._words.addresses:
            return False  # "added the bridge that night"
        for token in following:
            if token.is_quotation or token.low in self._words.that:
                return True
            if token.ends_clause:
                return token.text == ":" and (
                    token is following[0] or after in self._words.prepositions
                )
        return False

    def _subject(self, last: int) -> tuple[Found | None, int]:
        """The subject that ends at `last`, and the index at which it begins."""
        start = last
        while start >= 0 and not self._tokens[start].ends_clause:
            start -= 1
        parts = segments(self._tokens[start + 1 : last + 1])
        if not parts[-1]:
            return self._apposed(parts[:-1])
        if parts[-1][-1].low in _CONJUNCTIONS:
            return self._coordinated(start + 1, last)
        part = without_opening(parts[-1], self._words)
        if len(part) == 1 and part[0].low in self._words.one | self._words.several:
            return Pronoun(part[0].low in self._words.one), self._tokens.index(part[0])
        if is_named(part, self._words):
            return name_in(part, self._words), self._tokens.index(part[0])
        return None, 0

    def _apposed(self, parts: Sequence[Sequence[Token]]) -> tuple[Found | None, int]:
        """The name before what stands between commas: "Anna Keller, a lawyer, said"; but not
        "the report, announced today"."""
        for i, part in enumerate(parts[:-1]):
            first = without_opening(part, self._words)
            if is_named(first, self._words):
                rest = parts[i + 1 :]
                if sum(map(len, rest)) > _MOST_APPOSITION:
                    break
                return with_role([first, *rest], self._words), self._tokens.index(first[0])
            if not first or first[0].low not in self._words.prepositions:
                break
        return None, 0

    def _coordinated(self, start: int, last: int) -> tuple[Found | None, int]:
        """The name that begins a clause with two verbs: "Keller stood up and said that"."""
        clause = self._tokens[start:last]
        opening = next((i for i, t in enumerate(clause) if t.low not in self._words.opens), 0)
        end = next((i for i in range(opening, len(clause)) if not clause[i].is_capital), 0)
        name = clause[opening:end]
        between = {token.low for token in clause[end:]}
        if not (is_named(name, self._words) and is_predicate(clause[end])):
            return None, 0
        if not between.isdisjoint(self._words.that | RELATIVE):
            return None, 0
        return name_in(name, self._words), start + opening

    def _inverted(self, i: int) -> Found | None:
        """The subject that begins at `i`, after its verb."""
        first, others, _ = self._phrase(i)
        if len(first) == 1 and first[0].low in self._words.one | self._words.several:
            return Pronoun(first[0].low in self._words.one)
        if not all(is_named(part, self._words) for part in others):
            others = []
        return with_role([first, *others], self._words) if first else None

    def _phrase(self, i: int) -> tuple[list[Token], list[list[Token]], int]:
        """The words from `i` to the first comma, or to where or when something was said; the
        parts after it if there is no such thing; and the index at which the clause ends."""
        end = i
        while end < len(self._tokens) and not self._tokens[end].ends_clause:
            end += 1
        first, *others = segments(self._tokens[i:end])
        for n, token in enumerate(first[1:], start=1):
            is_place = token.low in self._words.prepositions and token.low not in _OF
            if is_place or token.low in _TIMES:
                return first[:n], [], end
        return first, others, end

    def _closes_clause(self, i: int, found: Found) -> bool:
        """Whether what begins at `i` looks like a name and ends a clause: ", says the mayor."."""
        end = i
        while end < len(self._tokens) and self._tokens[end].is_word:
            end += 1
        closes = end == len(self._tokens) or self._tokens[end].text in (".", ",")
        if not (closes or self._tokens[end].is_quotation):
            return False
        if isinstance(found, Pronoun):
            return True
        name = [token for token in self._tokens[i:end] if token.end <= found.name[1]]
        is_known = name[0].low == "the" or any(token.is_capital for token in name)
        return is_known and end - i - len(name) <= _MOST_AFTER
