"""The directory spool: nobody ever sees half a packet, and nobody's half a packet is taken for a whole one."""

import os
import time

import pytest

from otklik.integrations.msed import BadPacket, DirectoryTransport, Version, unpack
from otklik.integrations.msed.package import ZIP_NAME
from otklik.integrations.msed.spool import SETTLE_SECONDS, STALE_SECONDS
from otklik.integrations.msed.tests.given import VERSIONS, a_document, files_of, packed

pytestmark = pytest.mark.route


@pytest.fixture
def spool(tmp_path) -> DirectoryTransport:
    return DirectoryTransport(
        inbox=tmp_path / "in",
        outbox=tmp_path / "out",
        processed=tmp_path / "processed",
        quarantined=tmp_path / "quarantine",
    )


def laid(folder, files, *, seconds_ago: float = 0) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    age(folder, seconds_ago)


def age(folder, seconds_ago: float) -> None:
    then = time.time() - seconds_ago
    for path in (*folder.iterdir(), folder):
        os.utime(path, (then, then), follow_symlinks=False)


def waiting(spool) -> list[str]:
    return [arrival.name for arrival in spool.arrivals(100)]


def why_not(spool) -> str:
    [arrival] = spool.arrivals(100)
    with pytest.raises(BadPacket) as bad:
        arrival.files()
    return bad.value.reason


def parts(version: Version) -> list[tuple[str, bytes]]:
    return list(files_of(a_document(), version).items())


# --- out ---


@pytest.mark.parametrize("version", VERSIONS)
def test_a_packet_appears_at_once_and_whole(version, spool, tmp_path):
    package = packed(a_document(), version)

    spool.put(package)

    [folder] = (tmp_path / "out").iterdir()
    assert folder.name == package.name
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == package.files


def test_a_packet_that_still_lies_there_is_not_doubled(spool, tmp_path):
    package = packed(a_document())
    spool.put(package)
    before = (tmp_path / "out" / package.name).stat().st_mtime_ns

    spool.put(package)

    assert [path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()] == [before]


def test_what_a_killed_process_left_half_written_is_written_anew(spool, tmp_path):
    package = packed(a_document())
    draft = tmp_path / "out" / f".tmp-{package.name}"
    draft.mkdir()
    (draft / "communication.xml").write_bytes(b"<half")

    spool.put(package)

    assert [path.name for path in (tmp_path / "out").iterdir()] == [package.name]


# --- in: not complete yet ---


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("envelope_first", [False, True])
def test_a_packet_is_ignored_until_its_last_file_is_there(version, envelope_first, spool, tmp_path):
    files = parts(version)
    if envelope_first:
        files.reverse()
    for name, content in files:
        assert waiting(spool) == []
        laid(tmp_path / "in" / "packet", {name: content})

    assert waiting(spool) == ["packet"]
    [arrival] = spool.arrivals(1)
    assert unpack(arrival.files()).version is version


@pytest.mark.parametrize(
    ("version", "name"),
    [
        (Version.V2_2, "document.pdf"),
        (Version.V2_2, "document.xml"),
        (Version.V2_7_1, ZIP_NAME),
        (Version.V2_7_1, "communication.xml"),
    ],
)
@pytest.mark.parametrize("share", [0, 0.4, 0.9])
def test_a_file_that_still_grows_is_waited_for_though_the_envelope_is_there(
    version, name, share, spool, tmp_path
):
    files = dict(parts(version))
    torn = {**files, name: files[name][: int(len(files[name]) * share)]}
    laid(tmp_path / "in" / "packet", torn)
    assert waiting(spool) == []

    (tmp_path / "in" / "packet" / name).write_bytes(files[name])

    assert waiting(spool) == ["packet"]


