"""For programs: /api/v1/."""

from django.urls import path, register_converter
from django.urls.converters import UUIDConverter

from otklik.web.api.endpoint import by_method
from otklik.web.api.v1 import (
    about,
    appeals,
    beside,
    board,
    calls,
    classifier,
    deeds,
    entering,
    me,
    mine,
    nearby,
    notices,
    offline,
    places,
    reference,
    registering,
    sending,
    statistics,
    works,
)


class Key(UUIDConverter):
    """A UUID that a client made: some write them in capitals."""

    regex = UUIDConverter.regex.replace("a-f", "a-fA-F")


register_converter(Key, "key")
urlpatterns = [
    path("", about.page, name="api"),
    path("openapi.json", about.described, name="api-openapi"),
    path("classifier", classifier.classifier, name="api-classifier"),
    path("settlements", places.settlements, name="api-settlements"),
    path("addresses", places.addresses, name="api-addresses"),
    path("address", places.address, name="api-address"),
    path("territory", places.territory, name="api-territory"),
    path("responsible", places.responsible, name="api-responsible"),
    path("authorities", reference.authorities, name="api-authorities"),
    path("authorities/<str:code>", reference.authority, name="api-authority"),
    path("places", reference.places, name="api-places"),
    path("receptions", reference.receptions, name="api-receptions"),
    path("emergency", reference.emergency, name="api-emergency"),
    path("appeals", by_method(appeals.listing, sending.appeal), name="api-appeals"),
    path("appeals/similar", nearby.alike, name="api-similar"),
    path("appeals/<str:number>", appeals.appeal, name="api-appeal"),
    path("appeals/<str:number>/stand", beside.stand, name="api-stand"),
    path("appeals/<str:number>/support", beside.support, name="api-support"),
    path("appeals/<str:number>/follow", beside.follow, name="api-follow"),
    path("appeals/<str:number>/comments", by_method(beside.said_of, beside.comment), name="api-comments"),
    path("appeals/<str:number>/complaint", beside.complain, name="api-complaint"),
    path("photos/<key:photo_id>", sending.photo, name="api-photo"),
    path("nearby", nearby.nearby, name="nearby"),
    path("nearby/brief", nearby.brief, name="api-nearby-brief"),
    path("offline", offline.listing, name="api-offline"),
    path("offline/<str:territory>", offline.files, name="api-offline-files"),
    path("offline/<str:territory>/<str:name>", offline.file, name="api-offline-file"),
    path("statistics", statistics.statistics, name="api-statistics"),
    path("board", board.board, name="api-board"),
    path("works", works.listing, name="api-works"),
    path("works/publish", works.publish, name="api-works-publish"),
    path("works/<int:work_id>", works.one, name="api-work"),
    path("registration", registering.register, name="api-registration"),
    path("registration/confirm", registering.confirm, name="api-registration-confirm"),
    path("registration/again", registering.again, name="api-registration-again"),
    path("password/reset", registering.reset, name="api-password-reset"),
    path("session", entering.sign_in, name="api-session"),
    path("session/from-browser", entering.from_browser, name="api-session-from-browser"),
    path("session/renew", entering.renew, name="api-session-renew"),
    path("session/end", entering.sign_out, name="api-session-end"),
    path("devices", entering.listing, name="api-devices"),
    path("devices/<int:device_id>/end", entering.sign_other_out, name="api-device-end"),
    path("me", by_method(me.read, me.change), name="api-me"),
    path("me/delete", by_method(me.leave_asked, me.leave), name="api-me-delete"),
    path("my/appeals", mine.listing, name="api-my-appeals"),
    path("my/appeals/<str:number>", mine.appeal, name="api-my-appeal"),
    path("my/appeals/<str:number>/rating", deeds.rate, name="api-my-rating"),
    path("my/appeals/<str:number>/reply", deeds.reply, name="api-my-reply"),
    path("my/appeals/<str:number>/clarify", deeds.clarify, name="api-my-clarify"),
    path("my/appeals/<str:number>/withdraw", deeds.withdraw, name="api-my-withdraw"),
    path("my/appeals/<str:number>/confirm", deeds.confirm, name="api-my-confirm"),
    path("my/appeals/<str:number>/confirm/again", deeds.confirm_again, name="api-my-confirm-again"),
    path("my/followed", beside.followed, name="api-my-followed"),
    path("my/changes", mine.changed, name="api-my-changes"),
    path("my/photos/<uuid:photo_id>", mine.photo, name="api-my-photo"),
    path("my/organisations", mine.represented, name="api-my-organisations"),
    path("push", notices.key, name="api-push"),
    path("push/subscriptions", notices.subscribe, name="api-push-on"),
    path("push/subscriptions/end", notices.unsubscribe, name="api-push-off"),
    path("calls", calls.calls, name="calls"),
]
