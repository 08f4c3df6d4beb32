from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "otklik.knowledge"
