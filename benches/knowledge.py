"""The knowledge base with 20,000 articles of 300 words: the search, misprints too, the list and an article."""

# ruff: noqa: S311  # SQL of our own constants; the same articles every time

import random
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connection

from benches import load, sql
from benches.portal import Portal
from benches.rows import Row
from otklik.kit import clock
from otklik.knowledge.models import Article, Section

ARTICLES: Final = 20_000
CPU_MS: Final = 15.0  # «knowledge search ≤15 CPU ms» of the issue
_STATEMENTS: Final = {"опечатка": 3, "ничего": 3}  # of the others 2
_WORDS: Final = 300  # of a text
_VOCABULARY: Final = 40_000
_BEGIN: Final = (
    "вод", "гор", "дор", "дом", "двор", "свет", "газ", "тепл", "улиц", "фонар", "мусор", "школ", "врач", "земл",
    "налог", "плат", "срок", "закон",
)  # fmt: skip
_MIDDLE: Final = (
    "ов", "ин", "ат", "ен", "ил", "ор", "ан", "ек", "уш", "ич", "аст", "ерн", "ост", "ум", "ир", "ел", "ак", "ул",
)  # fmt: skip
_END: Final = ["ка", "ный", "ость", "ение", "ание", "ник", "ция", "ство", "ица", "ок"]
_MANY, _FEW = 80, 10
_BATCH: Final = 1_000


class Knowledge:
    def measure(self, size: int) -> list[Row]:
        """size: of articles. The portal has nothing else in it."""
        call_command("migrate", verbosity=0)
        words = _vocabulary()
        _fill(size, words)
        asked = {
            "частое слово": [words[0]],
            "среднее слово": words[300:310],
            "редкое слово": words[9000:9010],
            "два слова": [f"{words[1]} {words[5]}"],
            "опечатка": [_misspelt(word) for word in words[40:60]],
            "ничего": ["абырвалгус"],
        }
        with Portal() as portal:
            rows = [
                _measured(
                    portal, f"поиск, {name}", [{"q": word} for word in said], size, _STATEMENTS.get(name, 2)
                )
                for name, said in asked.items()
            ]
            rows.append(_measured(portal, "начало списка", [{}], size, 3))
            rows.append(_measured(portal, "раздел", [{"section": f"s-{n}"} for n in range(10)], size, 3))
            paths = [f"/knowledge/bench-{n}" for n in range(0, size, size // 40)]
            rows.append(_of(portal, "статья", paths, size, 5))
        return rows


def _measured(portal: Portal, name: str, said: list[dict[str, str]], size: int, most: int) -> Row:
    paths = [f"/knowledge?{urlencode(one)}" if one else "/knowledge" for one in said]
    return _of(portal, name, paths, size, most)


def _of(portal: Portal, name: str, paths: Sequence[str], size: int, most: int) -> Row:
    asks = [load.Ask(paths[n % len(paths)], status=200) for n in range(_MANY)]
    load.fire(portal.port, asks[:_FEW], at_once=2)  # warm
    before = sql.sent()
    load.fire(portal.port, asks[:_FEW], at_once=1)
    statements = (sql.sent() - before) / _FEW
    rounds = []
    for _n in range(2):
        began = portal.spent()
        load.fire(portal.port, asks, at_once=2)
        rounds.append(portal.spent().since(began).over(len(asks)))
    spent = min(rounds, key=lambda one: one.all)
    broken = []
    if spent.all > CPU_MS:
        broken.append(f"{name}: {spent.all:.1f} мс, можно {CPU_MS:.0f}")
    if statements > most:
        broken.append(f"{name}: запросов {statements:.1f}, можно {most}")
    note = (
        f"портал + PostgreSQL {spent.web:.1f} + {spent.database:.1f} мс; предел {CPU_MS:.0f} мс, SQL {most}"
    )
    return Row("knowledge", name, size, statements, spent.all, note=note, broken=tuple(broken))


def _vocabulary() -> list[str]:
    """Words that look like Russian ones, the commonest first."""
    chance, found = random.Random(7), dict[str, None]()
    while len(found) < _VOCABULARY:
        middle = "".join(chance.choice(_MIDDLE) for _n in range(chance.randrange(1, 4)))
        found[chance.choice(_BEGIN) + middle + chance.choice(_END)] = None
    return list(found)


def _misspelt(word: str) -> str:
    """One letter of the middle is another."""
    middle = len(word) // 2
    return f"{word[:middle]}{'щ' if word[middle] != 'щ' else 'ж'}{word[middle + 1 :]}"


def _fill(size: int, words: list[str]) -> None:
    """As `editing.show` writes them, a thousand a statement. What is there is kept."""
    if Article.objects.filter(code=f"bench-{size - 1}").exists():
        return
    chance, now = random.Random(11), clock.now()
    weights = [1 / (n + 10) for n in range(len(words))]
    sections = [
        Section.objects.get_or_create(code=f"s-{n}", defaults={"titles": {"ru": f"Раздел {n}"}, "order": n})[
            0
        ]
        for n in range(10)
    ]
    for first in range(0, size, _BATCH):
        made = Article.objects.bulk_create(
            Article(
                code=f"bench-{n}", state="published", section=sections[n % 10], title=f"Статья {n}", newest=1, shown=1,
                audience=("citizens", "business", "everybody")[n % 3], changed_at=now, published_at=now, shown_at=now,
            )
            for n in range(first, min(first + _BATCH, size))
        )  # fmt: skip
        texts = [_text(one.pk, chance.choices(words, weights, k=_WORDS)) for one in made]
        with connection.cursor() as cursor:
            cursor.executemany(_TEXT, texts)
            cursor.executemany(_WORD, [[text["head"]] for text in texts])
    with connection.cursor() as cursor:
        for table in ("article", "text", "word"):
            cursor.execute(f"VACUUM ANALYZE knowledge_{table}")


def _text(article: int, said: list[str]) -> dict[str, Any]:
    head, body = " ".join(said[:18]), " ".join(said)
    return {
        "article": article,
        "title": " ".join(said[:5]).capitalize(),
        "lead": " ".join(said[5:18]),
        "head": head,
        "body": body,
        "html": f"<p>{body}</p>",
        "audience": ("citizens", "business", "everybody")[article % 3],
    }


_TEXT: Final = """
INSERT INTO knowledge_text (article_id, language, audience, title, lead, html, head, tsv)
VALUES (%(article)s, 'ru', %(audience)s, %(title)s, %(lead)s, %(html)s,
        setweight(to_tsvector('public.otklik', %(head)s), 'A'),
        setweight(to_tsvector('public.otklik', %(head)s), 'A')
        || setweight(to_tsvector('public.otklik', %(body)s), 'D'))
"""
_WORD: Final = """
INSERT INTO knowledge_word (word, stem)
SELECT word, left(coalesce((ts_lexize('pg_catalog.russian_stem', word))[1], word), 40)
FROM regexp_split_to_table(%s, ' ') word ON CONFLICT DO NOTHING
"""
