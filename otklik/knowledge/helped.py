"""«Помогло?»: one verdict a reader and article, which may be changed; figures are folded from them by the clock.

The voter is a hash of the account or the browser together with the article: nobody can say whose it is, nor that two
verdicts are of the same reader.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from otklik.kit import paging
from otklik.kit.errors import Refusal
from otklik.knowledge.editing import NoArticle
from otklik.knowledge.models import Article, Verdict

WORDS_MAX: Final = 500  # characters
KEEP_DAYS: Final = 365  # what readers wrote
PAGE: Final = 30


class BadVerdict(Refusal):
    code = "bad_verdict"
    status = 422


@dataclass(frozen=True, slots=True)
class Row:
    """What did not help, as editors read it."""

    code: str
    title: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rows:
    rows: list[Row]
    newer: str | None
    older: str | None


def give(*, article: str, reader: str, helped: bool, words: str, now: datetime) -> None:
    """reader: u and the number of an account, b and the key of a browser. Said again it takes the place of the first.

    Raises NoArticle, BadVerdict.
    """
    said = "\n".join(" ".join(line.split()) for line in words.replace("\0", "").splitlines()).strip()
    if len(said) > WORDS_MAX:
        raise BadVerdict(
            _("%(n)d знаков, можно не больше %(most)d. Сократите.") % {"n": len(said), "most": WORDS_MAX}
        )
    row = Article.objects.filter(code=article, state=Article.State.PUBLISHED).only("pk").first()
    if row is None:
        raise NoArticle(_("Такой статьи нет."))
    Verdict.objects.bulk_create(
        [Verdict(article=row, voter=_voter(row.pk, reader), helped=helped, words=said, at=now)],
        update_conflicts=True,
        unique_fields=["article", "voter"],
        update_fields=["helped", "words", "at"],
    )


def given(article_id: int, reader: str) -> bool | None:
    """What the reader said; None: nothing yet."""
    found = Verdict.objects.filter(article=article_id, voter=_voter(article_id, reader))
    return found.values_list("helped", flat=True).first()


def fold(*, limit: int = 2000) -> int:
    """Bring what was said since into the figures of the articles; return how many. Two at once share the work."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FOLD, [limit])
        return int(cursor.fetchone()[0])


def forget_old(*, now: datetime) -> int:
    """Empty the words of readers after KEEP_DAYS: whatever they wrote there; the verdict stays."""
    old = Q(at__lt=now - timedelta(days=KEEP_DAYS), helped=False)
    return Verdict.objects.filter(old).exclude(words="").update(words="")


def did_not_help(*, cursor: str = "", article: str = "") -> Rows:
    """Newest first. One statement. Raises BadCursor."""
    found = Verdict.objects.filter(helped=False).select_related("article")
    if article:
        found = found.filter(article__code=article)
    cut = paging.cut(found, column="at", cursor=cursor, size=PAGE)
    return Rows(
        [Row(row.article.code, row.article.title, row.words, row.at) for row in cut.rows],
        cut.newer,
        cut.older,
    )


def _voter(article_id: int, reader: str) -> str:
    return salted_hmac("otklik.knowledge.helped", f"{article_id} {reader}", algorithm="sha256").hexdigest()[
        :32
    ]


_FOLD: Final = """
WITH due AS (
    SELECT id, article_id, helped, counted_as FROM knowledge_verdict
    WHERE counted_as IS NULL OR (NOT counted_as AND helped) OR (counted_as AND NOT helped)
    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
), sums AS (
    SELECT article_id,
           sum((helped)::int - coalesce(counted_as, false)::int) AS yes,
           sum((NOT helped)::int - coalesce(NOT counted_as, false)::int) AS no
    FROM due GROUP BY article_id
), told AS (
    UPDATE knowledge_article a SET helped = a.helped + yes, failed = a.failed + no
    FROM sums WHERE a.id = sums.article_id
), done AS (
    UPDATE knowledge_verdict v SET counted_as = v.helped FROM due WHERE v.id = due.id
)
SELECT count(*) FROM due
"""
