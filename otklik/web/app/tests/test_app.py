"""What the portal serves of the app for phones."""

import io
import json
import re

import pytest
from django.test import Client
from PIL import Image

from otklik.configuration import looks
from otklik.kit import clock
from otklik.kit.kept import forget
from otklik.look import icon as icons
from otklik.people.models import User

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]


def shell(path: str = "/app/", **headers: str):
    return Client().get(path, headers=headers)


def test_every_screen_begins_with_the_same_page_and_a_file_that_is_not_there_is_none():
    page = shell()
    assert page.status_code == 200
    assert page["Cache-Control"] == "public, no-cache"
    assert page["X-Robots-Tag"] == "noindex"
    for deep in ("/app/report", "/app/appeals/123-456-789"):
        assert shell(deep).content == page.content
    assert shell("/app/assets/old.js").status_code == 404
    assert shell(**{"If-None-Match": page["ETag"]}).status_code == 304
    assert Client().get("/app").headers["Location"] == "/app/"


def test_the_page_of_the_app_needs_nothing_that_the_content_policy_forbids():
    page = shell().content.decode()
    assert "unsafe" not in shell()["Content-Security-Policy"]
    assert not re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", page)
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
        assert b"".join(Client().get(address)), address


def test_files_of_the_app_are_kept_for_ever_and_travel_packed():
    script = re.findall(r'src="(/static/app/assets/[^"]+\.js)"', shell().content.decode())[0]
    answer = Client().get(script, headers={"Accept-Encoding": "br"})
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Encoding"] == "br"
    answer.close()


def test_the_worker_is_asked_for_each_time_and_is_another_one_after_another_look():
    before = shell("/app/sw.js")
    assert before["Cache-Control"] == "public, no-cache"
    assert b"__OTKLIK_STAMP__" not in before.content
    assert b"__WB_MANIFEST" not in before.content
    dress(accent="#7a1f5c")
    assert shell("/app/sw.js").content != before.content
    assert "/look/7a1f5c-all.css" in shell().content.decode()


def test_the_phone_shows_the_app_under_the_name_and_in_the_colour_of_the_region():
    dress(portal="Голос", region="Приречье", accent="#7a1f5c")
    answer = shell("/app/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    said = json.loads(answer.content)
    assert (said["name"], said["short_name"]) == ("Голос · Приречье", "Голос")
    assert (said["scope"], said["display"], said["theme_color"]) == ("/app/", "standalone", "#7a1f5c")
    assert [one["url"] for one in said["shortcuts"]] == ["/app/report", "/app/mine", "/app/outbox"]
    assert {(one["sizes"], one["purpose"]) for one in said["icons"]} == {
        ("192x192", "any"), ("512x512", "any"), ("192x192", "maskable"), ("512x512", "maskable"),
    }  # fmt: skip
    for one in said["icons"]:
        picture = Image.open(io.BytesIO(shell(one["src"]).content))
        assert f"{picture.width}x{picture.height}" == one["sizes"]
    assert shell("/app/icon-any-9000.png").status_code == 404


def test_how_to_install_it_is_told_in_both_languages_and_linked_from_every_page():
    assert 'href="/app/install"' in Client().get("/").content.decode()
    page = Client().get("/app/install").content.decode()
    assert 'rel="manifest"' in page
    assert "На экран „Домой“" in page
    english = Client()
    english.cookies["django_language"] = "en"
    assert "Add to Home Screen" in english.get("/app/install").content.decode()


def test_the_mark_of_the_home_screen_is_drawn_in_the_accent_or_is_the_emblem():
    mark = Image.open(io.BytesIO(icons.icon(192, accent="#7a1f5c", emblem=None, full=False)))
    assert mark.getpixel((96, 30)) == (0x7A, 0x1F, 0x5C, 255)
    assert mark.getchannel("A").getpixel((0, 0)) == 0
    red = io.BytesIO()
    Image.new("RGBA", (20, 40), (200, 0, 0, 255)).save(red, "PNG")
    emblem = Image.open(io.BytesIO(icons.icon(192, accent="#7a1f5c", emblem=red.getvalue(), full=True)))
    assert emblem.getpixel((96, 96)) == (200, 0, 0, 255)
    assert emblem.getpixel((0, 0)) == (255, 255, 255, 255)


def dress(**values: str) -> None:
    admin = User.objects.create_user("admin@example.test", "pass", name="Анна", role="admin")
    asked = {"portal": "Голос", "region": "Приречье", "accent": "#7a1f5c"} | values
    looks.publish(looks.checked(asked, ["ru", "en"]), None, keeps=True, base=0, by=admin, now=clock.now())
    forget()
