"""How common ten thousand words are, not one thousand: the search chooses its way by it once ANALYZE has run.

Safe while the old code runs. Lock: a moment on the table of the search, against other changes of it only.
"""

from django.db import migrations

_MORE = "ALTER TABLE appeals_searchdocument ALTER COLUMN tsv SET STATISTICS 1000"
_USUAL = "ALTER TABLE appeals_searchdocument ALTER COLUMN tsv SET STATISTICS -1"


class Migration(migrations.Migration):
    dependencies = [("appeals", "0016_comments_let_through")]
    operations = [migrations.RunSQL(_MORE, _USUAL)]
