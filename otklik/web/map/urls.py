"""The map: its page, the list beside it, its tiles."""

from django.urls import path

from otklik.web.map import page, tiles

urlpatterns = [
    path("map", page.page, name="map"),
    path("map/list", page.listing, name="map-list"),
    path("map/go", page.go, name="map-go"),
    path("map/card/<str:number>", page.card, name="map-card"),
    path("tiles/appeals/<int:z>/<int:x>/<int:y>.mvt", tiles.appeals, name="tile"),
    path("tiles/places/<int:z>/<int:x>/<int:y>.mvt", tiles.surroundings, name="tile-places"),
]
