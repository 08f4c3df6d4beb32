"""./apk: what lies in the package, and what its program does: run on the JVM against empty classes of Android.

No phone and no emulator is here (no KVM): that Android installs it and draws the portal is not shown by these tests.
"""

import hashlib
import re
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest
from defusedxml import ElementTree

from tools import apk
from tools.say import Stop

pytestmark = pytest.mark.mobile

PORTAL = apk.Portal("https://otklik.example.ru/app/", "https", "otklik.example.ru", "Отклик")
STUBS = Path(__file__).parent / "phone/stubs.java"


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def package(tmp_path_factory, keys):
    made = tmp_path_factory.mktemp("apk") / "made/otklik.apk"
    apk.build(PORTAL, made, keys=keys, version=7)
    return made


@pytest.fixture(scope="module")
def phone(package, tmp_path_factory):
    """Does what it is told, a line each, in a program just started; answers what the package did."""
    folder = tmp_path_factory.mktemp("phone")
    with zipfile.ZipFile(package) as inside:
        inside.extract("classes.dex", folder)
    # Debian's script looks for python3 on the path, where another Python may come first.
    ran("/usr/bin/python3", "-O", "-m", "enjarify.main", "-o", folder / "app.jar", folder / "classes.dex")
    ran("javac", "-nowarn", "-encoding", "utf-8", "-d", folder / "android", *stubs(folder))
    words = "".join(f"word {name} {text}\n" for name, text in resources().items())

    def told(*lines: str) -> list[str]:
        java = ["java", "-Dsun.stdout.encoding=UTF-8", "-Dfile.encoding=UTF-8", "-XX:TieredStopAtLevel=1"]
        path = f"{folder / 'app.jar'}:{folder / 'android'}"
        # -Xverify:all: the JVM checks the types of each instruction, as a phone does when it installs.
        argv = [*java, "-Xverify:all", "-cp", path, "android.app.Phone"]
        return ran(*argv, stdin=words + "\n".join(lines)).splitlines()

    return told


def stubs(folder: Path) -> list[Path]:
    texts = re.split(r"^(?=package )", STUBS.read_text(), flags=re.M)[1:]
    files = []
    for text in texts:
        owner = first(r"package (\S+);", text).replace(".", "/")
        name = first(r"public (?:abstract )?(?:class|interface) (\w+)", text)
        files.append(folder / "sources" / owner / f"{name}.java")
        files[-1].parent.mkdir(parents=True, exist_ok=True)
        files[-1].write_text(text)
    return files


def resources() -> dict[str, str]:
    """The Russian strings as a phone would give them."""
    root = ElementTree.parse(apk.SOURCES / "res/values/words.xml").getroot()
    words = {row.get("name"): row.text.replace('\\"', '"') for row in root.iter("string")}
    return {**words, "address": PORTAL.address, "scheme": PORTAL.scheme, "host": PORTAL.host}


def ran(*argv: object, stdin: str | None = None) -> str:
    done = subprocess.run([*map(str, argv)], capture_output=True, input=stdin, encoding="utf-8", check=False)
    assert not done.returncode, done.stderr or done.stdout
    return done.stdout


def first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, f"no {pattern} in {text[:200]}"
    return found[1]


def opened(phone, *lines: str) -> list[str]:
    """What happens after the portal's first page is asked for."""
    said: list[str] = phone("open", *lines)
    assert said[4] == "load https://otklik.example.ru/app/"
    return said[5:]


def test_the_package_is_signed_for_old_phones_and_new_ones(package):
    # Android 5 reads v1 alone: asked for it, apksigner looks at both.
    said = ran("apksigner", "verify", "--verbose", "--min-sdk-version", 21, package)
    assert "Verified using v1 scheme (JAR signing): true" in said
    assert "Verified using v2 scheme (APK Signature Scheme v2): true" in said
    assert "Number of signers: 1" in said


