"""What moderators guard: the list of unwanted words, what is hidden of a text, complaints, crops, who came by a merge.

Safe while the old code runs: it knows none of the tables, and the columns may be empty. Locks: a moment on
appeals_appeal, appeals_follow, appeals_support, appeals_photo and people_user (nothing is read through: keys of new
columns are not checked by the database); gives up after 4 s rather than queue the site behind it.
"""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


# As rules.profanity folds them: beginnings of the words that no region wants on its portal, and whole words.
BEGINNINGS = [
    "хуй", "хуе", "хуи", "хую", "хуя", "пизд", "ебан", "ебат", "ебал", "ебл", "ебу", "заеб", "наеб", "выеб", "уеб",
    "доеб", "отъеб", "долбоеб", "бляд", "блят", "мудак", "мудил", "гандон", "пидор", "пидар", "залуп",
]  # fmt: skip
WHOLE = ["бля", "сука", "суки", "суку", "сукой"]


def first_words(apps: Any, schema_editor: Any) -> None:
    now = timezone.now()
    words = [(word, True) for word in BEGINNINGS] + [(word, False) for word in WHOLE]
    apps.get_model("appeals", "Word").objects.bulk_create(
        apps.get_model("appeals", "Word")(text=word, folded=word, is_beginning=is_beginning, at=now)
        for word, is_beginning in words
    )


class Migration(migrations.Migration):

    dependencies = [("appeals", "0020_desks_checked"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_key', models.UUIDField(help_text='of the form as it was shown: pressed twice, it complains once', unique=True)),
                ('reason', models.CharField(max_length=32)),
                ('words', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('verdict', models.CharField(blank=True, help_text='empty: waits for a moderator', max_length=8)),
                ('answer', models.TextField(blank=True, help_text="the moderator's words to who complained")),
                ('settled_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Redaction',
            fields=[
                ('appeal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='redaction', serialize=False, to='appeals.appeal')),
                ('spans', models.JSONField(help_text='[[start, end, mark], …] in full_text')),
            ],
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(help_text='as it was typed', max_length=60)),
                ('folded', models.CharField(help_text='see rules.profanity', max_length=60, unique=True)),
                ('is_beginning', models.BooleanField(help_text='of words, or a whole word')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='follow',
            name='via',
            field=models.ForeignKey(db_constraint=False, db_index=False, help_text="the merged appeal that brought the follower; null: the person's own deed", null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='appeals.appeal'),
        ),
        migrations.AddField(
            model_name='photo',
            name='crop_of',
            field=models.ForeignKey(db_constraint=False, db_index=False, help_text='the whole photo, hidden, of which a moderator left this piece', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='crops', to='appeals.photo'),
        ),
        migrations.AddField(
            model_name='support',
            name='via',
            field=models.ForeignKey(db_constraint=False, db_index=False, help_text="the merged appeal that brought the support; null: the person's own deed", null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='appeals.appeal'),
        ),
        migrations.AddField(
            model_name='complaint',
            name='appeal',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='complaints', to='appeals.appeal'),
        ),
        migrations.AddField(
            model_name='complaint',
            name='moderator',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='complaint',
            name='user',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='complaints', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='word',
            name='by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(condition=models.Q(('verdict', '')), fields=['at', 'id'], name='complaint_waits'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(fields=['appeal', 'id'], name='complaint_of_appeal'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['personal_data', 'photo', 'obscene_or_insult', 'hate', 'untrue', 'advert', 'other'])), name='complaint_reason_known'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('verdict', '')), models.Q(('settled_at__isnull', False), ('verdict__in', ['hidden', 'kept'])), _connector='OR'), name='complaint_settled_whole'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('user', 'appeal'), name='complaint_once'),
        ),
        migrations.RunPython(first_words, migrations.RunPython.noop),
    ]
