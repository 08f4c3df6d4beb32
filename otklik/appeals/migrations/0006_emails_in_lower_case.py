"""E-mails of authors are compared with those of accounts, so they are kept alike: in lower case.

Safe to repeat and while the old code runs (what it stores meanwhile joins no account by itself).
Locks: only the rows it changes; one pass over the table.
"""

from django.db import migrations

LOWER = "UPDATE appeals_appeal SET author_email = lower(author_email) WHERE author_email <> lower(author_email)"


class Migration(migrations.Migration):
    dependencies = [("appeals", "0005_following")]
    operations = [migrations.RunSQL(LOWER, migrations.RunSQL.noop)]
