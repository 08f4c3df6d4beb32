"""Shapes of the MEDO exchange: what travels, in the words of the format. Pure: no clock, no tables, no XML.

One set of shapes serves both directions and all versions. Where an incoming message leaves something out it
is "", None or (). Times may be aware or naive; a naive one is Moscow time, as versions 2.2 and 2.7 write it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

MOSCOW: Final = ZoneInfo("Europe/Moscow")
NIL_UID: Final = "00000000-0000-0000-0000-000000000000"
NUMBER_LIMIT: Final = 31  # characters of a document's number, by the schema
ANNOTATION_LIMIT: Final = 4000
APPEAL: Final = "Обращение"  # document/kind by which receivers tell appeals from correspondence

LINK_KINDS: Final = ("В ответ на", "Во исполнение", "Документ-основание", "На №", "Ответ", "Связан с")
REFUSAL_REASONS: Final = (
    "Не подлежит регистрации",
    "Ошибка адресации",
    "Не указан корреспондент",
    "Нет искового заявления",
    "Отсутствует текст",
    "Нет подписи",
    "Приложение отсутствует",
    "Листаж приложения указан ошибочно",
    "Несовпадение реквизитов приложения с приложенными документами",
)


class Version(StrEnum):
    """Versions that we write. All of 2.0–2.7.1 are read."""

    V2_2 = "2.2"
    V2_7 = "2.7"
    V2_7_1 = "2.7.1"


class NoticeKind(StrEnum):
    """What a notification tells; the values are the words of `notification/@type`."""

    ACCEPTED = "Зарегистрирован"
    REFUSED = "Отказано в регистрации"
    EXECUTOR_ASSIGNED = "Назначен исполнитель"
    REPORT_PREPARED = "Доклад подготовлен"
    REPORT_SENT = "Доклад направлен"
    COURSE_CHANGED = "Исполнение"
    PUBLISHED = "Опубликование"  # from 2.5 on
    STATE_REGISTERED = "Государственная регистрация"  # 2.7.1 only


class Verdict(StrEnum):
    """What is known of the electronic signature of a document that came in."""

    UNCHECKED = "не проверялась"
    ABSENT = "отсутствует"
    VALID = "верна"
    BROKEN = "не верна"


@dataclass(frozen=True, slots=True)
class Party:
    """A participant of MEDO."""

    uid: str  # participant guid, issued by the operator of MEDO
    name: str  # organisation
    address: str = ""  # MEDO address like X~MEDOGU; incoming: the return address of the envelope


@dataclass(frozen=True, slots=True)
class Citizen:
    """Who wrote. Only 2.2 has an element for a citizen; 2.7.x gets a line in the annotation."""

    name: str
    region: str
    contact: str
    number: str  # the citizen's own number of the appeal


@dataclass(frozen=True, slots=True)
class Signatory:
    name: str
    post: str
    on: date | None  # day of signing; always given by 2.2, never by 2.7.x (there: the day of registration)


@dataclass(frozen=True, slots=True)
class Executor:
    """Who prepared the document and can be called about it."""

    name: str
    phone: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Points at another document."""

    kind: str  # one of LINK_KINDS; incoming 2.7.x: "" as the passport has no place for it
    document_uid: str  # "" if the partner names only the number
    number: str
    on: date | None


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file of a document. The wire has its name transliterated and the original in the description."""

    name: str
    content: bytes
    description: str = ""
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """«Документ» of 2.2, «Транспортный контейнер» of 2.7 and 2.7.1."""

    message_uid: str  # header/@uid: new for every message formed, unchanged on re-send
    document_uid: str  # one per (appeal, recipient)
    document_id: str  # the sender's own id; 2.2 only
    number: str  # cut to 31 characters on the wire
    on: date
    kind: str
    annotation: str  # cut to 4000 characters on the wire: the full text is in the PDF
    created: datetime
    sender: Party
    recipient: Party
    signatory: Signatory | None  # None only on what came in
    executor: Executor | None
    citizen: Citizen | None
    links: tuple[Link, ...]
    body: FilePart | None  # PDF; None only on a 2.2 document that came in without files
    attachments: tuple[FilePart, ...]
    addressee_titles: tuple[str, ...] = ()  # organisations named inside the document; (): the recipient
    signed: Verdict = Verdict.UNCHECKED
    remarks: tuple[str, ...] = ()  # oddities of an incoming message that did not stop us


@dataclass(frozen=True, slots=True)
class Notice:
    """«Уведомление»: how it goes with a document."""

    message_uid: str
    created: datetime
    sender: Party
    recipient: Party
    kind: NoticeKind
    document_uid: str  # of the document that it speaks of
    document_id: str  # that document's id as its author gave it
    time: datetime  # of the event
    foundation_number: str  # that document's number as its author gave it
    foundation_on: date | None
    number: str = ""  # their registration; REPORT_SENT: of the report; PUBLISHED: of the publication
    on: date | None = None  # of that number; REPORT_PREPARED: the day of signing
    reason: str = ""  # REFUSED: any words may come in, only REFUSAL_REASONS go out
    secretary: str = ""
    manager: str = ""  # REPORT_PREPARED: who signs the report
    executor: str = ""
    text: str = ""  # COURSE_CHANGED: what changed; PUBLISHED: where
    comment: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """«Квитанция»: the message arrived, or could not be taken."""

    message_uid: str
    created: datetime
    sender: Party
    recipient: Party
    acknowledged_uid: str  # header/@uid of the message; NIL_UID if the network could not tell which
    time: datetime
    accepted: bool
    comment: str = ""
    error_code: int | None = None  # 2.7.1: of the network, e.g. 248
    error_file: str = ""  # 2.7.1: name of the file that could not be taken
    content: str = ""  # 2.7.1: @content
    remarks: tuple[str, ...] = ()


Message = Document | Notice | Receipt


class Defect(ValueError):
    """Something in a packet can't be used. Inside this folder only: `unpack` turns it into BadPacket."""


class BadPacket(ValueError):
    """A packet that can't be read, or one of ours that our own schema refuses.

    reason: short, Russian. message_uid, source_uid, source_name: "" where they could not be read.
    answerable: the sender and the message are known and it is no receipt, so accepted=false should be sent.
    version: what to answer in; None if unknown.
    """

    def __init__(
        self, reason: str, *, message_uid: str = "", source: Party | None = None, answerable: bool = False,
        version: Version | None = None,
    ) -> None:  # fmt: skip
        super().__init__(reason)
        self.reason = reason
        self.message_uid = message_uid
        self.source_uid = source.uid if source else ""
        self.source_name = source.name if source else ""
        self.source_address = source.address if source else ""
        self.answerable = answerable
        self.version = version


@dataclass(frozen=True, slots=True)
class Package:
    """A packet ready for the spool. files: in the order of writing, the envelope last."""

    name: str  # of the folder: the message's uid
    files: dict[str, bytes]
    envelope: str  # name of the envelope among the files: <folder>.ini, one receiver demands it so
