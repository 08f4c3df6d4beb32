"""Documents with an appeal from the app: one POST each before it, kept where asked, told in words where not."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Enclosure
from otklik.appeals.steps import drafting
from otklik.appeals.tests.given import a_topic
from otklik.files import documents
from otklik.web.api.tests.test_sending import POINT, SAID
from otklik.web.api.tests.test_sending import send as file
from otklik.web.citizen.tests.given import a_land, begun

pytestmark = [pytest.mark.mobile, pytest.mark.django_db]

PDF = b"%PDF-1.4 report"
FIELDS = [
    {"code": "number", "label": "Кадастровый номер", "type": "cadastral", "required": True},
    {"code": "report", "label": "Отчёт об оценке", "type": "document", "help": "Если он есть"},
]
SAYS: dict[str, Any] = {
    **SAID,
    **POINT,
    "topic": "land",
    "answers_to_questions": {"number": "99:04:0012003:128"},
}


@pytest.fixture(autouse=True)
def _land() -> None:
    a_land()
    a_topic(code="land", fields=FIELDS)


def bring(
    key: UUID, paper: UUID | None = None, raw: bytes = PDF, name: str = "отчёт.pdf", **more: Any
) -> tuple[int, dict[str, Any]]:
    form = {"document": SimpleUploadedFile(name, raw), "question_code": "report", **more}
    headers = {"Idempotency-Key": str(key)}
    answer = Client().post(f"/api/v1/documents/{paper or uuid4()}", form, headers=headers)
    return answer.status_code, answer.json()


def send(key: UUID, *papers: UUID, status: int, **more: Any) -> dict[str, Any]:
    answer = file({**SAYS, "documents": [str(one) for one in papers], **more}, key, status=status)
    return answer.json()  # type: ignore[no-any-return]


def test_the_app_is_told_which_documents_a_topic_takes_and_that_a_number_is_cadastral(settings):
    answer = Client().get("/api/v1/classifier").json()
    land = next(t for c in answer["categories"] for t in c["topics"] if t["code"] == "land")
    (asked,) = land["questions"]
    assert (asked["type"], asked["answer_format"]) == ("text", "cadastral")
    (paper,) = land["documents"]
    assert (paper["code"], paper["help"]) == ("report", "Если он есть")
    assert (paper["file_bytes"], ".pdf" in paper["file_kinds"]) == (settings.DOCUMENT_BYTES, True)


def test_documents_that_the_appeal_names_go_with_it_once_whatever_is_repeated():
    key, first, other = uuid4(), uuid4(), uuid4()
    assert [bring(key, first)[0], bring(key, first)[0]] == [201, 200]
    bring(key, other)  # taken off again: the appeal does not name it

    told = send(key, first, status=201)

    assert send(key, first, status=200) == told
    appeal = Appeal.objects.get()
    assert told == {"number": appeal.number, "stage": State.UNCONFIRMED}
    (paper,) = appeal.enclosures.all()
    assert (paper.code, paper.title, documents.read(paper.pk)) == ("report", "отчёт.pdf", PDF)
    assert Enclosure.objects.filter(appeal=None).count() == 1
    assert bring(key, uuid4())[0] == 409


def test_what_has_not_come_is_told_and_nothing_is_filed():
    key, paper = uuid4(), uuid4()
    bring(uuid4(), paper)  # of another appeal
    assert send(key, paper, status=422)["code"] == "document_missing"
    assert not Appeal.objects.exists()
    bring(key, paper)
    send(key, paper, status=201)


def test_a_topic_that_does_not_ask_for_it_takes_no_document():
    key, paper = uuid4(), uuid4()
    bring(key, paper)
    answer = send(key, paper, status=422, topic="pothole", answers_to_questions={})
    assert answer["code"] == "document_not_asked"
    assert not Appeal.objects.exists()


@pytest.mark.parametrize(
    ("raw", "name", "words"),
    [
        (PDF, "отчёт.exe", "приложите PDF"),
        (b"MZ", "отчёт.pdf", "приложите PDF"),
        (b"", "отчёт.pdf", "не дошёл целиком"),
        (PDF + b"x" * 200_000, "отчёт.pdf", "больше 0 МБ"),
    ],
)
def test_what_is_no_document_is_refused_in_words(settings, raw, name, words):
    settings.DOCUMENT_BYTES = 100_000
    status, told = bring(uuid4(), raw=raw, name=name)
    assert (status, told["code"]) == (422, "bad_document")
    assert words in told["detail"]
    assert not Enclosure.objects.exists()


def test_a_body_that_is_no_form_a_code_that_is_none_and_a_key_of_the_wizard_are_refused():
    answer = Client().post(
        f"/api/v1/documents/{uuid4()}",
        PDF,
        content_type="application/pdf",
        headers={"Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code == 415
    assert "question_code" in bring(uuid4(), question_code="Отчёт")[1]["fields"]
    assert bring(begun().draft_id)[1]["code"] == "key_taken"


def test_there_is_an_end_of_documents():
    key = uuid4()
    papers = [uuid4() for _n in range(4 * drafting.DOCUMENTS)]
    assert {bring(key, one)[0] for one in papers} == {201}
    assert bring(key)[1]["code"] == "too_many_documents"
    assert "documents" in json.dumps(send(key, *papers, status=422)["fields"])


def test_a_document_costs_few_statements(django_assert_max_num_queries):
    key = uuid4()
    with django_assert_max_num_queries(15):
        assert bring(key)[0] == 201
