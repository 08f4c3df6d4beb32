"""The form, the heading and the links of the list, made of its filter and its counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from otklik.appeals import labels
from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.queries import names
from otklik.appeals.queries.filters import ALL, STAGES, TABS, BadFilter, Filter
from otklik.appeals.queries.lists import Page
from otklik.stats.queries.list_counts import Counts
from otklik.web.citizen.shown import list_path
from otklik.web.parts.filters import number, ru_date, thousands
from otklik.web.parts.tabs.part import Tab
from otklik.web.sheet import at_most

Options = list[tuple[str, str]]
_SORTS: Final[dict[str, Promise]] = {
    "date": gettext_lazy("Сначала новые"),
    "heat": gettext_lazy("Популярные"),
    "category": gettext_lazy("По категориям"),
}
# What a saved search can keep.
_SAVED: Final = frozenset({"category", "settlement"})


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the list without it."""

    label: str
    url: str


def address(said: Filter, **more: str) -> str:
    """Of the list that the filter shows."""
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{list_path()}?{said.query()}{extra}"


def heading(said: Filter) -> str:
    if said.tab == "answers":
        return _("Решения")
    return _("Все обращения") if said.tab == ALL else str(labels.KINDS[Kind(said.tab)])


def title(said: Filter) -> str:
    """The heading and what narrows it."""
    return " · ".join([heading(said), *(label for _name, label in _set(said))])


def listed(said: Filter, counts: Counts, page: Page) -> dict[str, Any]:
    """Context of the page, its rows apart."""
    plain = replace(said, sort="date")
    return {
        **_frame(said, counts, {}),
        "title": title(said),
        "canonical": settings.BASE_URL + address(said),
        "total": counts.total,
        "chips": [Chip(label, address(said.but(**{name: _EMPTY[name]}))) for name, label in _set(said)],
        "saving": f"{reverse('watch-add')}?{plain.query()}" if can_be_saved(said) else "",
        "downloads": {
            word: f"{reverse(f'list-{word}')}?{said.query()}" for word in ("csv", "geojson", "atom")
        },
        "cut": _cut(counts.total),
        "newer": address(said, **{"from": page.newer}) if page.newer else None,
        "older": address(said, **{"from": page.older}) if page.older else None,
        "trouble": None,
        "meant": [],
    }


def _cut(total: int | None) -> str:
    """Where a download ends before the list does, or may do so: said beside its links."""
    return "" if total is not None and total <= settings.DOWNLOAD_ROWS else at_most()


def refused(typed: Mapping[str, str], trouble: BadFilter) -> dict[str, Any]:
    """The form as it was filled in, each wrong field with what is wrong; the list is empty."""
    said, errors = _what_is_right(typed)
    context = _frame(said, Counts(), errors)
    context["typed"] |= {name: typed.get(name, "")[:100] for name in errors if name in context["typed"]}
    return {
        **context,
        "title": heading(said),
        "canonical": "",
        "total": None,
        "chips": [],
        "saving": "",
        "downloads": {},
        "cut": "",
        "newer": None,
        "older": None,
        "rows": [],
        "trouble": trouble.text,
        "meant": [(label, address(replace(said, settlement=int(value)))) for value, label in trouble.options],
    }


def _what_is_right(typed: Mapping[str, str]) -> tuple[Filter, dict[str, str]]:
    """The filter without the fields that are wrong, and what is wrong with each."""
    left, errors = {name: typed.get(name, "") for name in typed}, dict[str, str]()
    while True:
        try:
            return Filter.read(left), errors
        except BadFilter as trouble:
            errors[trouble.field] = trouble.text
            left.pop(trouble.field, None)
            if trouble.field == "place":
                left.pop("settlement", None)


def can_be_saved(said: Filter) -> bool:
    return said.tab != "answers" and not said.kind and set(said.narrowed) <= _SAVED


_EMPTY: Final = {
    name: getattr(Filter(), name)
    for name in (
        "kind", "category", "topic", "settlement", "area", "authority", "stage", "overdue", "since", "until",
        "photo", "answered", "rating",
    )
}  # fmt: skip


