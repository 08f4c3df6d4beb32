"""Profile, consents, organisations, the journal of rights; letters have moved to outbox.

«official» is called «clerk» now, beside «head». Safe while the old code runs, apart from its letters: the database itself
fills the columns. Locks: a moment on people_user for ADD COLUMN; the new constraint reads the table once.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appeals', '0004_letters_move_out'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('people', '0003_who_is_here_is_confirmed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(help_text='processing, publication', max_length=16)),
                ('version', models.CharField(help_text='date of the text, YYYY-MM-DD', max_length=16)),
                ('given_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inn', models.CharField(help_text='ИНН, 10 or 12 digits, checked', max_length=12, unique=True)),
                ('ogrn', models.CharField(help_text='ОГРН 13 or ОГРНИП 15 digits, checked', max_length=15, unique=True)),
                ('name', models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Representation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.CharField(help_text="the person's role there", max_length=150)),
                ('asked_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('source', models.CharField(blank=True, choices=[('admin', 'Администратор'), ('esia', 'Госуслуги')], max_length=5)),
                ('refused_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='RoleChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('before', models.JSONField(help_text='role, territory_codes, topic_codes, authorities (codes)')),
                ('after', models.JSONField(help_text='the same keys')),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.RemoveField(
            model_name='letter',
            name='user',
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_role_known',
        ),
        migrations.AddField(
            model_name='user',
            name='deleted_at',
            field=models.DateTimeField(help_text='the person deleted the account: a tombstone that the journals point at', null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='email_trouble',
            field=models.CharField(blank=True, db_default='', help_text="the mail server's words; not empty: nothing is sent", max_length=300),
        ),
        migrations.AddField(
            model_name='user',
            name='home_code',
            field=models.CharField(blank=True, db_default='', help_text='places.Settlement.code', max_length=64),
        ),
        migrations.AddField(
            model_name='user',
            name='language',
            field=models.CharField(db_default='ru', default='ru', help_text='of letters', max_length=2),
        ),
        migrations.AddField(
            model_name='user',
            name='name_shown',
            field=models.CharField(choices=[('full', 'Имя, отчество и фамилия'), ('short', 'Имя и первая буква фамилии'), ('hidden', 'Не показывать')], db_default='hidden', default='hidden', max_length=8),
        ),
        migrations.AddField(
            model_name='user',
            name='pace',
            field=models.CharField(choices=[('now', 'Сразу'), ('daily', 'Одним письмом в день')], db_default='now', default='now', max_length=5),
        ),
        migrations.AddField(
            model_name='user',
            name='phone_confirmed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='photo',
            field=models.UUIDField(help_text='see files.photos', null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='territory_codes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=11), db_default=[], default=list, help_text='moderators: OKTMO; empty: all', size=None),
        ),
        migrations.AddField(
            model_name='user',
            name='topic_codes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), db_default=[], default=list, help_text='moderators: codes of categories; empty: all', size=None),
        ),
        migrations.AddField(
            model_name='user',
            name='wants_letters',
            field=models.BooleanField(db_default=True, default=True, help_text='news of the state of own appeals; what cannot wait comes anyway'),
        ),
        migrations.AlterField(
            model_name='user',
            name='role',
            field=models.CharField(choices=[('citizen', 'Житель'), ('moderator', 'Модератор'), ('clerk', 'Исполнитель'), ('head', 'Руководитель органа'), ('operator', 'Оператор горячей линии'), ('analyst', 'Аналитик'), ('supervisor', 'Контролёр'), ('admin', 'Администратор')], default='citizen', max_length=16),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(condition=models.Q(('phone_confirmed_at__isnull', False), models.Q(('phone', ''), _negated=True)), fields=('phone',), name='user_confirmed_phone_once'),
        ),
        migrations.RunSQL(
            "UPDATE people_user SET role = 'clerk' WHERE role = 'official'",
            "UPDATE people_user SET role = 'official' WHERE role = 'clerk'",
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['citizen', 'moderator', 'clerk', 'head', 'operator', 'analyst', 'supervisor', 'admin'])), name='user_role_known'),
        ),
        migrations.AddField(
            model_name='consent',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='representation',
            name='confirmed_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='representation',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='representations', to='people.organisation'),
        ),
        migrations.AddField(
            model_name='representation',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='representations', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rolechange',
            name='by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rolechange',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_changes', to=settings.AUTH_USER_MODEL),
        ),
        migrations.DeleteModel(
            name='Letter',
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('user', 'kind'), name='consent_one_in_force'),
        ),
        migrations.AddIndex(
            model_name='representation',
            index=models.Index(condition=models.Q(('confirmed_at__isnull', True), ('refused_at__isnull', True)), fields=['asked_at'], name='representation_waits'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.UniqueConstraint(fields=('user', 'organisation'), name='representation_once'),
        ),
        migrations.AddIndex(
            model_name='rolechange',
            index=models.Index(fields=['-at', '-id'], name='people_role_changes'),
        ),
    ]
