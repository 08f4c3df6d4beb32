from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "otklik.config"
