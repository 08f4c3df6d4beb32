"""What `otklik calls` serves: the stream of the hotline, nothing else."""

import os

import django

from otklik.config import geodjango

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
geodjango.load()
django.setup()

from otklik.web.hotline.stream import application  # noqa: E402  # settings first

__all__ = ["application"]
