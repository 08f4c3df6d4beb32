"""The draft of the classifier becomes the one in force, as a version; an earlier version comes back as a draft."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from otklik.classifier import content, drafting
from otklik.classifier.content import Key, One
from otklik.classifier.drafting import InUse, lock, mark_of, put
from otklik.classifier.models import Category, ClassifierDraft, ClassifierVersion, Topic
from otklik.kit.errors import Refusal
from otklik.kit.marks import Changed
from otklik.people import changes
from otklik.people.models import User

REASON_MAX: Final = 300


class NothingDrafted(Refusal):
    code = "nothing_drafted"


class NeedsReason(Refusal):
    code = "needs_reason"
    status = 422


class Overtaken(Refusal):
    """An import changed what the draft changes too."""

    code = "overtaken"


@transaction.atomic
def publish(
    *, shown: str, reason: str, by: User, now: datetime, renamed: Callable[[list[int]], None]
) -> ClassifierVersion:
    """Make the draft the classifier in force. shown: mark of the draft that the page showed.

    renamed: called with the ids of topics that have another title now. Raises NothingDrafted, NeedsReason, Changed,
    Overtaken, InUse.
    """
    lock()
    rows, reason = content.drafts(), " ".join(reason.split())
    if not rows:
        raise NothingDrafted(_("Черновик пуст: публиковать нечего."))
    if not 1 <= len(reason) <= REASON_MAX:
        raise NeedsReason(_("Напишите, зачем меняется классификатор: до %(n)d знаков.") % {"n": REASON_MAX})
    if mark_of(rows) != shown:
        raise Changed(_("Черновик изменился с тех пор, как вы его открыли. Посмотрите, что в нём теперь."))
    before = content.live()
    late = [row for row in rows if before.get((row.kind, row.code)) != row.was]
    if late:
        raise Overtaken(
            _("Классификатор изменился мимо черновика (загрузка из файла): %(which)s. Отметьте это заново.")
            % {"which": ", ".join(row.code for row in late[:5])}
        )
    _keep_what_was(before, now)
    _carry_out(rows, before, renamed)
    for row in rows:
        changes.write(by=by, what=f"{row.kind}:{row.code}", before=row.was, after=row.becomes, now=now)
    drafting.drop()
    return _version(content.live(), reason, by, now)


@transaction.atomic
def return_to(version: int, *, by: User, now: datetime) -> int:
    """Draft what makes the classifier that of this version; what came later is switched off. Returns how many rows.

    Raises InUse: there is a draft already; ClassifierVersion.DoesNotExist.
    """
    lock()
    if ClassifierDraft.objects.exists():
        raise InUse(_("В черновике уже есть изменения: опубликуйте или очистите его."))
    wanted, there = content.of_file(ClassifierVersion.objects.get(version=version).content), content.live()
    for key, one in there.items():
        if key not in wanted and one["active"]:
            wanted[key] = {**one, "active": False}
    found = content.difference(there, wanted)
    put({(one.kind, one.code): wanted[one.kind, one.code] for one in found}, by, now)
    return len(found)


def _carry_out(
    rows: list[ClassifierDraft], before: Mapping[Key, One], renamed: Callable[[list[int]], None]
) -> None:
    """Raises InUse: a category that was to go has topics."""
    for row in rows:
        if row.kind == "category" and row.becomes is not None:
            Category.objects.update_or_create(code=row.code, defaults=row.becomes)
    topics = [_topic(row.becomes) for row in rows if row.kind == "topic" and row.becomes is not None]
    others = [
        one.pk for one in topics if before.get(("topic", one.code), {}).get("title", one.title) != one.title
    ]
    gone = [row.code for row in rows if row.kind == "category" and row.becomes is None]
    if Topic.objects.filter(category__code__in=gone).exists():
        raise InUse(_("В категории есть темы: перенесите их в другую или выключите категорию."))
    try:
        Category.objects.filter(code__in=gone).delete()
    except ProtectedError:
        raise InUse(_("По этой категории есть обращения: её можно только выключить.")) from None
    if others:
        renamed(others)


def _keep_what_was(before: Mapping[Key, One], now: datetime) -> None:
    """What came by a file since the newest version, or before the first one, is a version too."""
    newest = ClassifierVersion.objects.order_by("-version").first()
    if newest is None:
        _version(before, _("До первой публикации"), None, now)
    elif newest.content != content.as_file(before):
        _version(before, _("Загружено из файла"), None, now)


def _version(there: Mapping[Key, One], reason: str, by: User | None, now: datetime) -> ClassifierVersion:
    newest = ClassifierVersion.objects.order_by("-version").values_list("version", flat=True).first() or 0
    kept = content.as_file(there)
    return ClassifierVersion.objects.create(version=newest + 1, at=now, by=by, reason=reason, content=kept)


def _topic(one: One) -> Topic:
    """Stored; one that was there gets the next version."""
    values = {name: value for name, value in one.items() if name != "category"}
    values["category"] = Category.objects.get(code=one["category"])
    topic, new = Topic.objects.update_or_create(code=one["code"], defaults=values)
    if not new:
        Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1)
    return topic
