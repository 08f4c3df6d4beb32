"""Names and keys of what a list can be narrowed by. Small tables, kept for half a minute instead of joined."""

from dataclasses import dataclass
from typing import Final

from otklik.authorities.models import Authority
from otklik.classifier.models import Category, Topic
from otklik.kit.kept import kept
from otklik.places import queries as places
from otklik.places.models import Territory

SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Named:
    id: int
    code: str
    title: str
    offered: bool  # to choose from; what was switched off is still shown where old appeals have it
    category: int = 0  # of a topic


@dataclass(frozen=True, slots=True)
class Names:
    """The same rows by code and by id, in the order in which they are offered."""

    by_code: dict[str, Named]
    by_id: dict[int, Named]

    def offered(self) -> list[tuple[str, str]]:
        """(code, title) of those to choose from."""
        return [(row.code, row.title) for row in self.by_code.values() if row.offered]


@kept(SECONDS)
def categories() -> Names:
    rows = Category.objects.order_by("order", "code").values_list("id", "code", "title", "active")
    return _names([Named(*row) for row in rows])


@kept(SECONDS)
def topics() -> Names:
    columns = ("id", "code", "title", "active", "category")
    return _names([Named(*row) for row in Topic.objects.order_by("order", "code").values_list(*columns)])


@kept(SECONDS)
def authorities() -> Names:
    rows = Authority.objects.order_by("name", "id").values_list("id", "code", "name", "short_name", "active")
    return _names([Named(id_, code, short or name, active) for id_, code, name, short, active in rows])


@kept(SECONDS)
def areas() -> dict[str, str]:
    """Municipalities by their OKTMO code, those of today in the order of their names, then former ones."""
    rows = Territory.objects.order_by("valid_to", "name").values_list(
        "code", "short_name", "name", "valid_to"
    )
    found: dict[str, str] = {}
    for code, short, name, ended in sorted(rows, key=lambda row: (row[3] is not None, row[1] or row[2])):
        found.setdefault(code, short or name if ended is None else f"{short or name} ({ended:%Y})")
    return found


@kept(SECONDS)
def settlement(settlement_id: int) -> places.SettlementRow | None:
    return places.settlement(settlement_id)


def _names(rows: list[Named]) -> Names:
    return Names({row.code: row for row in rows}, {row.id: row for row in rows})


def topic(topic_id: int) -> Named:
    """Also one that was made within the half minute."""
    return topics().by_id.get(topic_id) or topics.again().by_id[topic_id]


def category(category_id: int) -> Named:
    return categories().by_id.get(category_id) or categories.again().by_id[category_id]


def authority(authority_id: int) -> Named:
    return authorities().by_id.get(authority_id) or authorities.again().by_id[authority_id]