def _set(said: Filter) -> list[tuple[str, str]]:
    """(name, words) of the filters that are set."""
    words = {
        "kind": lambda: str(labels.KINDS[Kind(said.kind)]),
        "category": lambda: names.categories().by_code[said.category].title,
        "topic": lambda: names.topics().by_code[said.topic].title,
        "settlement": lambda: settlement(said),
        "area": lambda: names.areas()[said.area],
        "authority": lambda: names.authorities().by_code[said.authority].title,
        "stage": lambda: str(labels.STATE[State(said.stage)]),
        "overdue": lambda: _("Срок прошёл"),
        "since": lambda: _("с %(day)s") % {"day": ru_date(said.since)} if said.since else "",
        "until": lambda: _("по %(day)s") % {"day": ru_date(said.until)} if said.until else "",
        "photo": lambda: _("С фото"),
        "answered": lambda: _("С ответом"),
        "rating": lambda: _("Оценка %(value)s из 5") % {"value": said.rating},
    }
    return [(name, words[name]()) for name in said.narrowed]


def settlement(said: Filter) -> str:
    found = names.settlement(said.settlement) if said.settlement else None
    return found.label if found else ""


def _frame(said: Filter, counts: Counts, errors: Mapping[str, str]) -> dict[str, Any]:
    kinds = {**{kind.value: labels.KINDS[kind] for kind in Kind}, "answers": _("Решения")}
    return {
        "said": said,
        "heading": heading(said),
        "tabs_shown": [
            Tab(
                url=address(replace(said, tab=tab, kind="", answered=said.answered and tab != "answers")),
                label=str(kinds[tab]),
                current=tab == said.tab,
                count=counts.tabs.get(tab),
            )
            for tab in TABS
        ],
        "options": _options(said, counts),
        "checks": [
            (name, f"{label}{_n(counts.options.get(name, {}).get('True'))}", getattr(said, name))
            for name, label in (
                ("photo", _("С фото")), ("answered", _("С ответом")), ("overdue", _("Срок ответа прошёл")),
            )
            if not (name == "answered" and said.tab == "answers")
        ],
        "typed": {
            "place": settlement(said),
            "since": said.since.isoformat() if said.since else "",
            "until": said.until.isoformat() if said.until else "",
        },
        "errors": errors,
    }  # fmt: skip


def _options(said: Filter, counts: Counts) -> dict[str, Options]:
    """Of each list to choose from: what would show something, and what is chosen."""
    topics = [
        row for row in names.topics().by_code.values() if said.category and row.category == _id(said.category)
    ]
    whole = {
        "category": ((row.code, row.title) for row in names.categories().by_code.values()),
        "topic": ((row.code, row.title) for row in topics),
        "area": names.areas().items(),
        "authority": ((row.code, row.title) for row in names.authorities().by_code.values()),
        "stage": ((stage, str(labels.STATE[State(stage)])) for stage in STAGES),
        "rating": ((str(n), "★" * n) for n in range(5, 0, -1)),
    }
    found = {
        name: _counted(rows, counts.options.get(name), str(getattr(said, name)))
        for name, rows in whole.items()
    }
    found["sort"] = [(code, str(words)) for code, words in _SORTS.items()]
    if said.tab in ("answers", ALL):
        found["kind"] = [(kind.value, str(labels.KINDS[kind])) for kind in Kind]
    return found


def _id(category: str) -> int:
    return names.categories().by_code[category].id


def _counted(rows: Iterable[tuple[str, str]], counts: Mapping[str, int] | None, chosen: str) -> Options:
    if not counts:
        return list(rows)
    apart = thousands(get_language())
    return [
        (code, f"{label} ({format(counts.get(code, 0), ',').replace(',', apart)})")
        for code, label in rows
        if counts.get(code) or code == chosen
    ]


def _n(count: int | None) -> str:
    return "" if count is None else f" ({number(count)})"
