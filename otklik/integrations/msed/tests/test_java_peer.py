"""A partner in Java, its classes generated from our XSDs by JAXB, reads what we send and answers."""

import shutil
import subprocess
from pathlib import Path

import pytest

from otklik.integrations.msed import DirectoryTransport, Notice, NoticeKind, Receipt, Version, unpack
from otklik.integrations.msed.schema import FOLDER
from otklik.integrations.msed.tests.given import PORTAL, TOWN, a_document, packed

pytestmark = pytest.mark.route

SOURCES = Path(__file__).parent / "java"
JARS = Path("/usr/share/java")
NEEDED = [
    "jaxb-xjc", "jaxb-core", "jaxb-runtime", "jaxb-api", "xsom", "rngom", "codemodel", "dtd-parser", "txw2",
    "istack-commons-tools", "istack-commons-runtime", "relaxngDatatype", "javax.activation", "FastInfoset", "ini4j",
]  # fmt: skip
LACKING = [name for name in NEEDED if not (JARS / f"{name}.jar").exists()]
CLASSPATH = ":".join(str(JARS / f"{name}.jar") for name in NEEDED)


@pytest.fixture(scope="module")
def conversation(tmp_path_factory):
    """What the peer said and wrote about a 2.2 and a 2.7.1 packet: (our documents, its lines, its packets)."""
    if not shutil.which("javac") or LACKING:
        pytest.skip(f"no JDK or jars (apt: default-jdk-headless libjaxb-java libini4j-java): {LACKING}")
    folder = tmp_path_factory.mktemp("java")
    text = "Не горит фонарь 💡 у дома 1, «Ӑшӑ»"
    ours = {version: a_document(annotation=text) for version in (Version.V2_2, Version.V2_7_1)}
    transport = DirectoryTransport(
        inbox=folder / "back", outbox=folder / "out", processed=folder / "done", quarantined=folder / "bad"
    )
    for version, document in ours.items():
        transport.put(packed(document, version))
    built = _built(folder)
    said = _java("-cp", f"{built}:{CLASSPATH}", "Peer", FOLDER, folder / "out", folder / "back")
    answers = [unpack(arrival.files(), own=PORTAL).message for arrival in transport.arrivals(10)]
    return ours, said.splitlines(), answers


def _built(folder: Path) -> Path:
    generated, built = folder / "generated", folder / "built"
    generated.mkdir()
    xjc = ["-cp", CLASSPATH, "com.sun.tools.xjc.XJCFacade", "-quiet", "-no-header", "-d", generated]
    _java(*xjc, "-p", "peer.m22", FOLDER / "message-2.2.xsd")
    _java(*xjc, FOLDER / "message-2.7.1.xsd", FOLDER / "container-2.7.1.xsd")
    sources = [*generated.rglob("*.java"), *SOURCES.glob("*.java")]
    _run("javac", "-nowarn", "-encoding", "utf-8", "-cp", CLASSPATH, "-d", built, *sources)
    return built


def _java(*arguments: object) -> str:
    options = ["-Dfile.encoding=UTF-8", "-Dsun.stdout.encoding=UTF-8", "-XX:TieredStopAtLevel=1"]
    return _run("java", *options, *arguments)


def _run(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("version", [Version.V2_2, Version.V2_7_1])
def test_a_partner_in_java_understands_what_we_send(conversation, version):
    ours, said, _ = conversation

    document = ours[version]
    line = next(line for line in said if line.startswith(version))
    assert line.split("|") == [
        version,
        document.message_uid,
        document.document_uid,
        document.number,
        document.annotation,
        TOWN.uid,
        "2",
        TOWN.address,
    ]


@pytest.mark.parametrize("version", [Version.V2_2, Version.V2_7_1])
def test_we_understand_the_receipt_of_a_partner_in_java(conversation, version):
    ours, _, answers = conversation

    receipt = next(
        a for a in answers if isinstance(a, Receipt) and a.acknowledged_uid == ours[version].message_uid
    )
    assert receipt.accepted
    assert receipt.comment == "Принято системой на Java"
    assert (receipt.sender.uid, receipt.sender.address) == (TOWN.uid, TOWN.address)
    assert receipt.recipient.uid == PORTAL.uid


@pytest.mark.parametrize("version", [Version.V2_2, Version.V2_7_1])
def test_we_understand_the_registration_of_a_partner_in_java(conversation, version):
    ours, _, answers = conversation

    notice = next(
        a for a in answers if isinstance(a, Notice) and a.document_uid == ours[version].document_uid
    )
    assert notice.kind is NoticeKind.ACCEPTED
    assert (notice.number, notice.on.isoformat()) == ("ВХ-77/26", "2026-11-24")
    assert notice.foundation_number == ours[version].number
    assert notice.time.isoformat() == "2026-11-24T12:00:00+03:00"
