"""The map: its page, the list beside it, its tiles."""

from django.urls import path

from otklik.web.map import tiles

urlpatterns = [
    path("tiles/appeals/<int:z>/<int:x>/<int:y>.mvt", tiles.appeals, name="tile"),
    path("tiles/places/<int:z>/<int:x>/<int:y>.mvt", tiles.surroundings, name="tile-places"),
]
