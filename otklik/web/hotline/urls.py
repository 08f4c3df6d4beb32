"""The desk of the hotline."""

from django.urls import path

from otklik.web.hotline import callbacks, calls, desk, journal

app_name = "hotline"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("live", desk.live, name="live"),
    path("seat", desk.seat, name="seat"),
    path("begin", desk.begin, name="begin"),
    path("topics", desk.topics_like, name="topics"),
    path("place.svg", calls.place_map, name="place-map"),
    path("calls/<int:call_id>", calls.card, name="call"),
    path("calls/<int:call_id>/take", calls.take, name="take"),
    path("calls/<int:call_id>/save", calls.save, name="save"),
    path("calls/<int:call_id>/hints", calls.hints, name="hints"),
    path("calls/<int:call_id>/file", calls.file, name="file"),
    path("calls/<int:call_id>/join", calls.join, name="join"),
    path("calls/<int:call_id>/joined/<int:joined_id>/undo", calls.unjoin, name="unjoin"),
    path("calls/<int:call_id>/reply", calls.reply, name="reply"),
    path("calls/<int:call_id>/another", calls.another, name="another"),
    path("calls/<int:call_id>/drop", calls.drop, name="drop"),
    path("callbacks", callbacks.waiting, name="callbacks"),
    path("callbacks/next", callbacks.take_next, name="callback-next"),
    path("callbacks/<int:callback_id>", callbacks.one, name="callback"),
    path("callbacks/<int:callback_id>/take", callbacks.take, name="callback-take"),
    path("callbacks/<int:callback_id>/rated", callbacks.rated, name="callback-rated"),
    path("callbacks/<int:callback_id>/read", callbacks.read_out, name="callback-read"),
    path("callbacks/<int:callback_id>/missed", callbacks.missed, name="callback-missed"),
    path("callbacks/<int:callback_id>/later", callbacks.later, name="callback-later"),
    path("journal", journal.journal, name="journal"),
    path("journal.csv", journal.journal_file, name="journal-file"),
]
