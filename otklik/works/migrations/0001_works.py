"""Works and outages, their places, journal, subscriptions and notices.

Safe while the old code runs: it does not know the tables. Locks: a moment on people_user, people_organisation and
authorities_authority for the foreign keys of empty tables.
"""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('authorities', '0005_drafts'),
        ('people', '0011_api_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Publisher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('light', 'Электричество'), ('hot', 'Горячая вода'), ('cold', 'Холодная вода'), ('gas', 'Газ'), ('heat', 'Отопление'), ('road', 'Дорога'), ('lift', 'Лифт'), ('telecom', 'Связь и интернет'), ('other', 'Другое')], max_length=8)),
                ('emergency', models.BooleanField(default=False, help_text='nobody planned it')),
                ('text', models.CharField(help_text='in plain words, as everybody reads it', max_length=1000)),
                ('performer', models.CharField(blank=True, help_text='who works: МУП «Водоканал»', max_length=200)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(help_text='as it is known now')),
                ('cancelled', models.BooleanField(default=False)),
                ('source', models.CharField(choices=[('desk', 'desk'), ('file', 'file'), ('program', 'program')], default='desk', max_length=7)),
                ('external_id', models.CharField(blank=True, help_text='of whoever sends it: a second one with it is the same work', max_length=100)),
                ('form', models.UUIDField(help_text='sent twice, it makes one work', null=True, unique=True)),
                ('where', models.CharField(help_text='its places in one line', max_length=1000)),
                ('typed', models.JSONField(default=dict, help_text='the places as they were written, for the next edit')),
                ('area_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=11), default=list, help_text='OKTMO of the municipalities touched', size=None)),
                ('area', django.contrib.gis.db.models.fields.GeometryField(help_text='a polygon on the map', null=True, spatial_index=False, srid=4326)),
                ('point', django.contrib.gis.db.models.fields.PointField(help_text='the middle, for a picture', null=True, spatial_index=False, srid=4326)),
                ('revision', models.PositiveIntegerField(default=1, help_text='grows when its times change: each is told once')),
                ('made_at', models.DateTimeField()),
                ('authority', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='authorities.authority')),
                ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='h7, s5, p3, t99701000: see `whereabouts.keys`', max_length=20)),
                ('ends_at', models.DateTimeField(help_text='of the work: what is over is never met')),
                ('territory_code', models.CharField(max_length=11)),
                ('settlement_id', models.BigIntegerField(null=True)),
                ('street_id', models.BigIntegerField(null=True)),
                ('house_id', models.BigIntegerField(null=True)),
                ('work', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='places', to='works.work')),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('told', models.BooleanField(default=False)),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='works.work')),
            ],
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('published', 'Опубликовано'), ('moved', 'Время изменилось'), ('edited', 'Описание исправлено'), ('cancelled', 'Отменено')], max_length=9)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('detail', models.JSONField(default=dict, help_text='moved: the times before it')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='works.work')),
            ],
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='as of Place', max_length=20)),
                ('label', models.CharField(max_length=300)),
                ('territory_code', models.CharField(max_length=11)),
                ('settlement_id', models.BigIntegerField()),
                ('street_id', models.BigIntegerField(null=True)),
                ('house_id', models.BigIntegerField(null=True)),
                ('point', django.contrib.gis.db.models.fields.PointField(null=True, spatial_index=False, srid=4326)),
                ('made_at', models.DateTimeField()),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['house_id'], name='work_sub_house'), models.Index(fields=['street_id'], name='work_sub_street'), models.Index(fields=['settlement_id'], name='work_sub_settlement'), models.Index(fields=['territory_code'], name='work_sub_territory'), django.contrib.postgres.indexes.GistIndex(fields=['point'], name='work_sub_point')],
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='work_subscription_once')],
            },
        ),
        migrations.AddIndex(
            model_name='work',
            index=models.Index(fields=['ends_at', 'id'], name='work_by_end'),
        ),
        migrations.AddIndex(
            model_name='work',
            index=models.Index(fields=['starts_at', 'id'], name='work_by_start'),
        ),
        migrations.AddIndex(
            model_name='work',
            index=models.Index(fields=['authority', '-ends_at', '-id'], name='work_of_authority'),
        ),
        migrations.AddIndex(
            model_name='work',
            index=django.contrib.postgres.indexes.GistIndex(condition=models.Q(('area__isnull', False)), fields=['area', 'ends_at'], name='work_area'),
        ),
        migrations.AddConstraint(
            model_name='work',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['light', 'hot', 'cold', 'gas', 'heat', 'road', 'lift', 'telecom', 'other'])), name='work_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='work',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['desk', 'file', 'program'])), name='work_source_known'),
        ),
        migrations.AddConstraint(
            model_name='work',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='work_times_in_order'),
        ),
        migrations.AddConstraint(
            model_name='work',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authority__isnull', False), ('organisation__isnull', True)), models.Q(('authority__isnull', True), ('organisation__isnull', False)), _connector='OR'), name='work_of_one'),
        ),
        migrations.AddConstraint(
            model_name='work',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('external_id', ''), _negated=True), ('authority__isnull', False)), fields=('authority', 'external_id'), name='work_of_authority_once'),
        ),
        migrations.AddConstraint(
            model_name='work',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('external_id', ''), _negated=True), ('organisation__isnull', False)), fields=('organisation', 'external_id'), name='work_of_organisation_once'),
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(fields=['key', 'ends_at', 'work'], name='work_place_found'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.UniqueConstraint(fields=('work', 'key'), name='work_place_once'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('told', False)), fields=['user', 'work'], name='work_notice_waits'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('work', 'user', 'revision'), name='work_notice_once'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['published', 'moved', 'edited', 'cancelled'])), name='work_change_known'),
        ),
    ]
