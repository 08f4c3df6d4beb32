"""Pages of moderators and officials."""

from django.urls import include, path

from otklik.web.desk import (
    authority,
    comments,
    control,
    controlled,
    exchange,
    figures,
    guarantee,
    guarding,
    terms,
)
from otklik.web.desk.moderation import batch, corrections, decisions, holding, item, lists
from otklik.web.desk.office import opinions
from otklik.web.desk.office.urls import urlpatterns as office

app_name = "desk"
urlpatterns = [
    path("", lists.queue, name="queue"),
    path("asked", lists.asked_authors, name="asked"),
    path("decide", lists.decide, name="decide"),
    path("appeals/<int:appeal_id>", item.item, name="item"),
    path("appeals/<int:appeal_id>/publish", decisions.publish, name="publish"),
    path("appeals/<int:appeal_id>/refuse", decisions.refuse, name="refuse"),
    path("appeals/<int:appeal_id>/ask", decisions.ask, name="ask"),
    path("appeals/<int:appeal_id>/topic", corrections.correct_topic, name="topic"),
    path("appeals/<int:appeal_id>/kind", corrections.correct_kind, name="kind"),
    path("appeals/<int:appeal_id>/place", corrections.correct_place, name="place"),
    path("appeals/<int:appeal_id>/merge", decisions.merge, name="merge"),
    path("appeals/<int:appeal_id>/assign", decisions.assign, name="assign"),
    path("appeals/<int:appeal_id>/return", decisions.settle_return, name="return"),
    path("appeals/<int:appeal_id>/hold", holding.take, name="hold"),
    path("appeals/<int:appeal_id>/free", holding.free, name="free"),
    path("appeals/<int:appeal_id>/noted", decisions.noted, name="noted"),
    path("undo/<uuid:together>", decisions.undo, name="undo"),
    path("batch", batch.batch, name="batch"),
    path("next", holding.following, name="next"),
    path("appeals/<int:appeal_id>/hide", guarding.hide, name="hide"),
    path("appeals/<int:appeal_id>/show", guarding.show, name="show"),
    path("appeals/<int:appeal_id>/author", guarding.author, name="author"),
    path("appeals/<int:appeal_id>/photos/<uuid:photo_id>", guarding.photo, name="photo"),
    path("appeals/<int:appeal_id>/photos/<uuid:photo_id>/crop", guarding.crop, name="crop"),
    path("appeals/<int:appeal_id>/split", guarding.split, name="split"),
    path("complaints", guarding.complaints, name="complaints"),
    path("appeals/<int:appeal_id>/settle", guarding.settle, name="settle"),
    path("comments", comments.unread, name="comments"),
    path(
        "appeals/<int:appeal_id>/comments/<int:comment_id>/publish", comments.publish, name="comment-publish"
    ),
    path("appeals/<int:appeal_id>/comments/<int:comment_id>/refuse", comments.refuse, name="comment-refuse"),
    path("authority", authority.at_work, name="authority"),
    path("authority/", include(office)),
    path("opinions", opinions.listing, name="opinions"),
    path("opinions/<int:opinion_id>", opinions.one, name="opinion"),
    path("terms", terms.page, name="terms"),
    path("terms/seen", terms.seen, name="terms-seen"),
    path("terms/feed", terms.feed, name="terms-feed"),
    path("terms/<str:token>.ics", terms.calendar, name="terms-calendar"),
    path("guarantee", guarantee.page, name="guarantee"),
    path("guarantee/check", guarantee.check, name="guarantee-check"),
    path("figures", figures.figures, name="figures"),
    path("figures.csv", figures.figures_file, name="figures-file"),
    path("control", control.page, name="control"),
    path("control/list", control.behind, name="control-list"),
    path("controlled", controlled.page, name="controlled"),
    path("appeals/<int:appeal_id>/control", controlled.take, name="control-take"),
    path("appeals/<int:appeal_id>/release", controlled.release, name="control-release"),
    path("exchange", exchange.ledger, name="exchange"),
    path("exchange/<int:packet_id>", exchange.packet, name="packet"),
    path("exchange/<int:packet_id>/files/<slug:place>", exchange.packet_file, name="packet-file"),
    path("exchange/<int:packet_id>/again", exchange.again, name="again"),
    path("exchange/<int:packet_id>/link", exchange.link, name="link"),
    path("exchange/<int:packet_id>/dismiss", exchange.dismiss, name="dismiss"),
]
