"""Names and keys of what a list can be narrowed by and figures divided by. Small tables, kept for half a minute instead
of joined.
"""

from dataclasses import dataclass
from typing import Final

from otklik.kit.kept import kept
from otklik.kit.replica import rows
from otklik.places import queries as places

SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Named:
    key: str  # as the sums of `stats` have it: the id, of a municipality its code
    code: str  # as addresses have it
    title: str
    offered: bool  # to choose from; what was switched off is still shown where old appeals have it
    category: int  # of a topic

    @property
    def id(self) -> int:
        """Not of a municipality, which one code names through all its borders."""
        return int(self.key)


@dataclass(frozen=True, slots=True)
class Names:
    """The same rows by code, by key and by id, in the order in which they are offered."""

    by_code: dict[str, Named]
    by_key: dict[str, Named]
    by_id: dict[int, Named]  # empty for municipalities

    def offered(self, category: int = 0) -> list[tuple[str, str]]:
        """(code, title) of those to choose from. category: of topics, of this one only."""
        return [
            (row.code, row.title)
            for row in self.by_code.values()
            if row.offered and category in (0, row.category)
        ]


@kept(SECONDS)
def known() -> dict[str, Names]:
    """Of category, topic, area, authority. One statement."""
    found: dict[str, list[Named]] = {"category": [], "topic": [], "area": [], "authority": []}
    for dim, *row in rows(_NAMES, {}):
        found[dim].append(Named(*row))
    return {dim: _names(named, ids=dim != "area") for dim, named in found.items()}


def _names(found: list[Named], *, ids: bool) -> Names:
    return Names(
        {row.code: row for row in found},
        {row.key: row for row in found},
        {row.id: row for row in found} if ids else {},
    )


# In the order in which lists show them. A municipality has its newest row; former ones come last, with their last year.
_NAMES: Final = """
(SELECT 'category', id::text, code, title, active, 0 FROM classifier_category ORDER BY "order", code)
UNION ALL
(SELECT 'topic', id::text, code, title, active, category_id FROM classifier_topic ORDER BY "order", code)
UNION ALL
(SELECT 'area', code, code, title || CASE WHEN valid_to IS NULL THEN '' ELSE to_char(valid_to, ' (YYYY)') END,
        offered, 0
 FROM (SELECT DISTINCT ON (code) code, coalesce(nullif(short_name, ''), name) AS title, valid_to,
              valid_from <= current_date AND coalesce(valid_to >= current_date, true) AS offered
       FROM places_territory ORDER BY code, valid_from DESC) area
 ORDER BY valid_to IS NOT NULL, title)
UNION ALL
(SELECT 'authority', id::text, code, coalesce(nullif(short_name, ''), name), active, 0
 FROM authorities_authority ORDER BY name, id)
"""


def categories() -> Names:
    return known()["category"]


def topics() -> Names:
    return known()["topic"]


def authorities() -> Names:
    return known()["authority"]


def areas() -> dict[str, str]:
    """Municipalities by their OKTMO code, those of today in the order of their names, then former ones."""
    return {row.code: row.title for row in known()["area"].by_code.values()}


def title(dim: str, key: str) -> str:
    """ "" for a key that stands for nothing known."""
    found = known()[dim].by_key.get(key)
    return found.title if found else ""


@kept(SECONDS)
def settlement(settlement_id: int) -> places.SettlementRow | None:
    return places.settlement(settlement_id)


def topic(topic_id: int) -> Named:
    """Also one that was made within the half minute."""
    return topics().by_id.get(topic_id) or known.again()["topic"].by_id[topic_id]


def category(category_id: int) -> Named:
    return categories().by_id.get(category_id) or known.again()["category"].by_id[category_id]


def authority(authority_id: int) -> Named:
    return authorities().by_id.get(authority_id) or known.again()["authority"].by_id[authority_id]
