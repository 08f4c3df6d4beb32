"""Pages of duties: edited as a draft, tried, published, taken back; gaps filled; tables with errors; two at once."""

from io import BytesIO
from typing import Any

import pytest

from otklik.appeals import rehearsal
from otklik.appeals.tests.given import a_territory, a_topic, an_appeal
from otklik.authorities.models import Authority, Duty, DutyDraft, DutyVersion, Rehearsal
from otklik.authorities.tests import given
from otklik.authorities.tests.given import a_duty
from otklik.web.citizen.tests.given import seen
from otklik.web.rules.shown import PAGE
from otklik.web.rules.tests.given import a_desk, an_admin, found, shown
from otklik.web.tests.test_statements import statements
from otklik.web.tests.world import as_

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

TOWN = "99701000"
RULE = "/staff/duties/rule"


def an_authority(**more: Any) -> Authority:
    return given.an_authority(has_desk=True, **more)


@pytest.fixture(autouse=True)
def land() -> None:
    a_territory(code=TOWN)
    a_topic(code="pothole", duty="roads")


def rule(body: Authority, **more: str) -> dict[str, str]:
    return {"subject": "roads", "place": TOWN, "rank": "0", "body": body.code, "shown": "", **more}


def publish(desk, **more: str):
    said = {"shown": shown(desk.get("/staff/duties/draft")), "reason": "Приказ № 7", **more}
    return desk.post(
        "/staff/duties/draft/publish",
        said,
        headers={"Referer": "http://testserver/staff/duties/draft"},
        follow=True,
    )


