"""What granian serves."""

import os
import sys
from importlib import import_module

from django.core.wsgi import get_wsgi_application

# GeoDjango takes numpy along where it is installed (the demo region is made with it): 17 MB that no page uses.
sys.modules["numpy"] = None  # type: ignore[assignment]
import_module("django.contrib.gis.shortcuts")
del sys.modules["numpy"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
application = get_wsgi_application()
