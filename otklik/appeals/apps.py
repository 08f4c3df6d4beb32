from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "otklik.appeals"
