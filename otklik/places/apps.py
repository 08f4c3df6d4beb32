from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "otklik.places"
