"""Pages of moderators and officials."""

from django.urls import path

from otklik.web.desk import authority, comments, exchange, figures, views

app_name = "desk"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("asked", views.asked, name="asked"),
    path("decide", views.decide, name="decide"),
    path("appeals/<int:appeal_id>", views.item, name="item"),
    path("appeals/<int:appeal_id>/publish", views.publish, name="publish"),
    path("appeals/<int:appeal_id>/refuse", views.refuse, name="refuse"),
    path("appeals/<int:appeal_id>/ask", views.ask, name="ask"),
    path("appeals/<int:appeal_id>/topic", views.correct_topic, name="topic"),
    path("appeals/<int:appeal_id>/place", views.correct_place, name="place"),
    path("appeals/<int:appeal_id>/merge", views.merge, name="merge"),
    path("appeals/<int:appeal_id>/assign", views.assign, name="assign"),
    path("appeals/<int:appeal_id>/return", views.settle_return, name="return"),
    path("comments", comments.unread, name="comments"),
    path(
        "appeals/<int:appeal_id>/comments/<int:comment_id>/publish", comments.publish, name="comment-publish"
    ),
    path("appeals/<int:appeal_id>/comments/<int:comment_id>/refuse", comments.refuse, name="comment-refuse"),
    path("authority", authority.at_work, name="authority"),
    path("figures", figures.figures, name="figures"),
    path("figures.csv", figures.figures_file, name="figures-file"),
    path("exchange", exchange.ledger, name="exchange"),
    path("exchange/<int:packet_id>/again", exchange.again, name="again"),
    path("exchange/<int:packet_id>/link", exchange.link, name="link"),
    path("exchange/<int:packet_id>/dismiss", exchange.dismiss, name="dismiss"),
]
