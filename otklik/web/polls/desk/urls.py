"""Under /desk/: polls of those who build them, topics that grow."""

from django.urls import path

from otklik.web.polls.desk import growing, listing, pictures, preview, publishing, questions, texts

app_name = "polldesk"
urlpatterns = [
    path("growing", growing.page, name="growing"),
    path("growing.csv", growing.file, name="growing-file"),
    path("growing/ask", growing.ask, name="growing-ask"),
    path("polls", listing.listed, name="polls"),
    path("polls/new", listing.new, name="new"),
    path("polls/pictures/<str:picture_token>", pictures.picture, name="picture"),
    path("polls/<slug:poll_code>", listing.one, name="poll"),
    path("polls/<slug:poll_code>/questions", questions.listed, name="questions"),
    path("polls/<slug:poll_code>/questions/order", questions.order, name="order"),
    path("polls/<slug:poll_code>/questions/new", questions.new, name="question-new"),
    path("polls/<slug:poll_code>/questions/one/<slug:question_code>", questions.edit, name="question"),
    path("polls/<slug:poll_code>/preview", preview.page, name="preview"),
    path("polls/<slug:poll_code>/publish", publishing.publish, name="publish"),
    path("polls/<slug:poll_code>/copy", publishing.copy, name="copy"),
    path("polls/<slug:poll_code>/drop", publishing.drop, name="drop"),
    path("polls/<slug:poll_code>/end", publishing.end, name="end"),
    path("polls/<slug:poll_code>/texts", texts.listed, name="texts"),
    path("polls/<slug:poll_code>/texts/decide", texts.decide, name="texts-decide"),
    path("polls/<slug:poll_code>/outcome", publishing.tell_outcome, name="outcome"),
]
