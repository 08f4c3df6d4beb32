"""The projects of the app for the stores: made by Capacitor from the files that are built here, as ./test finds them.

Nothing is compiled: there is no Android SDK and no Xcode here (docs/mobile-stores.md says what that leaves open).
"""

import json
import os
import plistlib
import re
import socket
import subprocess
from pathlib import Path

import pytest
from defusedxml import ElementTree
from django.test import Client

from otklik.web.app.tests.test_app import dress
from tools.environment import BIN, MOBILE, NATIVE

pytestmark = pytest.mark.mobile

PORTAL = "https://otklik.example.ru"
PLUGINS = [
    "@aparajita/capacitor-secure-storage",
    "@capacitor/app",
    "@capacitor/camera",
    "@capacitor/geolocation",
    "@capacitor/push-notifications",
    "@capacitor/share",
    "@capawesome/capacitor-badge",
]
NAMESPACE = "{http://schemas.android.com/apk/res/android}"


def made(platform: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    env = {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "OTKLIK_APP_PORTAL": PORTAL,
        "OTKLIK_APP_LOOK": "none",
        **more,
    }
    return subprocess.run(
        ["node", "make.mjs", platform, str(folder)],
        cwd=NATIVE,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def android(tmp_path_factory):
    folder = tmp_path_factory.mktemp("android") / "out"
    done = made(
        "android", folder, OTKLIK_APP_VERSION="2.1.0", OTKLIK_APP_BUILD="7", OTKLIK_APP_NAME="Наш край"
    )
    assert not done.returncode, done.stderr
    return folder


@pytest.fixture(scope="module")
def ios(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ios") / "out"
    done = made("ios", folder, OTKLIK_APP_VERSION="2.1.0", OTKLIK_APP_BUILD="7")
    assert not done.returncode, done.stderr
    return folder


def texts(folder: Path) -> dict[str, str]:
    """Scripts, styles and pages below the folder, by their names."""
    kinds = {".js", ".css", ".html", ".mjs", ".json"}
    return {path.name: path.read_text() for path in folder.rglob("*") if path.suffix in kinds}


@pytest.mark.parametrize("inside", ["android/app/src/main/assets/public", "ios/App/App/public"])
def test_the_app_lies_in_the_project_whole_and_without_a_service_worker(request, inside):
    project = request.getfixturevalue(inside.split("/")[0])
    built, copied = texts(project / "www"), texts(project / inside)

    assert "index.html" in built and built.items() <= copied.items()
    assert copied.keys() - built.keys() <= {"cordova.js", "cordova_plugins.js"}  # empty, for old plugins
    assert not [name for name in copied if name.startswith(("sw", "workbox")) or name.endswith("webmanifest")]
    assert not [name for name, text in copied.items() if "serviceWorker.register(" in text]


def test_the_app_in_the_project_knows_its_portal_and_names_its_own_files_only(android):
    built = texts(android / "www")

    assert any(PORTAL in text for text in built.values())
    assert re.findall(r'(?:src|href)="(/[^"]*)"', built["index.html"])
    for path in re.findall(r'(?:src|href)="(/[^"]*)"', built["index.html"]):
        assert (android / "www" / path.lstrip("/")).exists() or path == "/", path


def test_the_web_app_holds_nothing_of_capacitor():
    built = texts(MOBILE / "dist")

    assert "index.html" in built
    assert [name for name, text in built.items() if re.search("capacitor|capawesome", text, re.I)] == []


def test_the_plugins_are_those_listed_at_the_versions_of_the_lock(android, ios):
    lock = json.loads((NATIVE / "package-lock.json").read_text())["packages"]
    wanted = json.loads((NATIVE / "package.json").read_text())["dependencies"]

    assert {name: lock[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    found = json.loads((android / "android/app/src/main/assets/capacitor.plugins.json").read_text())
    assert sorted(plugin["pkg"] for plugin in found) == PLUGINS
    package = ios / "ios/App/CapApp-SPM"
    swift = (package / "Package.swift").read_text()
    places = [(package / place).resolve() for place in re.findall(r'path: "([^"]+)"', swift)]
    assert sorted(place.relative_to(NATIVE / "node_modules").as_posix() for place in places) == PLUGINS
    assert all((place / "Package.swift").exists() for place in places)
    assert f'capacitor-swift-pm.git", exact: "{wanted["@capacitor/ios"]}"' in swift
    assert wanted["@capacitor/core"].startswith("8.")


def test_android_is_told_name_versions_permissions_and_links(android):
    manifest = ElementTree.parse(android / "android/app/src/main/AndroidManifest.xml").getroot()
    gradle = (android / "android/app/build.gradle").read_text()

    assert '"ru.example.otklik"' in gradle
    assert "versionCode 7\n" in gradle and 'versionName "2.1.0"' in gradle
    asked = [row.get(f"{NAMESPACE}name") for row in manifest.iter("uses-permission")]
    assert [name.removeprefix("android.permission.") for name in asked] == [
        "INTERNET",
        "ACCESS_COARSE_LOCATION",
        "ACCESS_FINE_LOCATION",
        "ACCESS_NETWORK_STATE",
        "POST_NOTIFICATIONS",
    ]
    [link] = manifest.iter("data")
    assert [link.get(NAMESPACE + name) for name in ("scheme", "host", "pathPrefix")] == [
        "https", "otklik.example.ru", "/app/",
    ]  # fmt: skip
    assert [row.get(f"{NAMESPACE}autoVerify") for row in manifest.iter("intent-filter")] == [None, "true"]
    assert manifest.find("application").get(f"{NAMESPACE}allowBackup") == "false"
    strings = (android / "android/app/src/main/res/values/strings.xml").read_text()
    assert '<string name="app_name">Наш край</string>' in strings


@pytest.mark.django_db(transaction=True)
def test_the_app_wears_the_colours_and_the_icon_of_its_portal(tmp_path, live_server):
    dress(accent="#7a1f5c")

    done = made("android", tmp_path / "out", OTKLIK_APP_LOOK=live_server.url, OTKLIK_APP_NAME="Голос")

    assert not done.returncode, done.stderr
    files = tmp_path / "out/android/app/src/main"
    page = (files / "assets/public/index.html").read_text()
    assert "<title>Голос</title>" in page and 'content="#7a1f5c"' in page
    assert '<link rel="stylesheet" href="/look.css">' in page
    assert "#7a1f5c" in (files / "assets/public/look.css").read_text()
    pictures = sorted(files.glob("res/mipmap-*/*.png"))
    assert [picture.parent.name for picture in pictures] == ["mipmap-xxxhdpi"] * 3
    for picture in pictures:
        shape = "maskable" if picture.stem.endswith("foreground") else "any"
        assert picture.read_bytes() == Client().get(f"/app/icon-{shape}-512.png").content


def test_a_portal_that_does_not_answer_is_told_with_the_way_around(tmp_path):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        there = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        done = made("ios", tmp_path / "out", OTKLIK_APP_LOOK=there)

    assert done.returncode == 1
    assert f"Портал не отдаёт {there}/app/" in done.stderr and "OTKLIK_APP_LOOK=none" in done.stderr
    assert not (tmp_path / "out").exists()


def test_ios_is_told_versions_links_and_why_it_asks(ios):
    app = ios / "ios/App/App"
    info = plistlib.loads((app / "Info.plist").read_bytes())
    rights = plistlib.loads((app / "App.entitlements").read_bytes())
    project = (ios / "ios/App/App.xcodeproj/project.pbxproj").read_text()

    assert (info["CFBundleDevelopmentRegion"], info["CFBundleDisplayName"]) == ("ru", "Отклик")
    for question in ("Camera", "PhotoLibrary", "LocationWhenInUse"):
        assert info[f"NS{question}UsageDescription"].startswith("Чтобы ")
    assert rights["com.apple.developer.associated-domains"] == [
        "applinks:otklik.example.ru",
        "webcredentials:otklik.example.ru",
    ]
    # Once for the test build, once for the release.
    for line in ("MARKETING_VERSION = 2.1.0;", "CURRENT_PROJECT_VERSION = 7;"):
        assert project.count(line) == 2
    assert project.count("CODE_SIGN_ENTITLEMENTS = App/App.entitlements;") == 2
    assert "capacitorDidRegisterForRemoteNotifications" in (app / "AppDelegate.swift").read_text()


def test_the_shell_is_served_as_https_and_can_be_enlarged(android):
    said = json.loads((android / "android/app/src/main/assets/capacitor.config.json").read_text())

    assert said["server"] == {"androidScheme": "https"}
    assert said["zoomEnabled"] is True
    assert said["plugins"]["SystemBars"]["insetsHandling"] == "native"
    assert "url" not in said["server"]  # nothing is loaded from outside: the files are inside


def test_a_project_is_made_anew_over_a_former_one_and_over_nothing_else(tmp_path):
    former = tmp_path / "out"
    former.mkdir()
    for name in (".otklik-app", "left.txt"):
        (former / name).write_text("")
    assert not made("ios", former).returncode
    assert (former / "ios").is_dir() and not (former / "left.txt").exists()

    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "letter.txt").write_text("mine")
    done = made("ios", foreign)
    assert done.returncode == 1 and "чужие файлы" in done.stderr
    assert [path.name for path in foreign.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("platform", "portal", "words"),
    [
        ("windows", PORTAL, "node make.mjs android|ios"),
        ("ios", "", 'OTKLIK_APP_PORTAL="": нужно адрес портала: https://otklik.region.ru'),
        ("ios", "http://otklik.example.ru", "https и один узел"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_made(tmp_path, platform, portal, words):
    done = made(platform, tmp_path / "out", OTKLIK_APP_PORTAL=portal)
    assert done.returncode == 1 and words in done.stderr
    assert not (tmp_path / "out").exists()
