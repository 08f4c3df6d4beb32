"""Letters of the two old tables become messages of outbox. Those not sent yet get the context that their templates now need.

Safe to repeat: the tables are dropped by the next migrations of appeals and people.
Locks: none that stops readers.
"""

from typing import Any

from django.conf import settings
from django.db import migrations

from otklik.appeals import labels
from otklik.appeals.lifecycle import Decision, RefusalReason

COLUMNS = 'kind, channel, user_id, "to", about, context, state, created_at, due_at, sent_at, attempts, error'
SENT = f"""
INSERT INTO outbox_message ({COLUMNS})
SELECT l.kind, 'email', a.author_id, l."to", a.number, '{{}}', 'sent', l.created_at, l.created_at, l.sent_at, l.attempts, ''
FROM appeals_letter l JOIN appeals_appeal a ON a.id = l.appeal_id WHERE l.sent_at IS NOT NULL;
INSERT INTO outbox_message ({COLUMNS})
SELECT l.kind, 'email', l.user_id, l."to", '', l.context || jsonb_build_object('name', coalesce(u.name, '')),
       CASE WHEN l.sent_at IS NULL THEN 'waiting' ELSE 'sent' END, l.created_at, now(), l.sent_at, l.attempts, ''
FROM people_letter l LEFT JOIN people_user u ON u.id = l.user_id;
"""


def waiting(apps: Any, schema_editor: Any) -> None:
    message = apps.get_model("outbox", "Message")
    unsent = apps.get_model("appeals", "Letter").objects.filter(sent_at=None).select_related("appeal__topic")
    for letter in unsent.iterator(chunk_size=500):
        appeal = letter.appeal
        message.objects.create(
            kind=letter.kind, user_id=appeal.author_id, to=letter.to, about=appeal.number,
            context=context(letter), created_at=letter.created_at, attempts=letter.attempts,
        )  # fmt: skip


def context(letter: Any) -> dict[str, Any]:
    appeal, said = letter.appeal, dict(letter.context)
    if "reason" in said:
        said["reason"] = str(labels.REFUSAL[RefusalReason(said["reason"])])
    if "decision" in said:
        said["decision"] = str(labels.DECISION[Decision(said["decision"])])
    if "original" in said:
        said["original_page"] = f"{settings.BASE_URL}/appeals/{said['original']}"
        said["original"] = spoken(said["original"])
    return {
        "number": spoken(appeal.number),
        "topic": appeal.topic.title,
        "address": appeal.address,
        "name": appeal.author_name,
        "page": f"{settings.BASE_URL}/appeals/{appeal.number}",
        "answer_by": f"{appeal.answer_by:%d.%m.%Y}" if appeal.answer_by else "",
        **said,
    }


def spoken(number: str) -> str:
    return f"{number[:3]}-{number[3:6]}-{number[6:]}"


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_initial"),
        ("people", "0003_who_is_here_is_confirmed"),
        ("appeals", "0003_journal_is_append_only"),
    ]
    operations = [
        migrations.RunSQL(SENT, migrations.RunSQL.noop),
        migrations.RunPython(waiting, migrations.RunPython.noop),
    ]
