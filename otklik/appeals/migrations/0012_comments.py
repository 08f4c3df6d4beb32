"""Comments under public appeals. Appeals stored before this have none.

Safe while the old code runs: it does not know the table. Locks: a moment on appeals_appeal and people_user for the
foreign keys of an empty table; gives up after 4 s rather than queue the site behind it.
"""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appeals', '0011_lists_walked'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_key', models.UUIDField(help_text='of the form as it was shown: pressed twice, it says once', unique=True)),
                ('text', models.TextField()),
                ('state', models.CharField(default='waiting', max_length=8)),
                ('reason', models.CharField(blank=True, help_text='a lifecycle.CommentReason when refused', max_length=32)),
                ('written_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('appeal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='appeals.appeal')),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to=settings.AUTH_USER_MODEL)),
                ('moderator', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'shown')), fields=['appeal', '-written_at', '-id'], name='comment_shown'), models.Index(condition=models.Q(('state', 'waiting')), fields=['written_at', 'id'], name='comment_to_read'), models.Index(fields=['author', 'appeal'], name='comment_of_author')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'shown', 'refused'])), name='comment_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('reason__gt', ''), ('state', 'refused')), models.Q(models.Q(('state', 'refused'), _negated=True), ('reason', '')), _connector='OR'), name='comment_refused_has_reason')],
            },
        ),
    ]
