from django.apps import AppConfig


class StatsConfig(AppConfig):
    name = "otklik.stats"
