"""What granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from otklik.config import geodjango

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
geodjango.load()
application = get_wsgi_application()
