"""GET /api/v1/classifier: what one can write about."""

from datetime import date
from decimal import Decimal
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from otklik.appeals.lifecycle import Kind
from otklik.classifier import queries
from otklik.classifier.fields import FILE, Field
from otklik.files import documents
from otklik.web.api.endpoint import reads
from otklik.web.api.words import Code


class Question(Struct):
    """An own question of a topic; its answer is asked with the appeal. answer_format: of a `text`, `cadastral` where it
    is a cadastral number, else empty.
    """

    code: Code
    label: str
    type: Literal["text", "number", "choice", "date", "yesno"]
    required: bool
    help: str
    min: str | None
    max: str | None
    max_length: int
    choices: tuple[str, ...]
    answer_format: Literal["", "cadastral"] = ""


class DocumentQuestion(Struct):
    """A question that files answer, never words; nobody is obliged to. file_kinds: how their names may end."""

    code: Code
    label: str
    help: str
    file_kinds: tuple[str, ...]
    file_bytes: int


class Topic(Struct):
    code: Code
    title: str
    kinds: tuple[Kind, ...]
    emergency_advice: str
    confidential: bool
    questions: list[Question]
    other_words: str
    documents: list[DocumentQuestion]


class Category(Struct):
    code: Code
    title: str
    topics: list[Topic]


class Classifier(Struct):
    version: int
    categories: list[Category]


@reads(_("Классификатор: категории, темы и их вопросы"), gives=Classifier, keeps=300)
def classifier(asked: object) -> Classifier:
    """Kept by the app; asked again with `If-None-Match` it costs nothing until something changes."""
    return whole()


def whole() -> Classifier:
    found = queries.whole()
    return Classifier(
        version=found.version,
        categories=[
            Category(code, title, [_topic(topic) for topic in topics])
            for (code, title), topics in found.categories
        ],
    )


def _topic(topic: queries.TopicCard) -> Topic:
    questions = [_question(field) for field in topic.fields if field.type != FILE]
    return Topic(
        code=topic.code,
        title=topic.title,
        kinds=topic.kinds,  # type: ignore[arg-type]
        emergency_advice=topic.emergency_advice,
        confidential=topic.confidential,
        questions=questions,
        other_words=topic.other_words,
        documents=[_document(field) for field in topic.fields if field.type == FILE],
    )


def _document(field: Field) -> DocumentQuestion:
    return DocumentQuestion(
        field.code, field.label, field.help, tuple(documents.KINDS), settings.DOCUMENT_BYTES
    )


def _question(field: Field) -> Question:
    return Question(
        code=field.code,
        label=field.label,
        type=field.plain,  # type: ignore[arg-type]
        required=field.required,
        help=field.help,
        min=_bound(field.min),
        max=_bound(field.max),
        max_length=field.max_length,
        choices=field.choices,
        answer_format="cadastral" if field.type == "cadastral" else "",
    )


def _bound(value: Decimal | date | None) -> str | None:
    return None if value is None else str(value)
