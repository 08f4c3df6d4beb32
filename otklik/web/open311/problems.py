"""How Open311 refuses: a list of code and description, in the form that the address asks for."""

from django.http import HttpRequest, HttpResponse
from msgspec import Struct

from otklik.web.api.problems import OPEN311, opened
from otklik.web.open311 import sheet


class Error(Struct):
    code: int
    description: str


def asked(request: HttpRequest) -> bool:
    return request.path.startswith(OPEN311)


def form_of(request: HttpRequest) -> str:
    return "xml" if request.path.endswith(".xml") else "json"


def problem(request: HttpRequest, status: int, text: str) -> HttpResponse:
    form = form_of(request)
    body = sheet.written([Error(status, text)], root="errors", form=form)
    return opened(HttpResponse(body, status=status, content_type=sheet.TYPES[form]), keeps=0)