def test_a_changed_byte_voids_the_signature(package, tmp_path):
    changed = tmp_path / "changed.apk"
    content = bytearray(package.read_bytes())
    content[content.index(b"classes.dex") + 40] ^= 1
    changed.write_bytes(content)
    assert subprocess.run(["apksigner", "verify", changed], capture_output=True, check=False).returncode == 1


def test_the_manifest_names_the_region_and_asks_for_the_place_alone(package):
    said = ran("aapt", "dump", "badging", package)
    assert "package: name='ru.example.otklik.smoke' versionCode='7' versionName='7'" in said
    assert "sdkVersion:'24'\ntargetSdkVersion:'34'" in said
    assert "application-label:'Отклик'" in said
    assert "launchable-activity: name='otklik.smoke.Portal'" in said
    assert re.findall(r"uses-permission: name='android.permission.(\w+)'", said) == [
        "INTERNET",
        "ACCESS_COARSE_LOCATION",
        "ACCESS_FINE_LOCATION",
    ]


def test_links_of_the_portal_are_offered_to_the_package(package):
    tree = ran("aapt", "dump", "xmltree", package, "AndroidManifest.xml")
    assert 'action.VIEW"' in tree
    assert re.search(r"autoVerify\(.*\)=\(type 0x12\)0xffffffff", tree)
    strings = ran("aapt", "dump", "--values", "resources", package)
    for name, text in (("scheme", "https"), ("host", "otklik.example.ru"), ("address", PORTAL.address)):
        assert re.search(
            rf'otklik.smoke:string/{name}: t=0x03.*\n\s+\(string8\) "{re.escape(text)}"', strings
        )


def test_the_table_of_resources_lies_unpacked_and_aligned_as_android_11_wants(package):
    ran("zipalign", "-c", "4", package)
    with zipfile.ZipFile(package) as inside:
        assert inside.getinfo("resources.arsc").compress_type == zipfile.ZIP_STORED
        assert inside.testzip() is None
        assert {"AndroidManifest.xml", "classes.dex", "resources.arsc"} <= set(inside.namelist())


def test_the_program_taken_apart_and_put_together_is_the_same(package, tmp_path):
    """The tables of a dex may stand in another order; each class and instruction must be there again."""
    with zipfile.ZipFile(package) as inside:
        inside.extract("classes.dex", tmp_path)
    ran("baksmali", "disassemble", "-o", tmp_path / "first", tmp_path / "classes.dex")
    ran("smali", "assemble", "-a", "24", "-o", tmp_path / "again.dex", tmp_path / "first")
    ran("baksmali", "disassemble", "-o", tmp_path / "second", tmp_path / "again.dex")
    first, second = (
        {path.name: path.read_text() for path in (tmp_path / name).rglob("*.smali")}
        for name in ("first", "second")
    )
    assert set(first) == {"Portal.smali", "Pages.smali", "Asks.smali"}
    assert first == second


def test_the_verifier_of_android_itself_takes_the_program(package, tmp_path):
    """dexdump is built on ART and refuses what a phone would refuse to load: here a broken table, its sums mended."""
    with zipfile.ZipFile(package) as inside:
        inside.extract("classes.dex", tmp_path)
    assert "Opened" in ran("dexdump", "-f", tmp_path / "classes.dex")

    broken = bytearray((tmp_path / "classes.dex").read_bytes())
    broken[0x60] ^= 0xFF  # how many classes there are
    broken[12:32] = hashlib.sha1(broken[32:], usedforsecurity=False).digest()
    broken[8:12] = zlib.adler32(broken[12:]).to_bytes(4, "little")
    (tmp_path / "broken.dex").write_bytes(broken)
    assert subprocess.run(
        ["dexdump", "-f", tmp_path / "broken.dex"], capture_output=True, check=False
    ).returncode


