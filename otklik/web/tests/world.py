"""One of everything that an address of the site can name, and somebody of every role."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth import SESSION_KEY
from django.test import Client

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Comment, Watch
from otklik.appeals.tests.given import a_citizen, a_moderator, an_appeal, an_authority
from otklik.authorities.models import Authority, Membership
from otklik.business.tests.given import a_measure
from otklik.cadastre.tests.given import an_outcome
from otklik.configuration.models import Upload
from otklik.exchange.models import Packet
from otklik.hotline.tests.given import a_call, a_callback
from otklik.kit import clock, links
from otklik.knowledge.tests.given import an_article
from otklik.oversight.models import Report
from otklik.people import devices
from otklik.people.models import User
from otklik.places.models import BorderPlan, Territory
from otklik.polls.tests.given import EVERY_KIND, a_poll
from otklik.reference.tests.given import a_place
from otklik.web.access import table
from otklik.web.access.rights import VISITOR
from otklik.web.citizen.tests.given import a_land, begun
from otklik.works import publishing
from otklik.works.models import Work
from otklik.works.publishing import Owner, Wish
from otklik.works.whereabouts import Spot

SITE = {place.name: place.route for place in table.places()}


def a_work_of(appeal: Appeal) -> Work:
    """Road works that go on in the municipality of an appeal."""
    now = clock.now()
    authority = Authority.objects.first() or an_authority()
    day = timedelta(days=1)
    wish = Wish(
        kind="road",
        text="Меняют трубу",
        starts_at=now - day,
        ends_at=now + day,
        spots=(Spot(appeal.area),),
        told=("Округ",),
        point=(39.5, 55.5),
    )
    return publishing.publish(wish, Owner(authority.pk), by=None, now=now)


class World:
    def __init__(self) -> None:
        a_land()
        self.owner, self.moderator, self.client = a_citizen(), a_moderator(), Client()
        self.client.force_login(self.owner)
        self.draft = begun(self.client).up_to("review").draft_id
        self.appeal = an_appeal(state=State.QUESTION, author=self.owner, published_at=None)
        self.waiting = an_appeal()
        self.work = a_work_of(self.waiting)
        self.watch = Watch.objects.create(
            user=self.owner, title="Ямы", kind="problem", created_at=clock.now()
        )
        self.comment = Comment.objects.create(
            appeal=self.waiting, author=self.owner, client_key=uuid4(), text="Слова", written_at=clock.now()
        )
        self.plan = BorderPlan.objects.create(
            at=clock.now(), title="b.json", file=uuid4(), valid_from="2027-01-01", whole=True, state="ready"
        )
        self.upload = Upload.objects.create(at=clock.now(), title="c.zip", file=uuid4(), state="ready")
        self.packet = Packet.objects.create(
            direction="out",
            kind="document",
            folder="x",
            file="x.zip",
            state="spooled",
            created_at=clock.now(),
        )

        a_place(code="mfc")
        self.poll = a_poll(*EVERY_KIND, results="live")
        self.article, self.measure = an_article(), a_measure()
        self.draft_poll = a_poll(state="draft")
        self.outcome = an_outcome()
        self.call, self.callback = a_call(), a_callback(self.waiting)
        self.report = Report.objects.create(
            week=date(2026, 3, 2),
            authority=Authority.objects.get(),
            wanted_at=clock.now(),
            made_at=clock.now(),
        )

    def path(self, route: str) -> str:
        """The route with real values in it."""
        values: dict[Any, object] = {
            "draft_id": self.draft,
            "device_id": 1,
            "photo_id": uuid4(),
            "file_id": uuid4(),
            "size": "full",
            "first": "2026-05-01",
            "days": 31,
            "number": self.appeal.number,
            "z": 0,
            "x": 0,
            "y": 0,
            "appeal_id": self.waiting.pk,
            "packet_id": self.packet.pk,
            "place": "1",
            "report_id": self.report.pk,
            "comment_id": self.comment.pk,
            "user_id": self.owner.pk,
            "person_id": self.owner.pk,
            "representation_id": 1,
            "rehearsal_id": 1,
            "category_code": "roads",
            "words_kind": "question",
            "words_code": "where",
            "topic_code": "pothole",
            "version": 1,
            "shape": "any",
            "side": 192,
            "screen": "appeals/1",
            "accent": "1450b8",
            "scope": "all",
            "upload_id": self.upload.pk,
            "plan_id": self.plan.pk,
            "provider": "esia",
            "identity_id": 1,
            "pk": 1,
            "word_id": 1,
            "together": uuid4(),
            "opinion_id": 1,
            "errand_id": 1,
            "article_code": self.article.code,
            "measure_code": self.measure.code,
            "watch_id": self.watch.pk,
            "work_id": self.work.pk,
            "subscription_id": 1,
            "outcome_id": self.outcome.pk,
            "key_id": 1,
            "wave_id": 1,
            "place_code": "mfc",
            "table": "emergency",
            "row_id": 1,
            "reception_code": "reception",
            "document_id": uuid4(),
            "year": 2026,
            "territory": Territory.objects.values_list("code", flat=True)[0],
            "uidb36": "1",
            "call_id": self.call.pk,
            "joined_id": 1,
            "callback_id": self.callback.pk,
            "key": "cut-off",
            "kind": "received",
            "language": "ru",
            "browser_id": 1,
            "code": Authority.objects.values_list("code", flat=True)[0],
            "chart": "course",
            "poll_code": (self.draft_poll if route.startswith("desk/") else self.poll).code,
            "question": "words",
            "form": "json",
            "day": "latest",
            "name": "appeals.csv.gz",
            "question_code": "park",
            "picture_token": "x",
            "token": links.sign(
                next((word for word in ("confirm", "unsubscribe") if word in route), "author"), self.appeal.pk
            ),
        }
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(values[m[1]]), route)

    def someone(self, role: str) -> User | None:
        """Nobody for the visitor; officials serve the only authority there is."""
        if role == VISITOR:
            return None
        user = User.objects.create_user(f"{role}@example.test", "pass", name="Имя", role=role)
        if role in (User.Role.CLERK, User.Role.HEAD):
            Membership.objects.create(user=user, authority=Authority.objects.get())
        return user


def as_(user: User | None) -> Client:
    """With a session for the pages and the token of a device for the API."""
    if user is None:
        return Client()
    tokens = devices.begin(user, title="Телефон", ip="", now=clock.now())
    client = Client(headers={"Authorization": f"Bearer {tokens.access}"})
    client.force_login(user)
    return client


def still(client: Client, user: User | None) -> Client:
    """The client as it is; another where an address has signed it out. A sign-in costs more than most pages."""
    if user and client.session.get(SESSION_KEY) == str(user.pk) and _app_is_in(client):
        return client
    return as_(user)


def _app_is_in(client: Client) -> bool:
    try:
        devices.holder(str(client.defaults["HTTP_AUTHORIZATION"]).removeprefix("Bearer "))
    except devices.SignedOut:
        return False
    return True
