"""The portal has a name in each language, or the Russian one in both."""

import pytest
from django.utils import translation

from otklik.look import naming

pytestmark = pytest.mark.public


@pytest.mark.parametrize(
    ("language", "english", "name", "lang"),
    [
        ("ru", "Otklik", "Отклик", "ru"),
        ("en", "Otklik", "Otklik", "en"),
        ("en", "", "Отклик", "ru"),
        ("ru", "", "Отклик", "ru"),
    ],
)
def test_a_name_is_in_the_readers_language_where_it_has_one(settings, language, english, name, lang):
    settings.PORTAL_NAME, settings.REGION_NAME = "Отклик", "Отклик"
    settings.PORTAL_NAME_EN = settings.REGION_NAME_EN = english
    with translation.override(language):
        assert (naming.portal(), naming.portal_lang()) == (name, lang)
        assert (naming.region(), naming.region_lang()) == (name, lang)
    assert naming.portal(language) == naming.region(language) == name
