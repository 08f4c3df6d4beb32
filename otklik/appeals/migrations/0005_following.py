"""Who supports, follows and watches; letters have moved to outbox.

Safe while the old code runs, apart from its letters. Locks: building the two indexes stops writes to appeals_appeal:
half a minute with ten million appeals.
"""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appeals', '0004_letters_move_out'),
        ('authorities', '0002_superior'),
        ('classifier', '0001_initial'),
        ('people', '0004_more_of_a_person'),
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100)),
                ('kind', models.CharField(blank=True, help_text='empty: any', max_length=8)),
                ('point', django.contrib.gis.db.models.fields.PointField(null=True, spatial_index=False, srid=4326)),
                ('radius', models.PositiveIntegerField(help_text='metres; with a point only', null=True)),
                ('circle', django.contrib.gis.db.models.fields.PolygonField(help_text='box around point and radius', null=True, spatial_index=False, srid=4326)),
                ('by_letter', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveField(
            model_name='letter',
            name='appeal',
        ),
        migrations.AddField(
            model_name='appeal',
            name='followers',
            field=models.PositiveIntegerField(db_default=0, default=0, help_text='kept by steps.following'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='organisation',
            field=models.ForeignKey(db_index=False, help_text='the author filed for it', null=True, on_delete=django.db.models.deletion.PROTECT, to='people.organisation'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='supporters',
            field=models.PositiveIntegerField(db_default=0, default=0, help_text='kept by steps.following'),
        ),
        migrations.AlterField(
            model_name='appeal',
            name='author',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='appeals', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(fields=['author', '-received_at', '-id'], name='appeal_of_author'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(condition=models.Q(('author__isnull', True), ('email_confirmed_at__isnull', False)), fields=['author_email'], name='appeal_without_account'),
        ),
        migrations.AddField(
            model_name='follow',
            name='appeal',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='appeals.appeal'),
        ),
        migrations.AddField(
            model_name='follow',
            name='user',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='follows', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='support',
            name='appeal',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='appeals.appeal'),
        ),
        migrations.AddField(
            model_name='support',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='watch',
            name='category',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, to='classifier.category'),
        ),
        migrations.AddField(
            model_name='watch',
            name='settlement',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, to='places.settlement'),
        ),
        migrations.AddField(
            model_name='watch',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to=settings.AUTH_USER_MODEL),
        ),
        migrations.DeleteModel(
            name='Letter',
        ),
        migrations.AddIndex(
            model_name='follow',
            index=models.Index(fields=['user', '-at', '-id'], name='follow_of_user'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(fields=('appeal', 'user'), name='follow_once'),
        ),
        migrations.AddConstraint(
            model_name='support',
            constraint=models.UniqueConstraint(fields=('appeal', 'user'), name='support_once'),
        ),
        migrations.AddIndex(
            model_name='watch',
            index=django.contrib.postgres.indexes.GistIndex(condition=models.Q(('circle__isnull', False)), fields=['circle'], name='watch_circle'),
        ),
        migrations.AddIndex(
            model_name='watch',
            index=models.Index(condition=models.Q(('circle__isnull', True)), fields=['category', 'settlement'], name='watch_search'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('circle__isnull', True), ('point__isnull', True), ('radius__isnull', True)), models.Q(('circle__isnull', False), ('point__isnull', False), ('radius__isnull', False)), _connector='OR'), name='watch_place_whole'),
        ),
    ]
