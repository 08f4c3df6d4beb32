"""/polls: polls for citizens and organisations."""

from django.urls import path

from otklik.web.polls import checking, embed, files, pages, stand, vote

urlpatterns = [
    path("polls", pages.listing, name="polls"),
    path("polls/for_me", stand.own, name="polls-own"),
    path("polls/pictures/<uuid:photo_id>/<str:size>.jpg", files.picture, name="poll-picture"),
    path("polls/tools/recount.py", files.recount_py, name="poll-recount"),
    path("polls/<slug:poll_code>", pages.page, name="poll"),
    path("polls/<slug:poll_code>/og.png", pages.picture, name="poll-og"),
    path("polls/<slug:poll_code>/stand", stand.stand, name="poll-stand"),
    path("polls/<slug:poll_code>/vote", vote.vote, name="poll-vote"),
    path("polls/<slug:poll_code>/map.svg", vote.map_picture, name="poll-map"),
    path("polls/<slug:poll_code>/receipt", vote.receipt, name="poll-receipt"),
    path("polls/<slug:poll_code>/check", checking.check, name="poll-check"),
    path("polls/<slug:poll_code>/embed", embed.embed, name="poll-embed"),
    path("polls/<slug:poll_code>/answers/<slug:question>", pages.answers, name="poll-texts"),
    path("polls/<slug:poll_code>/results.csv", files.results, name="poll-results"),
    path("polls/<slug:poll_code>/table", files.table, name="poll-table"),
    path("polls/<slug:poll_code>/protocol.pdf", files.protocol, name="poll-protocol"),
]
