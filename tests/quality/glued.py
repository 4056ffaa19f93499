"""Files glued together from articles whose borders are known, to measure `corpus.sections`.

Blank lines, rules, share buttons, menus, dates and by-lines are mixed, in English and Russian;
sub-headings, pictures and notices stand inside articles too, so that neither every heading nor
every button is a border. One file in five holds one article only. All is drawn from a seed.
"""

import json
import random
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

BODY_WORDS = 12
"""A paragraph whose lines are shorter (a heading, a menu) is not one to measure borders by."""


@dataclass(frozen=True, slots=True)
class Article:
    """A text from one source, and what it is about."""

    title: str
    paragraphs: tuple[str, ...]
    topic: str
    stretches: bool = False
    """Whether a stretch of its paragraphs stands for it: encyclopedia articles are long."""


@dataclass(frozen=True, slots=True)
class Glued:
    """A file, its body paragraphs, and which of them are the first of an article."""

    text: str
    paragraphs: tuple[tuple[int, int], ...]
    firsts: frozenset[int]


@dataclass(slots=True)
class Counts:
    """Borders found, over files."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, glued: Glued, starts: Iterable[int]) -> None:
        """Count the sections that begin at `starts`, but the first; each is at the paragraph
        that follows it, and one inside a paragraph is wrong."""
        found, inside = set(), 0
        begins = [start for start, _ in glued.paragraphs]
        for start in starts:
            after = bisect_left(begins, start)
            if after and start < glued.paragraphs[after - 1][1]:
                inside += 1
            elif 0 < after < len(begins):
                found.add(after)
        gold = glued.firsts - {0}
        self.right += len(found & gold)
        self.wrong += len(found - gold) + inside
        self.missed += len(gold - found)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def encyclopedia(folder: Path) -> list[Article]:
    """The articles of a `corpus/` folder: a title line, a blank line, paragraphs."""
    articles = []
    for path in sorted((folder / "corpus").glob("*.txt")):
        title, *paragraphs = path.read_text(encoding="utf-8").strip().split("\n\n")
        body = tuple(p.strip() for p in paragraphs if p.strip())
        articles.append(Article(title.strip(), body, title, stretches=True))
    return articles


def web_pages(path: Path, *, raw: bool = False) -> list[Article]:
    """Cited pages: their headings and sentences, or with `raw` their menus and lists too."""
    pages: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        evidence = json.loads(line)["evidence"]
        pages.setdefault(evidence[0], evidence)
    made = [web_page(evidence, raw=raw) for evidence in pages.values()]
    return [page for page in made if sum(map(is_body, page.paragraphs)) > 2]


def web_page(sentences: Sequence[str], *, raw: bool = False) -> Article:
    """A page from its sentences: three make a paragraph, headings stand alone, other short lines
    in a row (menus, lists) stand below each other."""
    title = sentences[0].removeprefix("(meta data) TITLE:").strip()
    paragraphs: list[str] = []
    run, kind = 0, ""
    for sentence in [s for s in sentences if s.strip("# \n") and s[:6] != "(meta "][:120]:
        line = sentence.strip("# \n")
        now = "body" if re.search(r"[.!?]\W*$", line) and len(line.split()) > 4 else "line"
        now = "heading" if sentence.startswith("#") else now
        if now == "line" and not raw:
            continue
        run = run + 1 if now == kind else 1
        if run == 1 or now == "heading" or (now == "body" and run % 3 == 1):
            paragraphs.append(line)
        else:
            paragraphs[-1] += (" " if now == "body" else "\n") + line
        kind = now
    return Article(title, tuple(paragraphs), title)


def is_body(paragraph: str) -> bool:
    """Whether borders are measured by it."""
    return max(len(line.split()) for line in paragraph.split("\n")) >= BODY_WORDS


def snippets(path: Path) -> list[Article]:
    """Search results on the same questions whose page title and publisher can be told apart."""
    made = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for found in row["docs"]:
            match = re.match(r"(.{10,110}?) (?:\.\.\. )?[-|–—:] ", found["text"])
            if match is None:
                continue
            rest = found["text"][match.end() :].split()
            site = re.sub(r"[^a-z0-9]", "", urlparse(found["url"]).netloc)
            names = (re.sub(r"[^a-z0-9]", "", "".join(rest[:n]).lower()) for n in range(1, 5))
            publisher = max(
                (n for n, name in enumerate(names, 1) if name and name in site), default=0
            )
            body = " ".join(rest[publisher:])
            if publisher and len(body.split()) >= 120:
                made.append(Article(match[1], tuple(cut(body)), row["id"]))
    return made


def bare(articles: Sequence[Article]) -> list[Article]:
    """The same without what stands before the first body paragraph and after the last."""
    made = []
    for article in articles:
        body = [i for i, p in enumerate(article.paragraphs) if is_body(p)]
        kept = article.paragraphs[body[0] : body[-1] + 1]
        made.append(Article("", kept, article.topic, article.stretches))
    return made


def glue(articles: Sequence[Article], seed: int, *, titled: bool, one_topic: bool = False) -> Glued:
    """One file of one to eight articles, whole or a stretch of them, in random order.

    With `titled`, every article has its title, and some a by-line, a date, menus and buttons;
    without, there are only paragraphs and sub-headings. One file in four has neither of these.
    """
    choose = random.Random(seed)
    russian = bool(re.search("[а-я]", articles[0].paragraphs[0]))
    maker = _File(choose, _RUSSIAN if russian else _ENGLISH, titled, choose.random() < 0.25)
    count = 1 if choose.random() < 0.2 else choose.randint(3, 8)
    pool = list(articles)
    choose.shuffle(pool)
    if one_topic:
        topics = [a.topic for a in pool if sum(a.topic == b.topic for b in pool) >= 3]
        topic = choose.choice(topics)
        pool.sort(key=lambda article: article.topic != topic)
    for article in pool[:count]:
        maker.add(article)
    return maker.done()


def cut(text: str) -> list[str]:
    """Paragraphs of about sixty words, at sentence ends."""
    paragraphs = [""]
    for sentence in re.split(r"(?<=[.!?]) (?=[A-Z\"'])", text):
        if len(paragraphs[-1].split()) >= 60:
            paragraphs.append("")
        paragraphs[-1] = f"{paragraphs[-1]} {sentence}".strip()
    return paragraphs


_ENGLISH = {
    "by": ["By Anna Keller", "by Tom Ashdown, Staff Writer", "Marta Lind", "Written by J. Okafor"],
    "date": ["4 March 2015", "March 14, 2015", "2016-07-21", "Posted on 02/11/2014", "3 May 2013"],
    "tail": [
        "Share this article\nFacebook\nTwitter\nTelegram\n\n12 comments",
        "Read also: The other side of the story\nMore from this section",
        "Photo: M. Lind\n\nSubscribe to our newsletter",
        "All rights reserved.",
        "***",
        "-----",
        "Print\nE-mail\n\nRelated articles\n\nLatest news",
        "Tags: archive, long reads",
    ],
    "inside": [
        "Advertisement",
        "Photo: M. Lind",
        "Read also: Ten years later\nShare\nTweet",
        "square-1024x768.jpg\n\nThe old square. 4 March 2015",
        "Subscribe to our newsletter\nEnter your e-mail\nSign up",
        "***",
    ],
    "menu": [
        "Home\nNews\nSport\nCulture\nContact us",
        "Sign in\nSubscribe\nMenu",
        "Skip to content\n\nThe Morning Ledger",
        "Main page > Archive > Long reads",
    ],
}  # fmt: skip
_RUSSIAN = {
    "by": ["Автор: Анна Келлер", "Иван Петренко", "Текст: Мария Линд", "Олег СЕРОВ, Самара"],
    "date": ["4 марта 2015", "14 марта 2015 года", "Опубликовано 02.11.2014", "14:05, 3 мая 2013"],
    "tail": [
        "Поделиться\nВКонтакте\nТелеграм\n\nКомментарии (12)",
        "Читайте также: Другая сторона дела\nДругие материалы раздела",
        "Фото: М. Линд\n\nПодпишитесь на рассылку",
        "Все права защищены.",
        "***",
        "-----",
        "Распечатать\n\nПохожие статьи\n\nПоследние новости",
        "Теги: архив, чтение",
    ],
    "inside": [
        "Реклама",
        "Фото: М. Линд",
        "Читайте также: Десять лет спустя\nПоделиться",
        "square-1024x768.jpg\n\nСтарая площадь. 4 марта 2015",
        "Подпишитесь на рассылку\nВаш адрес\nПодписаться",
        "***",
    ],
    "menu": [
        "Главная\nНовости\nСпорт\nКультура\nКонтакты",
        "Войти\nРегистрация\nМеню",
        "Перейти к содержанию\n\nУтренний листок",
        "Главная > Архив > Чтение",
    ],
}  # fmt: skip


@dataclass(slots=True)
class _File:
    choose: random.Random
    words: dict[str, list[str]]
    titled: bool
    plain: bool
    text: str = ""
    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    firsts: set[int] = field(default_factory=set)

    def add(self, article: Article) -> None:
        choose, words = self.choose, self.words
        decorated = self.titled and not self.plain
        if self.titled:
            if decorated and choose.random() < 0.2:
                self._put(choose.choice(words["menu"]))
            self._put(article.title, choose.choice(["\n", "\n\n"]))
            for kind in ("by", "date"):
                if decorated and choose.random() < 0.35:
                    self._put(choose.choice(words[kind]), choose.choice(["\n", "\n\n"]))
        self.firsts.add(len(self.paragraphs))
        self._body(article)
        if decorated and choose.random() < 0.4:
            self._put(choose.choice(words["tail"]))

    def _body(self, article: Article) -> None:
        body = article.paragraphs
        if article.stretches and len(body) > 12:
            size = self.choose.randint(3, 12)
            start = self.choose.randrange(len(body) - size)
            body = body[start : start + size]
        headed = not self.plain and self.choose.random() < 0.4
        for number, paragraph in enumerate(body):
            if headed and number % 3 == 2:
                self._put(self._sub_heading(paragraph))
            if self.titled and not self.plain and number and self.choose.random() < 0.15:
                self._put(self.choose.choice(self.words["inside"]))
            if is_body(paragraph):
                self.paragraphs.append((len(self.text), len(self.text) + len(paragraph)))
            self._put(paragraph)

    def _sub_heading(self, paragraph: str) -> str:
        """One to six words of the paragraph below it."""
        words = [w.strip(".,;:()\"'«»“”") for w in paragraph.split()]
        size = min(len(words), self.choose.randint(1, 6))
        start = self.choose.randrange(len(words) - size + 1)
        heading = " ".join(words[start : start + size])
        return heading[:1].upper() + heading[1:]

    def _put(self, text: str, after: str = "\n\n") -> None:
        self.text += text + after

    def done(self) -> Glued:
        return Glued(self.text, tuple(self.paragraphs), frozenset(self.firsts))
