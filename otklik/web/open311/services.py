"""Services are topics of the classifier; attributes are their own questions."""

from typing import Final

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from msgspec import Struct

from otklik.classifier import queries
from otklik.classifier.fields import FILE, Field
from otklik.web.open311.answers import gives

# By the type of a question.
_DATATYPE: Final = {
    "text": "string",
    "number": "number",
    "choice": "singlevaluelist",
    "date": "datetime",
    "yesno": "singlevaluelist",
}


class Service(Struct):
    service_code: str
    service_name: str
    description: str
    metadata: bool  # it has attributes
    type: str
    keywords: str
    group: str


class Value(Struct):
    key: str
    name: str


class Attribute(Struct):
    variable: bool
    code: str
    datatype: str
    required: bool
    datatype_description: str
    order: int
    description: str
    values: list[Value]


class Definition(Struct):
    service_code: str
    attributes: list[Attribute]


@gives("services", keeps=300)
def services(request: HttpRequest) -> list[Service]:
    return [_service(topic) for _named, topics in queries.whole().categories for topic in topics]


@gives("service_definition", keeps=300)
def definition(request: HttpRequest, code: str) -> Definition:
    """404: there is no such topic, or it was switched off. Without own questions the list is empty."""
    topic = queries.topic(code)
    if topic is None:
        raise Http404
    asked = [field for field in topic.fields if field.type != FILE]
    return Definition(code, [_attribute(n, field) for n, field in enumerate(asked, start=1)])


def _service(topic: queries.TopicCard) -> Service:
    return Service(
        service_code=topic.code,
        service_name=topic.title,
        description=topic.emergency_advice or topic.title,
        metadata=any(field.type != FILE for field in topic.fields),
        type="batch",
        keywords=",".join(topic.kinds),
        group=topic.category_title,
    )


def _attribute(order: int, field: Field) -> Attribute:
    return Attribute(
        variable=True,
        code=field.code,
        datatype=_DATATYPE[field.plain],
        required=field.required,
        datatype_description=field.help,
        order=order,
        description=field.label,
        values=_values(field),
    )


def _values(field: Field) -> list[Value]:
    if field.type == "yesno":
        return [Value("yes", _("Да")), Value("no", _("Нет"))]
    return [Value(choice, choice) for choice in field.choices]
