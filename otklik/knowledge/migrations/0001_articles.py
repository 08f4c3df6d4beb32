"""Articles, their versions, the texts that are shown and searched, verdicts of readers.

Safe while the old code runs: it does not know the tables. Locks: a moment on people_user for the foreign key of an
empty table. 0013 of appeals makes the words of the search (public.otklik).
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('appeals', '0013_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '4s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, unique=True)),
                ('titles', models.JSONField(default=dict, help_text='{language: title}; Russian is always there')),
                ('order', models.IntegerField(default=0)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9]+(-[a-z0-9]+)*$')), name='knowledge_section_slug')],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='in the address of its page', max_length=80, unique=True)),
                ('state', models.CharField(choices=[('draft', 'Черновик'), ('published', 'Опубликована'), ('archived', 'В архиве')], default='draft', max_length=9)),
                ('audience', models.CharField(choices=[('citizens', 'Для жителей'), ('business', 'Для бизнеса'), ('everybody', 'Для всех')], max_length=9)),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, help_text='of topics and categories', size=None)),
                ('related', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, help_text='codes of other articles', size=None)),
                ('title', models.CharField(help_text='of the newest version, in Russian: for the desk', max_length=150)),
                ('newest', models.PositiveIntegerField(help_text='number of the newest version')),
                ('shown', models.PositiveIntegerField(help_text='number of the version that is on its page', null=True)),
                ('checked_on', models.DateField(help_text='when somebody last compared it with its sources', null=True)),
                ('sources', models.JSONField(default=list, help_text='[{title, url}]: laws and pages it was written by')),
                ('changed_at', models.DateTimeField(help_text='of the newest version')),
                ('published_at', models.DateTimeField(help_text='of the first publication', null=True)),
                ('shown_at', models.DateTimeField(help_text='since when the shown version is there', null=True)),
                ('helped', models.IntegerField(default=0, help_text='«помогло»; folded from verdicts by the clock')),
                ('failed', models.IntegerField(default=0, help_text='«не помогло»')),
                ('section', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='knowledge.section')),
            ],
        ),
        migrations.CreateModel(
            name='Text',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=2)),
                ('audience', models.CharField(help_text="as the article's: the search narrows by it", max_length=9)),
                ('title', models.CharField(max_length=150)),
                ('lead', models.CharField(max_length=400)),
                ('html', models.TextField(help_text='cleaned by nh3; see markup')),
                ('head', django.contrib.postgres.search.SearchVectorField(help_text='words of title, topics and lead')),
                ('tsv', django.contrib.postgres.search.SearchVectorField(help_text='the same with those of the body')),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='knowledge.article')),
            ],
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voter', models.CharField(max_length=32)),
                ('helped', models.BooleanField()),
                ('words', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('counted_as', models.BooleanField(help_text="what the article's figures have of it", null=True)),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowledge.article')),
            ],
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField(help_text='see content.Content')),
                ('at', models.DateTimeField()),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='knowledge.article')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('stem', models.CharField(help_text='endings would hide how alike two words are', max_length=40)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['stem'], name='article_misprints', opclasses=['gin_trgm_ops'])],
            },
        ),
        migrations.AddIndex(
            model_name='article',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('state', 'published')), fields=['topics'], name='article_topics'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['-published_at', '-id'], name='article_public'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['section', '-published_at', '-id'], name='article_of_section'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-changed_at', '-id'], name='article_changed'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z0-9]+(-[a-z0-9]+)*$')), name='article_code_slug'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'archived'])), name='article_state_known'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('audience__in', ['citizens', 'business', 'everybody'])), name='article_audience_known'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('published_at__isnull', False), ('shown__isnull', False)), _connector='OR'), name='article_published_has_version'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('shown', None), ('shown__lte', models.F('newest')), _connector='OR'), name='article_shown_is'),
        ),
        migrations.AddIndex(
            model_name='text',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['head'], name='article_head_words'),
        ),
        migrations.AddIndex(
            model_name='text',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['tsv'], name='article_words'),
        ),
        migrations.AddConstraint(
            model_name='text',
            constraint=models.UniqueConstraint(fields=('article', 'language'), name='article_text_once'),
        ),
        migrations.AddIndex(
            model_name='verdict',
            index=models.Index(condition=models.Q(('counted_as', None), models.Q(('counted_as', False), ('helped', True)), models.Q(('counted_as', True), ('helped', False)), _connector='OR'), fields=['id'], name='article_verdict_to_count'),
        ),
        migrations.AddIndex(
            model_name='verdict',
            index=models.Index(condition=models.Q(('helped', False)), fields=['-at', '-id'], name='article_did_not_help'),
        ),
        migrations.AddConstraint(
            model_name='verdict',
            constraint=models.UniqueConstraint(fields=('article', 'voter'), name='article_verdict_once'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('article', 'number'), name='article_version_once'),
        ),
    ]
