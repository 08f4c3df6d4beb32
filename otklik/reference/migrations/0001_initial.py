"""Cards of bodies, places to go to, receptions, emergency numbers, what the law says.

Safe while the old code runs: it knows none of these tables. Locks: a moment on the bodies for the foreign keys; gives up
after 4 s rather than queue the site behind it.
"""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('authorities', '0005_drafts'),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Emergency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=300)),
                ('source_url', models.URLField(blank=True, max_length=500)),
                ('checked_on', models.DateField(null=True)),
                ('code', models.CharField(max_length=64, unique=True)),
                ('number', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=150)),
                ('about', models.CharField(blank=True, max_length=300)),
                ('territory_code', models.CharField(blank=True, help_text='OKTMO; empty: the whole region', max_length=11)),
                ('order', models.PositiveIntegerField(default=0)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9]+(-[a-z0-9]+)*$')), name='emergency_code_slug'), models.CheckConstraint(condition=models.Q(('territory_code__regex', '^([0-9]{8}([0-9]{3})?)?$')), name='emergency_code_oktmo')],
            },
        ),
        migrations.CreateModel(
            name='Law',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=300)),
                ('source_url', models.URLField(blank=True, max_length=500)),
                ('checked_on', models.DateField(null=True)),
                ('code', models.CharField(max_length=64, unique=True)),
                ('subject', models.CharField(blank=True, help_text='topic:code, category:code; empty: any', max_length=80)),
                ('title', models.CharField(help_text='the article and the act', max_length=200)),
                ('text', models.CharField(help_text='what it says, in plain words', max_length=2000)),
                ('order', models.PositiveIntegerField(default=0)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'indexes': [models.Index(fields=['subject', 'order', 'id'], name='law_of_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9]+(-[a-z0-9]+)*$')), name='law_code_slug')],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=300)),
                ('source_url', models.URLField(blank=True, max_length=500)),
                ('checked_on', models.DateField(null=True)),
                ('about', models.CharField(blank=True, max_length=1000)),
                ('hours', models.CharField(blank=True, help_text='canonical words of `hours`', max_length=500)),
                ('reception', models.CharField(blank=True, help_text='when and how citizens are received', max_length=500)),
                ('persons', models.JSONField(default=list, help_text='[[name, post, phone, hours of reception], …]')),
                ('phones', models.JSONField(default=list, help_text='[[what it is for, number], …]')),
                ('point', django.contrib.gis.db.models.fields.PointField(geography=True, null=True, spatial_index=False, srid=4326)),
                ('authority', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='office', to='authorities.authority')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=300)),
                ('source_url', models.URLField(blank=True, max_length=500)),
                ('checked_on', models.DateField(null=True)),
                ('code', models.CharField(max_length=64, unique=True)),
                ('kind', models.CharField(choices=[('mfc', 'МФЦ'), ('clinic', 'Поликлиника'), ('hospital', 'Больница'), ('social', 'Соцзащита'), ('jobs', 'Служба занятости'), ('police', 'Полиция'), ('post', 'Почта'), ('utility', 'Жилищно-коммунальная служба'), ('school', 'Образование'), ('culture', 'Культура и спорт'), ('branch', 'Отделение органа'), ('other', 'Другое')], max_length=8)),
                ('name', models.CharField(max_length=200)),
                ('address', models.CharField(max_length=300)),
                ('territory_code', models.CharField(blank=True, help_text='OKTMO; empty: of no municipality', max_length=11)),
                ('point', django.contrib.gis.db.models.fields.PointField(geography=True, null=True, spatial_index=False, srid=4326)),
                ('hours', models.CharField(blank=True, help_text='canonical words of `hours`', max_length=500)),
                ('phones', models.JSONField(default=list, help_text='[[what it is for, number], …]')),
                ('site', models.URLField(blank=True, max_length=300)),
                ('services', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=150), default=list, size=None)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('active', models.BooleanField(default=True)),
                ('authority', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='offices', to='authorities.authority')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GistIndex(condition=models.Q(('active', True)), fields=['point'], name='place_near'), models.Index(fields=['territory_code', 'name', 'id'], name='place_of_territory'), models.Index(fields=['name', 'id'], name='place_by_name')],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9]+(-[a-z0-9]+)*$')), name='place_code_slug'), models.CheckConstraint(condition=models.Q(('territory_code__regex', '^([0-9]{8}([0-9]{3})?)?$')), name='place_code_oktmo')],
            },
        ),
        migrations.CreateModel(
            name='Reception',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=300)),
                ('source_url', models.URLField(blank=True, max_length=500)),
                ('checked_on', models.DateField(null=True)),
                ('code', models.CharField(max_length=64, unique=True)),
                ('person', models.CharField(help_text='who receives', max_length=150)),
                ('post', models.CharField(blank=True, max_length=300)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('address', models.CharField(blank=True, max_length=300)),
                ('remote', models.BooleanField(default=False, help_text='by video or telephone')),
                ('how', models.CharField(blank=True, help_text='how to sign up', max_length=500)),
                ('phone', models.CharField(blank=True, max_length=60)),
                ('sign_up_url', models.URLField(blank=True, max_length=500)),
                ('territory_code', models.CharField(blank=True, help_text='OKTMO; empty: the whole region', max_length=11)),
                ('cancelled', models.BooleanField(default=False)),
                ('authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='receptions', to='authorities.authority')),
            ],
            options={
                'indexes': [models.Index(fields=['starts_at', 'id'], name='reception_coming'), models.Index(fields=['authority', 'starts_at'], name='reception_of_authority')],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9]+(-[a-z0-9]+)*$')), name='reception_code_slug'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='reception_times_in_order'), models.CheckConstraint(condition=models.Q(('territory_code__regex', '^([0-9]{8}([0-9]{3})?)?$')), name='reception_code_oktmo')],
            },
        ),
    ]
