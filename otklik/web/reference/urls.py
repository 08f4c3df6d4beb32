"""Who answers for what and where to go: the directory, places, receptions, emergency numbers."""

from django.urls import path

from otklik.web import bringing
from otklik.web.reference import around, desk, directory, hub, offices, own, receptions, who

urlpatterns = [
    path("reference", hub.page, name="reference"),
    path("reference/map.svg", hub.picture, name="reference-map"),
    path("reference/who", who.page, name="reference-who"),
    path("reference/who/file", who.file, name="reference-file"),
    path("reference/authorities", directory.listed, name="reference-authorities"),
    path("reference/authorities/<str:code>", directory.card, name="reference-authority"),
    path("reference/places", offices.listed, name="reference-places"),
    path("reference/places/<slug:place_code>", offices.card, name="reference-place"),
    path("reference/receptions", receptions.listed, name="reference-receptions"),
    path("reference/receptions.ics", receptions.file, name="reference-receptions-file"),
    path("reference/receptions/<slug:reception_code>.ics", receptions.one, name="reference-reception"),
    path("reference/terms", around.terms, name="reference-terms"),
    path("reference/emergency", around.emergency, name="reference-emergency"),
    path("staff/reference", desk.start, name="reference-desk"),
    path("staff/reference/own", own.page, name="reference-own"),
    path("staff/reference/<slug:table>", desk.listed, name="reference-rows"),
    path("staff/reference/<slug:table>.<slug:form>", desk.download, name="reference-rows-file"),
    path("staff/reference/<slug:table>/new", desk.new, name="reference-row-new"),
    path("staff/reference/<slug:table>/upload", bringing.page, name="reference-upload"),
    path("staff/reference/<slug:table>/<int:row_id>", desk.edit, name="reference-row"),
    path("staff/reference/<slug:table>/<int:row_id>/delete", desk.delete, name="reference-row-delete"),
]
