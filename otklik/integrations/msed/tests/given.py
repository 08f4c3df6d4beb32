"""Messages for the tests. Everybody and everything is invented."""

import subprocess
from datetime import date, datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
import xmlschema
from lxml import etree

from otklik.integrations.msed import (
    MOSCOW,
    Document,
    Executor,
    FilePart,
    Link,
    NoSignature,
    Notice,
    NoticeKind,
    OpensslGost,
    Package,
    Party,
    Receipt,
    Signatory,
    Version,
    pack,
    schema,
)
from otklik.integrations.msed.container import unzipped
from otklik.integrations.msed.package import ZIP_NAME

PDF = b"%PDF-1.4\nthe text\n%%EOF\n"
PORTAL = Party("0e11a000-0000-4000-8000-000000000001", "Портал «Отклик»", "OTKLIK~MEDOGU")
TOWN = Party(
    "22222222-2222-4222-8222-222222222222", "Администрация городского округа Заозёрск", "ZAOZ~MEDOGU"
)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=MOSCOW)
TODAY = date(2026, 11, 24)
VERSIONS = list(Version)


def a_document(**changes) -> Document:
    fields = {
        "message_uid": str(uuid4()),
        "document_uid": str(uuid4()),
        "document_id": "4821-3307",
        "number": "ОТК-4821-3307",
        "on": TODAY,
        "kind": "Обращение",
        "annotation": "Проблема: не горит фонарь у дома 1",
        "created": NOON,
        "sender": PORTAL,
        "recipient": TOWN,
        "signatory": Signatory("Снегурова В. И.", "Модератор", TODAY),
        "executor": Executor("Снегурова В. И.", "+7 000 000-00-00"),
        "citizen": None,
        "links": (),
        "body": FilePart("document.pdf", PDF, "Текст обращения", 1),
        "attachments": (FilePart("photo_1.jpg", b"\xff\xd8\xff\xe0 a photo", "Фото"),),
    }
    return Document(**{**fields, **changes})


def an_answer_to(ours: Document, **changes) -> Document:
    changed = {
        "sender": TOWN,
        "recipient": PORTAL,
        "number": "ИСХ-501/26",
        "kind": "Письмо",
        "annotation": "Решение: решено\nФонарь горит.",
        "links": (Link("В ответ на", ours.document_uid, ours.number, ours.on),),
        "attachments": (),
    }
    return a_document(**{**changed, **changes})


def a_notice(kind: NoticeKind = NoticeKind.ACCEPTED, **changes) -> Notice:
    fields = {
        "message_uid": str(uuid4()),
        "created": NOON,
        "sender": TOWN,
        "recipient": PORTAL,
        "kind": kind,
        "document_uid": str(uuid4()),
        "document_id": "4821-3307",
        "time": NOON,
        "foundation_number": "ОТК-4821-3307",
        "foundation_on": TODAY,
        **_SAID[kind],  # type: ignore[dict-item]  # a table of mixed values
        "comment": "Сообщено",
    }
    return Notice(**{**fields, **changes})


_SAID = {
    NoticeKind.ACCEPTED: {"number": "ВХ-77/26", "on": TODAY},
    NoticeKind.REFUSED: {"reason": "Ошибка адресации"},
    NoticeKind.EXECUTOR_ASSIGNED: {
        "secretary": "Родникова Е. Л.",
        "manager": "Полянский Г. М.",
        "executor": "Заречная Т. О.",
    },
    NoticeKind.REPORT_PREPARED: {"manager": "Полянский Г. М.", "on": TODAY},
    NoticeKind.REPORT_SENT: {"number": "ИСХ-501/26", "on": TODAY},
    NoticeKind.COURSE_CHANGED: {"text": "Назначен выезд на место"},
    NoticeKind.PUBLISHED: {"text": "Районная газета", "number": "44", "on": TODAY},
    NoticeKind.STATE_REGISTERED: {"number": "ГР-5", "on": TODAY},
}  # fmt: skip


def a_receipt(**changes) -> Receipt:
    fields = {
        "message_uid": str(uuid4()),
        "created": NOON,
        "sender": TOWN,
        "recipient": PORTAL,
        "acknowledged_uid": str(uuid4()),
        "time": NOON,
        "accepted": True,
        "comment": "Сообщение доставлено",
    }
    return Receipt(**{**fields, **changes})


def packed(message, version: Version = Version.V2_7_1) -> Package:
    return pack(message, version=version, signer=NoSignature())


def files_of(message, version: Version = Version.V2_7_1) -> dict[str, bytes]:
    return dict(packed(message, version).files)


def pass_two_engines(files: dict[str, bytes], version: Version) -> int:
    """Check every XML of a packet, the passport too, by lxml and by xmlschema; return how many there were."""
    inside = {**files, **(unzipped(files[ZIP_NAME]) if ZIP_NAME in files else {})}
    written = [raw for name, raw in inside.items() if name.endswith(".xml")]
    for raw in written:
        schema.validate(raw, version)
        root = etree.fromstring(raw)
        _second_engine(etree.QName(root).localname, version).validate(root)
    return len(written)


@cache
def _second_engine(root_name: str, version: Version) -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(schema.path(root_name, version)))


CONFIG = "openssl_conf=a\n[a]\nengines=b\n[b]\ngost=c\n[c]\nengine_id=gost\ndefault_algorithms=ALL\n"


def a_gost_signer(folder: Path) -> OpensslGost:
    """With a key of its own, made in the folder: cert.pem and key.pem."""
    (folder / "openssl.cnf").write_text(CONFIG)
    command = ["openssl", "req", "-x509", "-newkey", "gost2012_256", "-pkeyopt", "paramset:A", "-nodes"]
    command += ["-days", "30", "-utf8", "-subj", "/O=Портал/CN=Снегурова В. И."]
    command += ["-keyout", "key.pem", "-out", "cert.pem"]
    try:
        environment = {"PATH": "/usr/bin:/bin", "OPENSSL_CONF": "openssl.cnf"}
        subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True, timeout=60)
    except (subprocess.CalledProcessError, FileNotFoundError) as e:
        pytest.skip(f"no OpenSSL with the GOST engine (apt: openssl libengine-gost-openssl): {e}")
    return OpensslGost(folder / "cert.pem", folder / "key.pem")
