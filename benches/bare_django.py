"""A page of Django that does nothing: GET /12345 answers with so many bytes. The limit that pages are held against."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path


def page(request: HttpRequest, size: int) -> HttpResponse:
    return HttpResponse(b"x" * size)


urlpatterns = [path("<int:size>", page)]
django.setup()
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []
application = WSGIHandler()
