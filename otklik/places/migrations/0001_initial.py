"""Territories, settlements, streets and houses.

The extensions are made here where the role may make them; else an administrator makes them once, and this finds them.
Undoing leaves them: others may use them.
Locks: new tables only; gives up after 4 s rather than queue behind somebody else's change.
"""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.RunSQL('CREATE EXTENSION IF NOT EXISTS btree_gist', migrations.RunSQL.noop),
        migrations.RunSQL('CREATE EXTENSION IF NOT EXISTS pg_trgm', migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='GUID of the state register, or a slug of ours', max_length=36, unique=True)),
                ('name', models.CharField(max_length=150)),
                ('kind', models.CharField(blank=True, help_text='г, пгт, с, д, п …; without a full stop', max_length=30)),
                ('territory_code', models.CharField(help_text='OKTMO of its municipality today', max_length=11)),
                ('point', django.contrib.gis.db.models.fields.PointField(null=True, spatial_index=False, srid=4326)),
                ('population', models.PositiveIntegerField(null=True)),
                ('key', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Replace(django.db.models.functions.text.Lower('name'), models.Value('ё'), models.Value('е')), output_field=models.CharField(max_length=200))),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GistIndex(fields=['key'], name='settlement_like', opclasses=['gist_trgm_ops']), django.contrib.postgres.indexes.GistIndex(fields=['point'], name='settlement_point')],
                'constraints': [models.CheckConstraint(condition=models.Q(('territory_code__regex', '^[0-9]{8}([0-9]{3})?$')), name='settlement_code_oktmo')],
            },
        ),
        migrations.CreateModel(
            name='Street',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=200)),
                ('kind', models.CharField(blank=True, help_text='ул, пер, пр-кт …; without a full stop', max_length=30)),
                ('line', django.contrib.gis.db.models.fields.LineStringField(help_text='for drawing only', null=True, spatial_index=False, srid=4326)),
                ('key', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Replace(django.db.models.functions.text.Lower('name'), models.Value('ё'), models.Value('е')), output_field=models.CharField(max_length=200))),
                ('settlement', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='streets', to='places.settlement')),
            ],
        ),
        migrations.CreateModel(
            name='House',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(help_text='as shown: 5, 12а, 5 к. 1, 7 стр. 2', max_length=30)),
                ('point', django.contrib.gis.db.models.fields.PointField(null=True, spatial_index=False, srid=4326)),
                ('key', models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Lower('number'), models.Value('[^0-9a-zа-яё/-]'), models.Value(''), models.Value('g'), function='regexp_replace'), output_field=models.CharField(max_length=30))),
                ('street', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='houses', to='places.street')),
            ],
        ),
        migrations.CreateModel(
            name='Territory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='OKTMO, 8 or 11 digits', max_length=11)),
                ('name', models.CharField(max_length=300)),
                ('short_name', models.CharField(blank=True, max_length=150)),
                ('kind', models.CharField(blank=True, max_length=60)),
                ('geom', django.contrib.gis.db.models.fields.MultiPolygonField(help_text='the border as a whole; questions go to the parts', srid=4326)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(help_text='last day; null: still valid', null=True)),
                ('successor', models.ForeignKey(help_text='what it became on the next day', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='predecessors', to='places.territory')),
            ],
        ),
        migrations.CreateModel(
            name='TerritoryPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('geom', django.contrib.gis.db.models.fields.PolygonField(spatial_index=False, srid=4326)),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='places.territory')),
            ],
        ),
        migrations.AddIndex(
            model_name='street',
            index=django.contrib.postgres.indexes.GistIndex(fields=['settlement', 'key'], name='street_like', opclasses=['gist_int8_ops', 'gist_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='street',
            index=django.contrib.postgres.indexes.GistIndex(fields=['line'], name='street_line'),
        ),
        migrations.AddConstraint(
            model_name='street',
            constraint=models.UniqueConstraint(fields=('settlement', 'key', 'kind'), name='street_once'),
        ),
        migrations.AddIndex(
            model_name='house',
            index=django.contrib.postgres.indexes.GistIndex(fields=['point'], name='house_point'),
        ),
        migrations.AddConstraint(
            model_name='house',
            constraint=models.UniqueConstraint(fields=('street', 'key'), name='house_once'),
        ),
        migrations.AddConstraint(
            model_name='territory',
            constraint=models.UniqueConstraint(fields=('code', 'valid_from'), name='territory_version_once'),
        ),
        migrations.AddConstraint(
            model_name='territory',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[0-9]{8}([0-9]{3})?$')), name='territory_code_oktmo'),
        ),
        migrations.AddConstraint(
            model_name='territory',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='territory_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='territory',
            constraint=models.CheckConstraint(condition=models.Q(('successor__isnull', True), models.Q(('successor', models.F('id')), _negated=True), _connector='OR'), name='territory_not_its_own_successor'),
        ),
        migrations.AddConstraint(
            model_name='territory',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('code', '='), (models.Func('valid_from', 'valid_to', models.Value('[]'), function='daterange'), '&&')], name='territory_one_version_a_day'),
        ),
        migrations.AddIndex(
            model_name='territorypart',
            index=django.contrib.postgres.indexes.GistIndex(fields=['geom'], name='territory_part_geom'),
        ),
    ]
