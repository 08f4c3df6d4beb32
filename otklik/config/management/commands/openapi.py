"""`otklik openapi`: docs/openapi.json, made from the code."""

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from otklik.web.api import openapi


class Command(BaseCommand):
    help = "Печатает описание API для docs/openapi.json."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(text(), ending="")


def text() -> str:
    """The same at every region: its name and address are left out."""
    with translation.override("en"):
        document = openapi.document(title="Otklik API", server="")
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
