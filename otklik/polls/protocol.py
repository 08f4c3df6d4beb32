"""The protocol of a counted poll as PDF/A, set by typst. In Russian whoever asks; made in workers only, once."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from otklik.integrations.msed.pdf import printable, typeset
from otklik.look import naming
from otklik.places import queries as places
from otklik.polls import results
from otklik.polls.asking import Poll, words
from otklik.polls.models import Poll as Row
from otklik.polls.results import Line, Outcome

TEMPLATE: Final = Path(__file__).with_name("protocol.typ")
CELLS: Final = 30  # places of the map on paper; the table of ballots has all
_LANGUAGE: Final = settings.LANGUAGE_CODE

Counts = Mapping[tuple[str, str, str], int]  # (area, question, answer) → ballots


def path(table: UUID) -> str:
    """Where the storage keeps it: beside the table of ballots."""
    return f"polls/{table}.pdf"


def write(poll: Poll, counts: Counts, *, table: UUID, digest: str, rights: int, now: datetime) -> None:
    """Safe to repeat: written anew. digest: SHA-256 of the table. rights: how many voters used theirs."""
    name = path(table)
    content = pdf(poll, counts, digest=digest, rights=rights, now=now)
    default_storage.delete(name)
    default_storage.save(name, ContentFile(content))


def pdf(poll: Poll, counts: Counts, *, digest: str, rights: int, now: datetime) -> bytes:
    with translation.override(_LANGUAGE):
        content, _pages = typeset(TEMPLATE, told(poll, counts, digest=digest, rights=rights, now=now))
    return content


def told(poll: Poll, counts: Counts, *, digest: str, rights: int, now: datetime) -> dict[str, Any]:
    """All words of it, as the template reads them."""
    sums: dict[tuple[str, str], int] = {}
    sizes: dict[str, int] = {}
    for (area, question, answer), n in counts.items():
        sums[question, answer] = sums.get((question, answer), 0) + n
        if not question and not answer:
            sizes[area] = sizes.get(area, 0) + n
    ballots = sums.get(("", ""), 0)
    found = {"portal": f"{naming.portal()} · {naming.region()}", "title": words(poll.title, _LANGUAGE)}
    return {
        **{name: printable(text) for name, text in found.items()},
        "heading": _("Протокол опроса"),
        "facts": [[label, printable(value)] for label, value in _facts(poll, ballots, rights, now) if value],
        "finding": _finding(poll, ballots),
        "questions": [_question(results.outcome(one, sums, ballots)) for one in poll.questions],
        "areas_title": _("Голоса по территориям"),
        "areas": _areas(sizes, now) if len(sizes) > 1 or "" not in sizes else [],
        "how": _(
            "Подсчёт проверяется по открытой таблице бюллетеней: она опубликована на странице опроса вместе с "
            "программой пересчёта. Отпечаток таблицы (SHA-256):"
        ),
        "digest": digest,
    }


def _facts(poll: Poll, ballots: int, rights: int, now: datetime) -> list[tuple[str, str]]:
    early = poll.ended_at if poll.ended_why else None
    return [
        (_("Адрес опроса"), f"{settings.BASE_URL}/polls/{poll.code}"),
        (_("Кто голосовал"), _whom(poll, now)),
        (_("Открыт"), _moment(poll.opens_at)),
        (_("Закрыт"), _moment(poll.ended_at or poll.closes_at)),
        (_("Завершён раньше срока"), f"{_moment(early)}. {poll.ended_why}" if early else ""),
        (_("Подсчитан"), _moment(now)),
        (_("Использовали право голоса"), str(rights)),
        (_("Бюллетеней"), str(ballots)),
        (_("Кворум"), str(poll.quorum) if poll.quorum else ""),
    ]


def _finding(poll: Poll, ballots: int) -> str:
    if not ballots:
        return _("Никто не проголосовал.")
    if poll.quorum and ballots < poll.quorum:
        return _("Опрос не состоялся: кворум не набран. Итоги ниже приведены для сведения.")
    return _("Опрос состоялся.")


def _whom(poll: Poll, now: datetime) -> str:
    if poll.voters == Row.Voters.ANYBODY:
        return _("Все желающие, без проверки личности: итоги не говорят о мнении всех жителей")
    if poll.voters == Row.Voters.ORGANISATIONS:
        return _("Организации")
    named = _names(now)
    areas = ", ".join(named.get(code, code) for code in poll.territory_codes)
    said = [_("Жители: %(areas)s") % {"areas": areas} if areas else _("Жители региона")]
    if poll.age_from:
        said.append(_("не моложе %(n)d") % {"n": poll.age_from})
    if poll.confirmed_home:
        said.append(_("место жительства подтверждают Госуслуги"))
    return ", ".join(said)


def _question(one: Outcome) -> dict[str, Any]:
    note = _("Ответили: %(n)d.") % {"n": one.answered}
    if len(one.leaders) > 1:
        note = " ".join([note, _("Первое место поделили несколько вариантов.")])
    if one.mean is not None:
        note = " ".join([note, _("Средняя оценка: %(mean)s.") % {"mean": _decimal(one.mean)}])
    if one.question.kind == "ranking":
        headings = [_("Вариант"), _("Баллы"), _("Среднее место")]
        rows = [[_title(line), str(line.points), _decimal(line.mean_place)] for line in one.lines]
    else:
        headings = [_("Вариант"), _("Голосов"), _("Доля, %")]
        rows = [[_title(line), str(line.n), _decimal(line.share)] for line in one.lines[: _rows(one)]]
    text = printable(words(one.question.text, _LANGUAGE))
    return {"text": text, "note": note, "headings": headings, "rows": rows}


def _rows(one: Outcome) -> int:
    return CELLS if one.question.kind == "place" else len(one.lines)


def _title(line: Line) -> str:
    return printable(words(line.text, _LANGUAGE) or line.code)


def _areas(sizes: Mapping[str, int], now: datetime) -> list[list[str]]:
    """sizes: those that are too few are under "" already."""
    named = _names(now)
    rows = [(n, printable(named.get(area, area))) for area, n in sizes.items() if area]
    shown = [[name, str(n)] for n, name in sorted(rows, key=lambda row: (-row[0], row[1]))]
    return [*shown, [_("Другие и те, где голосов мало"), str(sizes[""])]] if "" in sizes else shown


def _names(now: datetime) -> dict[str, str]:
    return dict(places.territories(on=timezone.localdate(now)))


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%d.%m.%Y %H:%M}" if at else ""


def _decimal(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}".replace(".", ",")