def test_a_file_that_ends_oddly_is_waited_for_only_as_long_as_somebody_writes(spool, tmp_path):
    files = {**dict(parts(Version.V2_2)), "document.pdf": b"%PDF-1.4 without an end"}
    laid(tmp_path / "in" / "packet", files, seconds_ago=SETTLE_SECONDS + 1)

    [arrival] = spool.arrivals(1)
    assert arrival.files()["document.pdf"] == b"%PDF-1.4 without an end"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda f: {n: c for n, c in f.items() if not n.endswith(".ini")}, "Нецелостность пакета: нет конв"),
        (lambda f: {**f, "second.ltr": b""}, "Нецелостность пакета: больше одного конверта"),
        (
            lambda f: {n: c for n, c in f.items() if n != "document.pdf"},
            "Нецелостность пакета: нет файлов: document.pdf",
        ),
        (lambda f: {**f, "x.exe": b""}, "Нецелостность пакета: лишние файлы: x.exe"),
        (lambda f: {}, "Нецелостность пакета: нет конв"),
    ],
)
def test_a_packet_that_stays_incomplete_is_given_up_with_its_reason(change, reason, spool, tmp_path):
    files = change(files_of(a_document(), Version.V2_2))
    laid(tmp_path / "in" / "packet", files, seconds_ago=STALE_SECONDS - 10)
    assert waiting(spool) == []

    age(tmp_path / "in" / "packet", STALE_SECONDS + 10)

    assert why_not(spool).startswith(reason)


def test_an_incomplete_packet_keeps_no_place_in_the_queue(spool, tmp_path):
    for place in range(5):
        laid(tmp_path / "in" / f"half-{place}", {"a.pdf": b""}, seconds_ago=100)
    laid(tmp_path / "in" / "whole", files_of(a_document()))

    assert [arrival.name for arrival in spool.arrivals(1)] == ["whole"]


# --- in: what can't be a packet ---


def test_hidden_folders_of_others_are_left_alone(spool, tmp_path):
    laid(tmp_path / "in" / ".tmp-packet", files_of(a_document()), seconds_ago=STALE_SECONDS * 2)

    assert waiting(spool) == []


@pytest.mark.parametrize("what", ["file", "link", "folder inside", "link inside"])
def test_links_and_strange_things_are_never_followed(what, spool, tmp_path):
    secret = tmp_path / "secret"
    laid(secret, files_of(a_document()))
    packet = tmp_path / "in" / "packet"
    if what == "file":
        packet.write_bytes(b"")
    elif what == "link":
        packet.symlink_to(secret)
    else:
        laid(packet, files_of(a_document()))
        inside = packet / "more.pdf"
        inside.mkdir() if what == "folder inside" else inside.symlink_to(next(secret.iterdir()))
        age(packet, STALE_SECONDS + 10)
    then = time.time() - STALE_SECONDS - 10
    os.utime(packet, (then, then), follow_symlinks=False)

    assert why_not(spool) in ("Не папка пакета", "В пакете не файл: «more.pdf»")


def test_too_many_and_too_large_files_are_refused(spool, tmp_path, monkeypatch):
    laid(tmp_path / "in" / "packet", files_of(a_document(), Version.V2_2))
    [arrival] = spool.arrivals(1)

    for limit in ("FILES_LIMIT", "FILE_LIMIT", "TOTAL_LIMIT"):
        with monkeypatch.context() as small:
            small.setattr(f"otklik.integrations.msed.spool.{limit}", 1)
            with pytest.raises(BadPacket, match="больше допустимого"):
                arrival.files()


# --- in: done with ---


def test_what_is_done_and_what_is_bad_leave_the_inbox_and_keep_their_names(spool, tmp_path):
    for name in ("good", "bad"):
        laid(tmp_path / "in" / name, files_of(a_document()))
    for arrival in list(spool.arrivals(10)):
        spool.done(arrival) if arrival.name == "good" else spool.quarantine(arrival, "Почему-то")

    assert waiting(spool) == []
    assert [path.name for path in (tmp_path / "processed").glob("*/*")] == ["good"]
    assert sorted(path.name for path in (tmp_path / "quarantine").glob("*/*")) == ["bad", "bad.txt"]
    [reason] = (tmp_path / "quarantine").glob("*/bad.txt")
    assert reason.read_text() == "Почему-то\n"


@pytest.mark.parametrize("bad", [False, True])
@pytest.mark.parametrize("name", ["packet", "x" * 255, "П" * 127, os.fsdecode("П".encode("cp1251") * 255)])
def test_folders_of_one_name_and_of_the_longest_names_are_all_kept(name, bad, spool, tmp_path):
    for _ in range(3):
        laid(tmp_path / "in" / name, files_of(a_document()))
        [arrival] = spool.arrivals(10)
        spool.quarantine(arrival, "Плохо") if bad else spool.done(arrival)

    where = "quarantine" if bad else "processed"
    assert sum(path.is_dir() for path in (tmp_path / where).glob("*/*")) == 3
