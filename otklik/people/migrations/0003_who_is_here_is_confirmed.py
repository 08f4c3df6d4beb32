"""Accounts made before registration existed were vouched for: their e-mails count as confirmed.

Safe while the old code runs: it does not know the table. Safe to repeat.
"""

from typing import Any

from django.db import migrations


def confirm(apps: Any, schema_editor: Any) -> None:
    users, addresses = apps.get_model("people", "User"), apps.get_model("account", "EmailAddress")
    known = addresses.objects.values("user_id")
    addresses.objects.bulk_create(
        [addresses(user=user, email=user.email, verified=True, primary=True)
         for user in users.objects.exclude(pk__in=known).iterator()],
        batch_size=1000,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_registration"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