def test_a_rule_goes_the_whole_way_draft_dry_run_publication_undo():
    old, new, desk = an_authority(name="Старый"), an_authority(name="Новый"), a_desk()
    a_duty("roads", TOWN, authority=old)
    an_appeal()
    page = desk.get(f"{RULE}?subject=roads&place={TOWN}&rank=0")
    page = desk.post(f"{RULE}?subject=roads&place={TOWN}&rank=0", rule(new, shown=shown(page)), follow=True)
    assert "сейчас: Старый" in seen(page)
    assert Duty.objects.get().authority == old

    page = desk.post("/staff/duties/dry-run", {"size": "100"}, follow=True)
    assert "Проверяем: 0 из 100" in seen(page)
    rehearsal.rehearse(rehearsal_id=Rehearsal.objects.get().pk)
    part = desk.get(page.redirect_chain[-1][0], headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "Старый → Новый" in part.content.decode()
    assert "hx-get" not in part.content.decode()

    assert "версия 1" in seen(publish(desk))
    assert Duty.objects.get().authority == new
    assert "Старый → Новый" in seen(desk.get("/staff/duties/versions"))
    assert "Отвечает за: — → roads @ 99701000" in seen(desk.get(f"/staff/authorities/{new.code}"))
    assert "снова прежние" in seen(desk.post("/staff/duties/versions/undo", {"version": "1"}, follow=True))
    assert Duty.objects.get().authority == old


def test_a_rule_that_moves_to_another_place_leaves_the_old_one_and_takes_nobodys():
    body, other, desk = an_authority(), an_authority(), a_desk()
    a_duty("roads", TOWN, authority=body)
    a_duty("roads", "", authority=other)
    path = f"{RULE}?subject=roads&place={TOWN}&rank=0"
    page = desk.post(path, rule(body, place=""))
    assert "Такое правило уже есть" in seen(page)
    desk.post(path, rule(body, place="", rank="1"))
    publish(desk)
    assert set(Duty.objects.values_list("territory_code", "rank", "authority")) == {
        ("", 0, other.pk),
        ("", 1, body.pk),
    }


def test_of_two_administrators_the_second_is_told_and_nothing_is_lost():
    first, second = an_authority(name="Первый"), an_authority(name="Второй")
    anna, boris = a_desk(), as_(an_admin("Борис Лугов"))
    anna.post(RULE, rule(first))
    page = boris.post(RULE, rule(second))
    assert page.status_code == 422
    assert "теперь там «Первый»" in seen(page)
    mine = shown(anna.get("/staff/duties/draft"))
    boris.post(RULE, rule(second, subject="pothole"))
    page = anna.post("/staff/duties/draft/publish", {"shown": mine, "reason": "x"}, follow=True)
    assert not DutyVersion.objects.exists()
    assert DutyDraft.objects.count() == 2


def test_rules_that_match_nothing_are_named_and_published_only_when_that_is_meant():
    body, desk = an_authority(), a_desk()
    table = f"subject;territory_code;authority;rank\nno.such;;{body.code};\nroads;99799000;{body.code};\n"
    desk.post("/staff/duties/draft/upload", {"file": BytesIO(table.encode())})
    Authority.objects.update(active=False)
    said = seen(desk.get("/staff/duties/draft"))
    assert "ни темы, ни обязанности «no.such» в классификаторе нет" in said
    assert "территории 99799000 нет" in said
    assert "не сработают" in seen(publish(desk))
    assert not Duty.objects.exists()
    publish(desk, anyway="1")
    assert Duty.objects.count() == 2
    assert "Правил, которые не сработают: 2" in seen(desk.get("/staff/duties"))


def test_where_nobody_answers_is_a_way_to_a_rule_and_is_gone_when_it_is_drafted():
    body, desk = an_authority(), a_desk()
    a_territory(code="99702000", west=41.0)
    a_duty("roads", "99702000", authority=body)
    page = desk.get("/staff/duties/gaps")
    assert "Яма на дороге" in seen(page)
    address = found(page, r'class="chip" href="([^"]+)"')
    form = desk.get(address)
    assert f'value="{TOWN}" selected' in form.content.decode()
    page = desk.post(address, rule(body), follow=True)
    assert page.redirect_chain[-1][0] == "/staff/duties/gaps"
    assert "Таких мест нет" in seen(page)


def test_a_table_with_errors_names_its_rows_and_one_that_is_good_goes_into_the_draft():
    body, desk = an_authority(), a_desk()
    a_duty("yards", "", authority=body)
    wrong = f"subject;territory_code;authority;rank\nroads;;{body.code};0\nroads;1;{body.code};0\n;;x;y\n"
    page = desk.post("/staff/duties/draft/upload", {"file": BytesIO(wrong.encode())})
    assert page.status_code == 422
    assert "строка 3, поле territory_code" in seen(page)
    assert "строка 4, поле authority" in seen(page)
    assert not DutyDraft.objects.exists()
    taken = desk.get("/staff/duties.csv").content
    assert taken.decode("utf-8-sig").splitlines()[1] == f"yards,,0,{body.code},{body.name}"
    page = desk.post("/staff/duties/draft/upload", {"file": BytesIO(taken)}, follow=True)
    assert "Изменений в черновике: 0" in seen(page)
    desk.post("/staff/duties/draft/upload", {"file": BytesIO(wrong.splitlines()[0].encode()), "whole": "1"})
    assert DutyDraft.objects.get().authority is None


@pytest.mark.parametrize(
    "content", [b"", b"a;b\n1;2", b"\xff\xfe\x00", b'"', b'subject;territory_code;authority\n"x']
)
def test_a_file_that_is_no_table_is_refused_in_words(content):
    desk = a_desk()
    page = desk.post(
        "/staff/duties/draft/upload",
        {"file": BytesIO(content)},
        headers={"Referer": "http://testserver/staff/duties/draft"},
        follow=True,
    )
    assert "table.csv" not in seen(page)
    assert any(
        word in seen(page) for word in ("Выберите файл", "нет столбцов", "кавычки", "NUL", "не отправ")
    )


def test_rows_of_the_draft_are_left_as_they_were_one_by_one_or_all():
    body, desk = an_authority(), a_desk()
    for subject in ("roads", "pothole"):
        desk.post(RULE, rule(body, subject=subject))
    row = found(desk.get("/staff/duties/draft"), r'name="row" value="(\d+)"')
    desk.post("/staff/duties/draft/take-back", {"row": [row, "x", "9" * 30]})
    assert DutyDraft.objects.count() == 1
    for _ in range(2):
        desk.post("/staff/duties/draft/drop")
    assert "Черновик пуст" in seen(desk.get("/staff/duties/draft"))


def test_a_rule_is_removed_after_the_publication_only():
    a_duty("roads", TOWN)
    desk = a_desk()
    desk.post("/staff/duties/remove", {"subject": "roads", "place": TOWN, "rank": "0"})
    assert "уйдёт" in seen(desk.get("/staff/duties"))
    publish(desk)
    assert not Duty.objects.exists()


def test_a_long_list_is_paged_and_narrowed():
    body, desk = an_authority(), a_desk()
    for n in range(PAGE + 2):
        a_duty("roads", "", authority=body, rank=n)
    first = desk.get("/staff/duties")
    second = desk.get("/staff/duties" + found(first, r'rel="next" href="([^"]+)"'))
    assert second.content.decode().count('class="number">5') == 2
    assert "Таких правил нет" in seen(desk.get("/staff/duties?subject=pothole"))
    assert seen(desk.get("/staff/duties?place=region")).count("Весь регион") > PAGE


def test_the_pages_take_few_statements_however_many_rules_there_are():
    body, desk = an_authority(), a_desk()
    for n in range(30):
        a_duty("roads", "", authority=body, rank=n)
        desk.post(RULE, rule(body, rank=str(n)))
    for path, most in (
        ("/staff/duties", 10), (f"{RULE}?subject=roads", 10), ("/staff/duties/draft", 11), ("/staff/duties/gaps", 8),
        ("/staff/duties/versions", 13), ("/staff/duties.csv", 10),
    ):  # fmt: skip
        assert len(statements(desk, path)) <= most, path


def test_whatever_is_asked_or_sent_there_is_an_answer():
    desk = a_desk()
    for value in ("", "x" * 5000, "-1", "9" * 30, "²", "99701000", "[]", "=1+1", "\u202e"):
        said = dict.fromkeys(
            ("subject", "place", "rank", "body", "shown", "row", "reason", "version", "size", "after", "only", "before",
             "anyway", "whole", "file"), value,
        )  # fmt: skip
        for path in ("", "/rule", "/gaps", "/draft", "/versions"):
            assert desk.get(f"/staff/duties{path}", said).status_code == 200, (path, value)
        for path in (
            "/rule",
            "/remove",
            "/draft/upload",
            "/draft/take-back",
            "/draft/publish",
            "/versions/undo",
            "/dry-run",
        ):
            assert desk.post(f"/staff/duties{path}", said).status_code in (302, 422), (path, value)
    assert desk.get("/staff/duties/dry-run/999").status_code == 404
