"""Categories and topics. Locks: new tables only; gives up after 4 s."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, unique=True)),
                ('title', models.CharField(max_length=150)),
                ('order', models.IntegerField(default=0)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9]+([._-][a-z0-9]+)*$')), name='category_code_slug')],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), help_text='problem, proposal, thanks', size=None)),
                ('fields', models.JSONField(default=list, help_text='own questions; see classifier.fields')),
                ('term_days', models.PositiveSmallIntegerField(default=0, help_text='working days for an answer; 0: settings.ANSWER_DAYS')),
                ('emergency_advice', models.TextField(blank=True, help_text='not empty: stop the wizard, advise to call 112')),
                ('duty', models.CharField(help_text='whose business it is; see authorities.Duty', max_length=64)),
                ('order', models.IntegerField(default=0)),
                ('active', models.BooleanField(default=True)),
                ('version', models.PositiveIntegerField(default=1, help_text='grows with each import that changed the topic')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='classifier.category')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9]+([._-][a-z0-9]+)*$')), name='topic_code_slug'), models.CheckConstraint(condition=models.Q(('kinds__contained_by', ['problem', 'proposal', 'thanks']), ('kinds__len__gt', 0)), name='topic_kinds_known'), models.CheckConstraint(condition=models.Q(('term_days__lte', 365)), name='topic_term_up_to_a_year')],
            },
        ),
    ]
