from django.apps import AppConfig


class CadastreConfig(AppConfig):
    name = "otklik.cadastre"
