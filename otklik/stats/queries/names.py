"""What the keys of the sums stand for: names, and the codes by which addresses ask."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from otklik.kit.kept import kept
from otklik.kit.replica import rows


@dataclass(frozen=True, slots=True)
class Name:
    key: str  # as the sums have it
    code: str  # as addresses have it
    title: str
    parent: str  # a topic's category: its key
    active: bool  # offered in lists to choose from


@dataclass(frozen=True, slots=True)
class Names:
    by_key: dict[tuple[str, str], Name]  # (category | topic | area | authority, key)
    by_code: dict[tuple[str, str], Name]
    since: date  # first month with figures; the present one when there are none
    borders: str  # changes with the borders of today

    def title(self, dim: str, key: str) -> str:
        """ "" for a key that stands for nothing known."""
        found = self.by_key.get((dim, key))
        return found.title if found else ""

    def of(self, dim: str, *, parent: str = "") -> list[Name]:
        """Those that a page offers, in the order of their names (categories and topics: as the classifier has it)."""
        every = (name for (found, _), name in self.by_key.items() if found == dim and name.active)
        return [name for name in every if not parent or name.parent == parent]


@kept(10)
def names(today: date) -> Names:
    """One statement, which reads as many rows as there are names. A new name is known ten seconds later."""
    by_key, by_code = {}, {}
    since, borders = today.replace(day=1), ""
    for dim, key, code, title, parent, active in rows(_NAMES, {"today": today}):
        if dim == "since":
            since = date.fromisoformat(key) if key else since
        elif dim == "borders":
            borders = key
        else:
            by_key[dim, key] = by_code[dim, code] = Name(key, code, title, parent, active)
    return Names(by_key, by_code, since, borders)


# In the order in which lists show them.
_NAMES: Final = """
(SELECT 'category', id::text, code, title, '', active FROM classifier_category ORDER BY "order", code)
UNION ALL
(SELECT 'topic', id::text, code, title, category_id::text, active FROM classifier_topic ORDER BY "order", code)
UNION ALL
(SELECT * FROM (
    SELECT DISTINCT ON (code) 'area', code AS key, code, coalesce(nullif(short_name, ''), name) AS title, '',
           valid_from <= %(today)s AND coalesce(valid_to >= %(today)s, true)
    FROM places_territory ORDER BY code, valid_from DESC) area ORDER BY title)
UNION ALL
(SELECT 'authority', id::text, code, coalesce(nullif(short_name, ''), name) AS title, '', active
 FROM authorities_authority ORDER BY title, id)
UNION ALL
(SELECT 'since', min(month)::text, '', '', '', false FROM stats_monthtotal WHERE dim = 'all' AND value = '')
UNION ALL
(SELECT 'borders', concat_ws('-', max(id), sum(id)), '', '', '', false FROM places_territory
 WHERE valid_from <= %(today)s AND coalesce(valid_to >= %(today)s, true))
"""