def test_words_of_the_package_are_there_in_both_languages():
    russian, english = (
        {
            row.get("name"): row.text
            for row in ElementTree.parse(apk.SOURCES / f"res/{folder}/words.xml").iter("string")
        }
        for folder in ("values", "values-en")
    )
    assert set(russian) == set(english)
    assert all("%1$s" in words["offline"] for words in (russian, english))
    assert not re.search("[А-Яа-яЁё]", "".join(english.values()))


def test_the_portal_opens_with_scripts_and_without_the_files_of_the_phone(phone):
    assert phone("open")[:4] == [
        "set javascript true",
        "set storage true",
        "set files false",
        "set content false",
    ]
    assert opened(phone) == []


def test_a_link_of_the_portal_opens_its_page_and_a_foreign_one_does_not(phone):
    own, foreign = "https://OTKLIK.example.ru/appeals/12", "https://example.com/otklik.example.ru"
    assert phone(f"link {own}", "open")[5:] == [f"load {own}"]
    assert opened(phone, f"follow {own}", f"follow {foreign}", "follow") == [f"load {own}"]
    assert opened(phone, "follow http://otklik.example.ru/", "follow javascript:alert(1)") == []


def test_other_hosts_and_telephone_numbers_go_to_other_programs(phone):
    assert opened(
        phone,
        "press https://otklik.example.ru/new",
        "press https://esia.gosuslugi.ru/login",
        "press tel:112",
    ) == ["here", "outside https://esia.gosuslugi.ru/login", "not here", "outside tel:112", "not here"]


def test_where_no_program_opens_a_link_the_person_is_told(phone):
    said = opened(phone, "noprograms", "press tel:112")
    assert said == ["toast На телефоне нет программы, которая это откроет.", "not here"]


def test_back_goes_to_the_page_before_and_from_the_first_one_out(phone):
    assert opened(phone, "back", "past", "back") == ["left", "back"]


def test_without_connection_our_own_words_stand_there_with_a_way_to_repeat(phone):
    [page] = opened(phone, "lost page https://otklik.example.ru/list?a=1&b=2")
    assert "<h1>Нет связи с порталом</h1>" in page
    assert '<a href="https://otklik.example.ru/list?a=1&amp;b=2">Повторить</a>' in page


def test_a_picture_that_does_not_come_leaves_the_page(phone):
    assert opened(phone, "lost part https://otklik.example.ru/a.jpg") == []


def test_back_without_connection_leaves_and_does_not_go_round_among_lost_pages(phone):
    lost = "lost page https://otklik.example.ru/"
    assert opened(phone, "past", lost, "came", "back")[1:] == ["left"]


def test_the_portal_that_is_back_begins_a_new_history(phone):
    address = "https://otklik.example.ru/"
    lost = ["past", f"lost page {address}", "came"]
    assert opened(phone, *lost, f"press {address}", "came", "back")[1:] == ["here", "forget", "back"]
    again = opened(phone, *lost, f"press {address}", f"lost page {address}", "came", "back")
    assert [word.split()[0] for word in again] == ["page", "here", "page", "left"]


def test_chosen_photos_reach_the_page_one_or_many(phone):
    assert opened(phone, "files one", "chose content://1") == ["choose one", "files [content://1]"]
    many = opened(phone, "files many", "chose content://1 content://2")
    assert many == ["choose many", "files [content://1, content://2]"]


def test_a_page_that_waits_for_files_is_always_answered(phone):
    nothing = "files null"
    assert opened(phone, "files one", "cancelled") == ["choose one", nothing]
    assert opened(phone, "files one", "chose") == ["choose one", nothing]
    assert opened(phone, "files one", "files one") == ["choose one", nothing, "choose one"]
    assert opened(phone, "noprograms", "files one")[-1] == nothing
    assert opened(phone, "cancelled") == []


