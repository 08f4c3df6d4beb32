"""What granian serves keeps out of memory what no page needs."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.route

# For commands, the worker, or pages asked for seldom, which load them themselves.
HEAVY = {
    "aiohttp", "arro3", "boto3", "cryptography", "defusedxml", "h2", "httpx", "icalendar", "lxml", "numpy", "pi_heif",
    "pywebpush", "requests", "shapely", "typst", "xlsxwriter",
}  # fmt: skip
WEB = """
from otklik.config import wsgi
from django.urls import get_resolver
get_resolver().url_patterns
"""
OPENED = "'libgdal' in open('/proc/self/maps').read()"


def said(code: str) -> list[str]:
    """Words printed by a process that starts as a worker of granian does."""
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", WEB + code], capture_output=True, check=True)
    return run.stdout.decode().split()


def test_the_web_loads_none_of_the_heavy_packages():
    loaded = said("import sys; print(*{name.partition('.')[0] for name in sys.modules})")
    assert "django" in loaded
    assert HEAVY.isdisjoint(loaded)


def test_the_stream_of_the_hotline_opens_no_gdal_either():
    run = [sys.executable, "-W", "ignore", "-c", f"from otklik.config import asgi; print({OPENED})"]
    assert subprocess.run(run, capture_output=True, check=True).stdout.split() == [b"False"]


def test_gdal_is_opened_by_the_first_call_and_not_before():
    code = f"""
from django.contrib.gis.geos import GEOSGeometry, Point
point = Point(37, 55, srid=4326)
print(len(point.ewkb), {OPENED})
point.transform(3857)
print(int(point.x), {OPENED})
print(int(GEOSGeometry('{{"type":"Point","coordinates":[37,55]}}').x))
"""
    assert said(code) == ["25", "False", "4118821", "True", "37"]


def test_gdal_tells_its_errors_to_django_also_when_it_is_opened_late():
    code = """
import logging
from django.contrib.gis import gdal
heard = []
logging.getLogger("django.contrib.gis").addFilter(lambda record: heard.append(record.getMessage()))
try:
    gdal.SpatialReference(999999)
except gdal.GDALException as e:
    print(type(e).__name__)
print(heard[0].split()[0], gdal.gdal_version()[:1].decode())
"""
    kind, heard, version = said(code)
    assert kind.endswith("Exception")
    assert (heard, version) == ("GDAL_ERROR", "3")
