"""Under /staff/: bodies and duties, dry runs, the classifier, ready words, the journal of all that."""

from django.urls import path

from otklik.web.rules import authorities, journal

app_name = "rules"
urlpatterns = [
    path("authorities", authorities.listed, name="authorities"),
    path("authorities/new", authorities.new, name="authority-new"),
    path("authorities/<str:code>", authorities.edit, name="authority"),
    path("authorities/<str:code>/delete", authorities.delete, name="authority-delete"),
    path("changes", journal.page, name="changes"),
]
