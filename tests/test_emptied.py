"""After a test that commits the database is as it was: empty, with its guards at their posts."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection

from otklik.appeals.steps import intake
from otklik.appeals.tests.given import MONDAY, a_filing
from tests.emptied import emptied

pytestmark = [pytest.mark.route, pytest.mark.django_db(transaction=True)]


def test_nothing_is_left_but_what_the_models_made():
    permissions = Permission.objects.count()
    intake.receive(a_filing(), now=MONDAY)

    emptied()

    models = [model for model in apps.get_models() if model._meta.app_label != "gis"]
    left = {model for model in models if model._default_manager.exists()}
    assert left == {ContentType, Permission}
    assert Permission.objects.count() == permissions


def test_the_guards_of_journals_are_back():
    intake.receive(a_filing(), now=MONDAY)
    emptied()
    intake.receive(a_filing(), now=MONDAY)

    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM appeals_journalrow")
