"""Everything that a person filed, said, supported and watches, for the person: rows as plain values."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any, Final
from uuid import UUID

from otklik.appeals.models import Appeal, Comment, Complaint, Draft, Enclosure, Follow, Photo, Support, Watch
from otklik.appeals.queries.card import INSIDE

Rows = Iterator[Mapping[str, object]]
_BATCH: Final = 200  # appeals in memory at once
_COLUMNS: Final = (
    "number", "kind", "channel", "text", "address", "author_name", "author_email", "email_confirmed_at",
    "state", "state_since", "received_at", "published_at", "answer_by", "answered_at", "closed_at", "rating", "solved",
    "verdict", "formal", "supporters", "followers",
)  # fmt: skip


def documents(user_id: int) -> list[tuple[str, Rows]]:
    """Name of each list and its rows, read when their turn comes."""
    return [
        ("appeals", _appeals(user_id)),
        (
            "drafts",
            Draft.objects.filter(owner=user_id, appeal=None)
            .order_by("pk")
            .values("data", "updated_at")
            .iterator(),
        ),
        (
            "supports",
            Support.objects.filter(user=user_id).order_by("pk").values("appeal__number", "at").iterator(),
        ),
        (
            "follows",
            Follow.objects.filter(user=user_id).order_by("pk").values("appeal__number", "at").iterator(),
        ),
        ("watches", _watches(user_id)),
        (
            "comments",
            Comment.objects.filter(author=user_id)
            .order_by("pk")
            .values("appeal__number", "text", "state", "reason", "written_at", "decided_at")
            .iterator(),
        ),
        (
            "complaints",
            Complaint.objects.filter(user=user_id)
            .order_by("pk")
            .values("appeal__number", "reason", "words", "at", "verdict", "answer", "settled_at")
            .iterator(),
        ),
    ]


def photos(user_id: int) -> list[tuple[str, UUID]]:
    """Name for the archive and id of every photo of the person's appeals and drafts."""
    filed = Photo.objects.filter(appeal__author=user_id).order_by("appeal", "place")
    loose = Photo.objects.filter(draft__owner=user_id, appeal=None).order_by("draft", "place")
    found = [
        (f"photos/{n}-{place + 1}.jpg", pk)
        for n, place, pk in filed.values_list("appeal__number", "place", "pk")
    ]
    return found + [(f"photos/draft-{pk}.jpg", pk) for pk in loose.values_list("pk", flat=True)]


def enclosures(user_id: int) -> list[tuple[str, UUID]]:
    """Name for the archive and id of every document that the person enclosed."""
    filed = Enclosure.objects.filter(appeal__author=user_id)
    loose = Enclosure.objects.filter(draft__owner=user_id, appeal=None)
    rows = (filed | loose).order_by("added_at", "pk").values_list("pk", "title")
    return [(f"documents/{pk}{PurePath(title).suffix.lower()}", pk) for pk, title in rows]


def _appeals(user_id: int) -> Rows:
    """With the whole way that the author sees, answers and names of photos; four statements a batch."""
    own = Appeal.objects.filter(author=user_id).order_by("pk")
    related = own.select_related("topic", "category", "authority", "territory", "organisation").defer(
        "territory__geom"
    )
    rows = related.prefetch_related("journal", "answers", "photos")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:_BATCH]):
        yield from map(_appeal, batch)
        last = batch[-1].pk


def _appeal(appeal: Appeal) -> dict[str, Any]:
    return {
        **{name: getattr(appeal, name) for name in _COLUMNS},
        "text": appeal.full_text or appeal.text,
        "fields": appeal.full_fields or appeal.fields,
        "category": appeal.category.title,
        "topic": appeal.topic.title,
        "territory": appeal.territory.name if appeal.territory else "",
        "authority": appeal.authority.name if appeal.authority else "",
        "organisation": appeal.organisation.name if appeal.organisation else "",
        "point": list(appeal.point.coords) if appeal.point else None,
        "journal": [
            {"move": row.move, "to_state": row.to_state, "at": row.at, "reason": row.reason,
             "detail": _open(row.detail)}
            for row in sorted(appeal.journal.all(), key=lambda row: row.pk)
            if row.move not in INSIDE
        ],
        "answers": [
            {"text": a.text, "decision": a.decision, "planned_on": a.planned_on, "number": a.number, "on": a.on,
             "signatory": a.signatory, "received_at": a.received_at}
            for a in sorted(appeal.answers.all(), key=lambda a: a.pk)
        ],
        "photos": [f"photos/{appeal.number}-{photo.place + 1}.jpg" for photo in appeal.photos.all()],
    }  # fmt: skip


def _open(detail: dict[str, Any]) -> dict[str, Any]:
    """Without the desk's own notes, as the author's page shows it."""
    return {name: said for name, said in detail.items() if name != "why"}


def _watches(user_id: int) -> Rows:
    found = (
        Watch.objects.filter(user=user_id)
        .order_by("pk")
        .select_related("category", "settlement")
        .defer("circle")
    )
    for watch in found:
        yield {
            "title": watch.title,
            "kind": watch.kind,
            "category": watch.category.title if watch.category else "",
            "settlement": watch.settlement.name if watch.settlement else "",
            "point": list(watch.point.coords) if watch.point else None,
            "radius": watch.radius,
            "by_letter": watch.by_letter,
            "created_at": watch.created_at,
        }
