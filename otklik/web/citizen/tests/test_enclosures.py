"""Documents that an author encloses: a question of the topic asks for them, the desks and the authority see them."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from otklik.appeals import owners
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Dispatch, Enclosure
from otklik.appeals.queries import takeout
from otklik.appeals.steps import dispatch, drafting
from otklik.appeals.tests.given import MONDAY, a_citizen, a_moderator, an_authority
from otklik.appeals.tests.office import TERM, a_body, an_official
from otklik.authorities.models import Authority
from otklik.classifier.models import Topic
from otklik.files import documents
from otklik.kit import links
from otklik.people.models import StaffDeed
from otklik.web.citizen.tests.given import AUTHOR, WORDS, a_land, begun, beside, seen

pytestmark = [pytest.mark.sections, pytest.mark.django_db]
FIELDS = [{"code": "report", "label": "Отчёт об оценке", "type": "document"}]
PDF = b"%PDF-1.7 report"


@pytest.fixture
def wizard():
    a_land()
    Topic.objects.update(fields=FIELDS)
    return begun().up_to("text")


def a_file(name="отчёт.pdf", raw=PDF):
    return SimpleUploadedFile(name, raw)


def filed_with_a_report(wizard):
    wizard.say("text", **WORDS, **{"own-report": a_file()})
    assert "отчёт.pdf" in seen(wizard.open("review"))
    wizard.say("review", **AUTHOR)
    return Appeal.objects.get()


def test_a_document_goes_with_the_appeal_and_only_its_people_get_it(wizard):
    appeal = filed_with_a_report(wizard)
    paper = Enclosure.objects.get()
    assert (paper.appeal, paper.code, paper.title) == (appeal, "report", "отчёт.pdf")
    Appeal.objects.filter(pk=appeal.pk).update(state=State.PUBLISHED, published_at=MONDAY)
    address = f"/files/{paper.pk}"
    assert Client().get(address).status_code == 404
    assert "отчёт.pdf" not in Client().get(f"/appeals/{appeal.number}").content.decode()
    token = links.sign("author", appeal.pk)
    assert f"{address}?by={token}" in Client().get(f"/mine/{token}").content.decode()
    answer = Client().get(f"{address}?by={token}")
    assert (answer.content, answer["Cache-Control"]) == (PDF, "private, no-store")
    assert answer["Content-Disposition"].startswith('attachment; filename="document-')
    desk = Client()
    desk.force_login(a_moderator())
    assert desk.get(address).content == PDF
    assert "отчёт.pdf" in desk.get(f"/desk/appeals/{appeal.pk}").content.decode()


def test_what_staff_take_of_it_is_in_their_journal_and_what_the_author_takes_is_not(wizard):
    appeal = filed_with_a_report(wizard)
    paper, moderator = Enclosure.objects.get(), a_moderator()
    address = f"/files/{paper.pk}"
    assert Client().get(f"{address}?by={links.sign('author', appeal.pk)}").status_code == 200
    assert not StaffDeed.objects.exists()
    desk = Client()
    desk.force_login(moderator)
    desk.head(address)
    assert desk.get(address).status_code == 200
    deed = StaffDeed.objects.get()
    assert (deed.actor, deed.what, deed.action, deed.address, deed.object_kind, deed.object_key) == (
        moderator, "saw", "moderate", "file", "appeal", str(appeal.pk)
    )  # fmt: skip
    documents.drop(paper.pk)
    assert desk.get(address).status_code == 404
    assert StaffDeed.objects.count() == 1, "nothing was taken"


def test_it_travels_through_msed_only_where_personal_data_may(wizard):
    appeal = filed_with_a_report(wizard)
    authority = an_authority()
    for personal in (False, True):
        authority.msed_personal_data = personal
        sent = Dispatch(appeal=appeal, authority=authority, number="1", on=MONDAY.date(), round=1)
        sent.document_uid = appeal.client_key
        parts = dispatch._document(sent, now=MONDAY).attachments
        assert [(part.name, part.content) for part in parts] == ([("paper_1.pdf", PDF)] if personal else [])


def test_a_body_that_may_not_have_personal_data_does_not_get_it_at_its_desk(wizard):
    appeal = filed_with_a_report(wizard)
    paper, body = Enclosure.objects.get(), a_body()
    Appeal.objects.filter(pk=appeal.pk).update(
        state=State.SENDING, authority=body, published_at=MONDAY, answer_by=TERM
    )
    desk = Client()
    desk.force_login(an_official(body))
    for personal, status in ((False, 404), (True, 200)):
        Authority.objects.update(msed_personal_data=personal)
        assert desk.get(f"/files/{paper.pk}").status_code == status
        page = desk.get(f"/desk/authority/{appeal.number}")
        assert page.status_code == 200
        assert ("отчёт.pdf" in page.content.decode()) is personal


def test_what_answered_another_topic_is_not_sent_and_does_not_count(wizard):
    for n in range(drafting.DOCUMENTS):
        wizard.say("text", **WORDS, more="1", **{"own-report": a_file(raw=PDF + bytes([n]))})
    topic = Topic.objects.get()
    other = [{"code": "plan", "label": "План участка", "type": "document"}]
    Topic.objects.create(
        code="pit", title="Канава", category=topic.category, kinds=topic.kinds, duty=topic.duty, fields=other
    )
    wizard.say("topic", topic="pit")
    wizard.say("text", **WORDS, more="1", **{"own-plan": a_file("план.pdf", PDF + b"plan")})
    wizard.say("text", **WORDS, **{"own-plan": a_file("снова.pdf", PDF + b"\0")})
    review = seen(wizard.open("review"))
    assert "отчёт.pdf" not in review
    wizard.say("review", **AUTHOR)
    appeal = Appeal.objects.get()
    assert sorted(appeal.enclosures.values_list("title", flat=True)) == ["план.pdf", "снова.pdf"]


def test_the_same_file_is_there_once_and_can_be_taken_off(wizard):
    for _n in range(2):
        wizard.say("text", **WORDS, more="1", **{"own-report": a_file()})
    paper = Enclosure.objects.get()
    answer = wizard.say(f"documents/{paper.pk}/drop", text="Слова остались")
    assert answer.status_code == 302
    assert not Enclosure.objects.exists()
    assert "Слова остались" in wizard.open("text").content.decode()
    assert wizard.say(f"documents/{paper.pk}/drop").status_code == 302


@pytest.mark.parametrize("file", [a_file("v.exe"), a_file("v.pdf", b"MZ"), a_file("v.pdf", b"<html>")])
def test_what_is_no_document_is_refused_and_the_words_stay(wizard, file):
    answer = wizard.say("text", **WORDS, **{"own-report": file})
    assert "приложите PDF" in beside(answer, "own-report")
    assert WORDS["text"] in answer.content.decode()
    assert not Enclosure.objects.exists()


def test_there_is_an_end_of_documents(wizard):
    for n in range(drafting.DOCUMENTS):
        wizard.say("text", **WORDS, **{"own-report": a_file(raw=PDF + bytes([n]))})
    answer = wizard.say("text", **WORDS, **{"own-report": a_file(raw=PDF + b"more")})
    assert "не больше 5 документов" in beside(answer, "own-report")
    assert len(Enclosure.objects.all()) == drafting.DOCUMENTS


def test_a_strangers_draft_is_closed(wizard):
    wizard.say("text", **WORDS, more="1", **{"own-report": a_file()})
    paper = Enclosure.objects.get()
    assert Client().get(f"/files/{paper.pk}").status_code == 404
    Client().post(f"{wizard.base}/documents/{paper.pk}/drop")
    assert Enclosure.objects.exists()


def test_documents_of_old_drafts_go_with_them(wizard, settings):
    wizard.say("text", **WORDS, more="1", **{"own-report": a_file()})
    drafting.drop(draft_id=wizard.draft_id)
    assert not Enclosure.objects.exists()


def test_documents_of_drafts_go_with_the_account(django_capture_on_commit_callbacks):
    a_land()
    Topic.objects.update(fields=FIELDS)
    user, client = a_citizen(), Client()
    client.force_login(user)
    begun(client).up_to("text").say("text", **WORDS, more="1", **{"own-report": a_file()})
    paper = Enclosure.objects.get()
    assert documents.read(paper.pk) == PDF
    with django_capture_on_commit_callbacks(execute=True):
        owners.release_all(user_id=user.pk, now=MONDAY)
    assert not Enclosure.objects.exists()
    with pytest.raises(FileNotFoundError):
        documents.read(paper.pk)


def test_programs_and_the_hotline_are_not_asked_for_files(wizard):
    topics = [
        topic for one in Client().get("/api/v1/classifier").json()["categories"] for topic in one["topics"]
    ]
    assert topics[0]["questions"] == []
    assert Client().get("/open311/v2/services/pothole.json").json()["attributes"] == []


def test_the_archive_of_ones_own_data_has_them(wizard):
    user = a_citizen()
    appeal = filed_with_a_report(wizard)
    Appeal.objects.filter(pk=appeal.pk).update(author=user)
    paper = Enclosure.objects.get()
    assert takeout.enclosures(user.pk) == [(f"documents/{paper.pk}.pdf", paper.pk)]
    client = Client()
    client.force_login(user)
    answer = client.post("/account/data", {"password": "pass"})
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.read(f"documents/{paper.pk}.pdf") == PDF
