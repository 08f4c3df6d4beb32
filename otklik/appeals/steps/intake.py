"""Stage 1. A citizen's message becomes an appeal with a number that waits for a moderator."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.appeals import journal, letters
from otklik.appeals.lifecycle import Kind, Move, State
from otklik.appeals.models import Appeal, Draft, Enclosure, FiledWith, Photo
from otklik.appeals.rules import number
from otklik.classifier.fields import FILE
from otklik.classifier.models import Topic
from otklik.kit.errors import Refusal
from otklik.outbox.models import Message
from otklik.people import organisations
from otklik.people import queries as people
from otklik.people.models import User
from otklik.people.names import EMAIL_MAX
from otklik.terms import rules

TEXT_MAX = 10_000  # characters
ADDRESS_MAX = 300
AGAIN_AFTER = timedelta(minutes=5)


class BadFiling(Refusal):
    """Something obligatory is missing or does not fit; `text` says what to do."""

    code = "bad_filing"
    status = 422


class Emergency(Refusal):
    """A topic that stops the filing with advice to call 112."""

    code = "emergency"
    status = 422


class NothingToConfirm(Refusal):
    code = "nothing_to_confirm"


class TooSoon(Refusal):
    code = "too_soon"
    status = 429


@dataclass(frozen=True, slots=True)
class Author:
    """Who files: a signed-in account, or a name and an e-mail that will be confirmed by a link."""

    name: str
    email: str  # may be "" where vouched
    account: User | None = None
    vouched: bool = False  # an operator or an earlier portal knows the person: no link to confirm
    phone: str = ""  # E.164, of who called: without an e-mail what there is to tell goes there
    organisation_id: int | None = None  # «от организации»: the account must represent it

    @classmethod
    def of(cls, account: User, *, organisation_id: int | None = None) -> "Author":
        return cls(account.name, account.email, account, organisation_id=organisation_id)


@dataclass(frozen=True, slots=True)
class Filing:
    """What the citizen sent: wizard, app and hotline operator all fill this."""

    client_key: UUID
    kind: Kind
    topic: Topic  # with its category
    text: str
    address: str
    author: Author
    channel: str = "web"
    settlement_id: int | None = None
    lon: float | None = None  # degrees, WGS 84
    lat: float | None = None
    territory_id: int | None = None  # None: nobody knows; a desk will find out
    fields: list[list[str]] = field(default_factory=list)  # [[label, value], …] as shown
    filed_by: User | None = None  # an operator who wrote it down; None: the author
    key_id: int | None = None  # of the organisation whose program filed it (people.api_keys)
    confidential: bool | None = (
        None  # what the author chose where the topic leaves it to them; None: as the topic says
    )
    from_draft: bool = False  # client_key is the id of a draft: its photos come along and it is emptied


def receive(filing: Filing, *, now: datetime) -> Appeal:
    """Store the appeal, give it a number, write to the author.

    A resend (same client_key) returns the appeal already stored and sends nothing. Safe in a race: the second
    of two at once waits for the first and returns its appeal.
    Raises BadFiling, Emergency.
    """
    return store(filing, now=now)[0]


def store(filing: Filing, *, now: datetime) -> tuple[Appeal, bool]:
    """The same, and whether the appeal is new."""
    _check(filing)
    for _try in range(20):
        try:
            with transaction.atomic():
                return _stored(filing, now=now), True
        except IntegrityError:  # this key is stored already, or the random number is taken: draw another
            if there := _found(filing.client_key):
                return there, False
    raise RuntimeError("no free number in 20 tries: the numbers are nearly used up")


@transaction.atomic
def confirm(*, appeal_id: int, now: datetime) -> Appeal:
    """The author's e-mail is theirs: the 48 hours begin. A repeat changes nothing.

    Filed without an account, the appeal becomes that of the account which has proved the same e-mail.
    Raises WrongState: withdrawn meanwhile, or never confirmed in time.
    """
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("topic").get(pk=appeal_id)
    if appeal.email_confirmed_at:
        return appeal
    about = rules.About.of(appeal.topic, appeal.kind, appeal.regime)
    due = rules.moderate_by(about, since=now, on=timezone.localdate(now))
    author = appeal.author or people.holder_of(appeal.author_email)
    facts = {"email_confirmed_at": now, "moderate_by": due, "author": author}
    appeal = journal.move(appeal_id, Move.CONFIRM, actor=author, now=now, facts=facts)
    letters.received(appeal)
    return appeal


@transaction.atomic
def remind(*, appeal_id: int, now: datetime) -> None:
    """Send the letter with the link of confirmation once more.

    Raises NothingToConfirm; TooSoon within AGAIN_AFTER of the last one.
    """
    appeal = (
        Appeal.objects.select_for_update(of=("self",)).select_related("author", "topic").get(pk=appeal_id)
    )
    if appeal.state != State.UNCONFIRMED:
        raise NothingToConfirm(_("Почта уже подтверждена, или обращение отозвано."))
    sent = Message.objects.filter(about=appeal.number, kind="confirmation", created_at__gt=now - AGAIN_AFTER)
    if sent.exists():
        raise TooSoon(_("Письмо только что отправлено. Подождите пять минут и проверьте папку «Спам»."))
    letters.confirmation(appeal)


def forget_unconfirmed(*, now: datetime, limit: int = 500) -> int:
    """Withdraw appeals whose e-mail was not confirmed in settings.CONFIRM_DAYS; return how many."""
    before = now - timedelta(days=settings.CONFIRM_DAYS)
    stale = Appeal.objects.filter(state=State.UNCONFIRMED, received_at__lt=before).order_by("received_at")
    return journal.move_each(stale, Move.LAPSE, now=now, limit=limit, facts={"closed_at": now})


def too_long() -> str:
    """What to say of a text of more than TEXT_MAX characters."""
    return ngettext(
        "Описание длиннее %(n)d знака. Сократите его.",
        "Описание длиннее %(n)d знаков. Сократите его.",
        TEXT_MAX,
    ) % {"n": TEXT_MAX}


def wrong_text(text: str) -> str:
    """What to say of the description; "" where it will do."""
    if not text.strip():
        return _("Опишите, что случилось: хотя бы в нескольких словах.")
    return too_long() if len(text) > TEXT_MAX else ""


def wrong_author(author: Author) -> dict[str, str]:
    """What to say of who files without an account, by the name of the field."""
    errors: dict[str, str] = {}
    if not author.name:
        errors["name"] = _("Напишите, как к вам обращаться.")
    try:
        validate_email(author.email)
        MaxLengthValidator(EMAIL_MAX)(author.email)  # longer ones pass Django's check
    except ValidationError:
        errors["email"] = _(
            "Укажите адрес электронной почты, например ivan@example.ru: на него придёт ответ."
        )
    return errors


def is_confidential(filing: Filing) -> bool:
    """Only a topic that is not shown by itself leaves it to the author; of any other the appeal is public."""
    return filing.topic.confidential and filing.confidential is not False


def check_topic(topic: Topic, kind: Kind) -> None:
    """Raises Emergency; BadFiling: switched off, or not for this kind."""
    if topic.emergency_advice:
        raise Emergency(topic.emergency_advice)
    if not topic.active or kind.value not in topic.kinds:
        raise BadFiling(_("Эта тема не подходит. Выберите другую."))


def _check(filing: Filing) -> None:
    check_topic(filing.topic, filing.kind)
    if words := wrong_text(filing.text):
        raise BadFiling(words)
    if not filing.address.strip():
        raise BadFiling(_("Укажите адрес проблемы."))
    author = filing.author
    if not author.name.strip() or not ("@" in author.email or (author.vouched and not author.email)):
        raise BadFiling(_("Укажите имя и адрес электронной почты: на него придёт ответ."))
    if author.organisation_id is not None and not _may_act(author.account, author.organisation_id):
        raise BadFiling(_("Вы не можете подавать обращения от этой организации. Подайте его от себя."))


def _may_act(account: User | None, organisation_id: int) -> bool:
    return account is not None and organisations.represents(account.pk, organisation_id)


def _found(client_key: UUID) -> Appeal | None:
    return Appeal.objects.filter(client_key=client_key).first()


def _stored(filing: Filing, *, now: datetime) -> Appeal:
    account = filing.author.account
    own_email = account is not None and account.email.lower() == filing.author.email.strip().lower()
    confirmed = own_email or filing.author.vouched
    about = rules.About.of(filing.topic, filing.kind.value)
    appeal = Appeal(
        number=number.make(secrets.randbelow),
        client_key=filing.client_key,
        kind=filing.kind.value,
        channel=filing.channel,
        category_id=filing.topic.category_id,
        topic=filing.topic,
        text=filing.text.strip(),
        fields=filing.fields,
        settlement_id=filing.settlement_id,
        address=filing.address.strip()[:ADDRESS_MAX],
        point=_point(filing),
        territory_id=filing.territory_id,
        author=account,
        organisation_id=filing.author.organisation_id,
        author_name=filing.author.name.strip()[:150],
        author_email=filing.author.email.strip().lower(),
        author_phone=filing.author.phone,
        email_confirmed_at=now if confirmed else None,
        received_at=now,
        moderate_by=rules.moderate_by(about, since=now, on=timezone.localdate(now)),
    )
    appeal.confidential = appeal.withheld = is_confidential(filing)
    state = State.MODERATION if confirmed else State.UNCONFIRMED
    journal.open_with(appeal, state=state, actor=filing.filed_by or account, now=now)
    if filing.key_id:
        FiledWith.objects.create(appeal=appeal, key_id=filing.key_id)
    if filing.from_draft:
        _empty(filing.client_key, into=appeal, topic=filing.topic)
    if confirmed:
        letters.received(appeal)
    else:
        letters.confirmation(appeal)
    return appeal


def _point(filing: Filing) -> Point | None:
    if filing.lon is None or filing.lat is None:
        return None
    return Point(filing.lon, filing.lat, srid=4326)


def answered_by_files(topic: Topic) -> list[str]:
    """Codes of its questions."""
    return [one["code"] for one in topic.fields if one.get("type") == FILE]


def _empty(draft_id: UUID, *, into: Appeal, topic: Topic) -> None:
    """What hangs on the draft hangs on the appeal; its words are there already. Documents that answered another topic
    stay and go with the draft: the author no longer saw them.
    """
    Photo.objects.filter(draft=draft_id).update(appeal=into)
    asked = answered_by_files(topic)
    if asked:
        Enclosure.objects.filter(draft=draft_id, code__in=asked).update(appeal=into)
    Draft.objects.filter(pk=draft_id).update(appeal=into, data={})
