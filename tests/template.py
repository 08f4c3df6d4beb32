"""`python -m tests.template NAME`: a migrated database, of which the test database of each process is a copy."""

import os
import sys

import django
from django.db import connection


def main(name: str) -> None:
    """One of that name from an earlier time goes."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "otklik.config.settings"
    django.setup()
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()


if __name__ == "__main__":
    main(sys.argv[1])
