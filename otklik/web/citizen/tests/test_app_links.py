"""Phones learn from the portal which apps of the stores may open its links."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

ANDROID, IOS = "/.well-known/assetlinks.json", "/.well-known/apple-app-site-association"
KEY, STORE = ":".join(["AB"] * 32), ":".join(["0F"] * 32)


@pytest.mark.parametrize("path", [ANDROID, IOS])
def test_a_portal_without_apps_vouches_for_none(path):
    assert Client().get(path).status_code == 404


def test_android_hears_each_package_once_with_all_its_keys(settings, django_assert_num_queries):
    settings.APP_ANDROID = [f"ru.a.app={KEY}", f"ru.b.app={KEY}", f"ru.a.app={STORE}"]

    with django_assert_num_queries(0):
        answer = Client().get(ANDROID)

    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert [
        (said["target"]["package_name"], said["target"]["sha256_cert_fingerprints"]) for said in answer.json()
    ] == [("ru.a.app", [KEY, STORE]), ("ru.b.app", [KEY])]
    assert all("delegate_permission/common.handle_all_urls" in said["relation"] for said in answer.json())


def test_ios_hears_that_links_of_the_app_alone_are_its_own(settings, django_assert_num_queries):
    settings.APP_IOS = ["ABCDE12345.ru.a.app"]

    with django_assert_num_queries(0):
        answer = Client().get(IOS)

    assert answer["Content-Type"] == "application/json"
    [details] = answer.json()["applinks"]["details"]
    assert details == {"appIDs": ["ABCDE12345.ru.a.app"], "components": [{"/": "/app/*"}]}
    assert answer.json()["webcredentials"] == {"apps": ["ABCDE12345.ru.a.app"]}