def test_the_place_is_told_to_the_portal_when_the_person_allows_it(phone):
    ask = "place https://otklik.example.ru/"
    allowed, refused = f"{ask} true false", f"{ask} false false"
    assert opened(phone, "allow FINE", ask) == [allowed]
    assert opened(phone, ask, "allow COARSE", "answered") == ["ask 2 permissions", allowed]
    assert opened(phone, ask, "answered") == ["ask 2 permissions", refused]
    assert opened(phone, "answered") == []


def test_the_place_is_told_to_nobody_else(phone):
    assert opened(phone, "allow FINE", "place https://example.com/") == [
        "place https://example.com/ false false"
    ]


def test_a_page_is_kept_while_the_phone_needs_the_memory(phone):
    assert opened(phone, "sleep") == ["saved"]
    assert phone("reopen")[4:] == ["restored"]


def test_the_next_package_has_the_same_key_and_a_new_machine_another(package, keys, tmp_path):
    before = apk.fingerprint(package)
    apk.build(PORTAL, tmp_path / "next.apk", keys=keys, version=8)
    apk.build(PORTAL, tmp_path / "other.apk", keys=tmp_path / "keys", version=8)
    assert apk.fingerprint(tmp_path / "next.apk") == before
    assert apk.fingerprint(tmp_path / "other.apk") != before
    assert re.fullmatch(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}", before)
    assert (keys / "key.p12").stat().st_mode & 0o77 == (keys / "password").stat().st_mode & 0o77 == 0


def test_any_name_of_a_region_can_stand_under_the_icon(keys, tmp_path):
    name = "@Наш «Отклик» & 'Ваш' <b> \\ \"?\""
    apk.build(apk.wanted("http://10.0.2.2:8000", name=name), tmp_path / "a.apk", keys=keys, version=1)
    said = ran("aapt", "dump", "badging", tmp_path / "a.apk")
    assert first(r"application-label:'(.*)'", said).replace('\\"', '"').replace("\\\\", "\\") == name


@pytest.mark.parametrize(
    ("address", "host", "whole", "application"),
    [
        ("https://otklik.region.ru", "otklik.region.ru", "https://otklik.region.ru/", "ru.region.otklik.smoke"),
        ("HTTPS://Otklik.ru/app/", "otklik.ru", "https://otklik.ru/app/", "ru.otklik.smoke"),
        ("https://о.рф/?a=1#b", "xn--n1a.xn--p1ai", "https://xn--n1a.xn--p1ai/?a=1#b", "xnp1ai.xnn1a.smoke"),
        ("http://10.0.2.2:8000/app/", "10.0.2.2", "http://10.0.2.2:8000/app/", "n2.n2.n0.n10.smoke"),
        ("https://my-region.ru/", "my-region.ru", "https://my-region.ru/", "ru.myregion.smoke"),
    ],
)  # fmt: skip
def test_the_address_gives_the_package_its_name(address, host, whole, application):
    portal = apk.wanted(address, name="Отклик")
    assert (portal.host, portal.address, apk.application(portal.host)) == (host, whole, application)


@pytest.mark.parametrize(
    "address",
    ["", "otklik.ru", "ftp://otklik.ru/", "https://", "https://a..ru/", "https://u:p@a.ru/", "https://a.ru:99999/",
     "https://a.ru:x/", "https://[::1]/", "https://a b.ru/", "https://a.ru/п", "https://a.ru/'", "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_address_of_a_portal_is_refused_with_an_example(address):
    with pytest.raises(Stop, match=r"%20|https://otklik\.region\.ru/app/"):
        apk.wanted(address, name="Отклик")


def test_a_failure_leaves_the_former_package(keys, tmp_path, monkeypatch):
    out = tmp_path / "otklik.apk"
    out.write_text("the last one")
    monkeypatch.setattr(apk, "FRAMEWORK", "/nowhere.apk")
    with pytest.raises(Stop, match=r"nowhere\.apk"):
        apk.build(PORTAL, out, keys=keys, version=1)
    assert [path.name for path in tmp_path.iterdir()] == ["otklik.apk"]
    assert out.read_text() == "the last one"
