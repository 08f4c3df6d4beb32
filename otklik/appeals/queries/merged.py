"""Appeals that were merged with another, however long the chain."""

from dataclasses import dataclass
from typing import Final

from otklik.kit import replica

# Everything below an appeal; UNION, not UNION ALL: no circle could hold it.
TREE: Final = """
WITH RECURSIVE tree AS (
  SELECT a.id, a.number FROM appeals_appeal a WHERE a.original_id = %(id)s AND a.state = 'duplicate'
  UNION SELECT a.id, a.number FROM appeals_appeal a JOIN tree ON a.original_id = tree.id WHERE a.state = 'duplicate')
"""
_AUTHORS: Final = f"""{TREE}
SELECT a.number, a.author_id, a.author_name, CASE WHEN a.email_confirmed_at IS NOT NULL THEN lower(a.author_email)
  ELSE '' END FROM appeals_appeal a JOIN tree ON tree.id = a.id ORDER BY a.id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a merged appeal."""

    number: str
    user_id: int | None
    name: str
    email: str  # "" unless confirmed


def authors(original_id: int) -> list[Author]:
    """Of everything merged with it. One statement."""
    return [Author(*row) for row in replica.rows(_AUTHORS, {"id": original_id})]


def ids(original_id: int) -> list[int]:
    """One statement."""
    sql = f"{TREE} SELECT id FROM tree"  # noqa: S608
    return [row[0] for row in replica.rows(sql, {"id": original_id})]
