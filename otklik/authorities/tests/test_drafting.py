"""The draft of duties: put in, published as a version, taken back; two administrators, an import in between, CSV."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.authorities import checks, drafting, dutyfile, routing, rules
from otklik.authorities.drafting import Put
from otklik.authorities.models import Authority, Duty, DutyDraft, DutyVersion
from otklik.authorities.tests.given import a_duty, an_authority
from otklik.classifier.models import Category, Topic
from otklik.kit import clock
from otklik.kit.marks import Changed
from otklik.people import changes
from otklik.people.models import User
from otklik.places.tests.given import a_territory

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

TOWN, VILLAGE = "99701000", "99701000101"
ROADS = ("municipal.roads", TOWN, 0)


def a_topic(code: str = "pothole", **more: Any) -> Topic:
    category, _ = Category.objects.get_or_create(code="roads", title="Дороги")
    return Topic.objects.create(
        code=code, category=category, title="Яма на дороге", kinds=["problem"], **more
    )


@pytest.fixture
def admin() -> User:
    return User.objects.create_user("admin@example.test", "pass", name="Ася", role="admin")


def put(admin: User, *given: tuple[rules.Key, Authority | None]) -> int:
    return drafting.put(
        [Put(key, body.pk if body else None) for key, body in given], by=admin, now=clock.now()
    )


def publish(admin: User, reason: str = "Приказ № 7") -> DutyVersion:
    return drafting.publish(
        shown=drafting.mark_of(drafting.drafts()), reason=reason, by=admin, now=clock.now()
    )


def duties() -> set[tuple[str, str, int, str]]:
    return set(Duty.objects.values_list("subject", "territory_code", "rank", "authority__code"))


_SUBJECTS = ["pothole", "municipal.roads", "yard"]
_PLACES = ["", TOWN, VILLAGE, "99702000"]
_SOME = st.lists(
    st.tuples(st.sampled_from(_SUBJECTS), st.sampled_from(_PLACES), st.integers(0, 2), st.integers(0, 3)),
    max_size=14,
    unique_by=lambda row: row[:3],
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(live=_SOME, draft=_SOME)
def test_rules_in_memory_answer_as_routing_does_for_any_duties_and_any_draft(live, draft, admin):
    with transaction.atomic():
        bodies = [an_authority(active=n != 3) for n in range(4)]
        Duty.objects.bulk_create(
            Duty(subject=s, territory_code=p, rank=r, authority=bodies[b]) for s, p, r, b in live
        )
        same_as_routing(rules.in_force())
        # Index 2 stands for «nobody»: the row goes.
        put(admin, *(((s, p, r), bodies[b] if b != 2 else None) for s, p, r, b in draft))
        expected = rules.with_draft(rules.in_force(), drafting.drafts())
        if drafting.drafts():
            publish(admin)
        same_as_routing(expected)
        assert not DutyDraft.objects.exists()
        transaction.set_rollback(True)


def same_as_routing(found: rules.Rules) -> None:
    for topic in ("pothole", "yard"):
        for duty in ("municipal.roads", "nobody.knows"):
            for place in (TOWN, VILLAGE, "99702000", "99703000", "99701000102"):
                asked = {"topic_code": topic, "duty": duty, "territory_code": place}
                choice, rule = routing.responsible(**asked), found.responsible(**asked)
                assert (choice.authority_id if choice else None) == (rule.body.id if rule else None), asked


def test_nothing_changes_before_the_publication_and_then_all_at_once(admin):
    old, new = an_authority(code="old"), an_authority(code="new")
    a_duty("municipal.roads", TOWN, authority=old)
    a_duty("yard", "", authority=old)
    before = duties()
    assert put(admin, (ROADS, new), (("yard", "", 0), None), (("yard", TOWN, 1), new)) == 3
    assert duties() == before
    version = publish(admin)
    assert duties() == {("municipal.roads", TOWN, 0, "new"), ("yard", TOWN, 1, "new")}
    assert (version.version, version.reason) == (1, "Приказ № 7")
    (of_new,) = changes.of("duties-of:new")
    assert of_new.after["duties"] == ["municipal.roads @ 99701000", "yard @ 99701000"]


def test_what_is_in_force_already_leaves_the_draft_and_a_repeat_changes_nothing(admin):
    old, new = an_authority(), an_authority()
    a_duty("municipal.roads", TOWN, authority=old)
    assert [put(admin, (ROADS, new)), put(admin, (ROADS, new)), put(admin, (ROADS, old))] == [1, 0, 1]
    assert not DutyDraft.objects.exists()
    with pytest.raises(drafting.NothingDrafted):
        publish(admin)


def test_the_newest_version_is_taken_back_whole_and_only_the_newest(admin):
    old, new = an_authority(code="old"), an_authority(code="new")
    a_duty("municipal.roads", TOWN, authority=old)
    before = duties()
    put(admin, (ROADS, new), (("yard", "", 0), new))
    publish(admin)
    put(admin, (("yard", "", 1), old))
    publish(admin)
    with pytest.raises(Changed):
        drafting.undo(1, by=admin, now=clock.now())
    drafting.undo(2, by=admin, now=clock.now())
    with pytest.raises(Changed):
        drafting.undo(2, by=admin, now=clock.now())
    assert duties() == {("municipal.roads", TOWN, 0, "new"), ("yard", "", 0, "new")}
    assert DutyVersion.objects.count() == 3
    drafting.undo(3, by=admin, now=clock.now())
    drafting.undo(4, by=admin, now=clock.now())
    assert duties() != before
    assert list(DutyVersion.objects.order_by("version").values_list("reason", flat=True))[2:] == [
        "Отмена версии 2",
        "Отмена версии 3",
        "Отмена версии 4",
    ]


def test_a_version_whose_duties_were_changed_by_a_file_is_not_taken_back(admin):
    old, new = an_authority(), an_authority()
    a_duty("municipal.roads", TOWN, authority=old)
    put(admin, (ROADS, new))
    publish(admin)
    Duty.objects.update(authority=old)
    with pytest.raises(drafting.Overtaken):
        drafting.undo(1, by=admin, now=clock.now())


def test_a_draft_that_another_changed_or_an_import_overtook_is_not_published(admin):
    old, new = an_authority(), an_authority()
    put(admin, (ROADS, new))
    seen = drafting.mark_of(drafting.drafts())
    put(admin, (("yard", "", 0), new))
    with pytest.raises(Changed):
        drafting.publish(shown=seen, reason="x", by=admin, now=clock.now())
    a_duty("municipal.roads", TOWN, authority=old)
    with pytest.raises(drafting.Overtaken) as told:
        publish(admin)
    assert "municipal.roads" in told.value.text
    assert duties() == {("municipal.roads", TOWN, 0, old.code)}
    put(admin, (ROADS, new))  # looked at again
    publish(admin)
    assert ("municipal.roads", TOWN, 0, new.code) in duties()


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_a_publication_needs_a_reason(admin, reason):
    put(admin, (ROADS, an_authority()))
    with pytest.raises(drafting.NeedsReason):
        publish(admin, reason)


def test_of_two_administrators_at_one_row_the_second_is_told(admin):
    first, second = an_authority(), an_authority()
    said = {"by": admin, "now": clock.now()}
    drafting.put_one(Put(ROADS, first.pk), shown="", **said)
    drafting.put_one(Put(ROADS, first.pk), shown="", **said)  # the same form again
    with pytest.raises(Changed):
        drafting.put_one(Put(ROADS, second.pk), shown="", **said)
    drafting.put_one(Put(ROADS, second.pk), shown=first.code, **said)
    assert DutyDraft.objects.get().authority == second


def test_versions_are_only_added_to(admin):
    put(admin, (ROADS, an_authority()))
    publish(admin)
    for deed in ("UPDATE authorities_dutyversion SET reason = 'x'", "DELETE FROM authorities_dutyversion"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)


def test_rules_that_match_nothing_are_named_with_the_reason():
    a_territory(code=TOWN)
    a_territory(code="99703000", valid_to=date(2020, 1, 1))
    topic = a_topic(duty="municipal.roads")
    off = a_topic(code="off", duty="gone", active=False)
    good, closed, mute = an_authority(has_desk=True), an_authority(active=False), an_authority(msed_uid=None)
    a_duty(topic.code, TOWN, authority=good)
    for key, body in (
        (("no.such", ""), good), ((off.code, ""), good), ((topic.duty, "99799000"), good), ((topic.duty, ""), closed),
        ((topic.duty, TOWN), mute), ((topic.duty, "99703000"), good),
    ):  # fmt: skip
        a_duty(*key, authority=body)
    told = checks.troubles(rules.in_force(), checks.Ground.of(clock.now().date()))
    said = {key[:2]: words for key, words in told.items()}
    assert len(said) == 6
    assert "сегодня не действует" in said["municipal.roads", "99703000"]
    assert "классификаторе нет" in said["no.such", ""]
    assert "выключены" in said["off", ""]
    assert "99799000 нет" in said["municipal.roads", "99799000"]
    assert "не действует" in said["municipal.roads", ""]
    assert "ни МСЭД" in said["municipal.roads", TOWN]


def test_where_nobody_answers_is_found_by_topic():
    a_territory(code=TOWN)
    a_territory(code="99702000")
    a_topic(code="pothole", duty="roads")
    a_topic(code="yard", duty="yards")
    a_topic(code="quiet", duty="roads", active=False)
    today = clock.now().date()
    a_duty("roads", TOWN, authority=an_authority(has_desk=True))
    a_duty("yards", "", authority=an_authority(msed_uid=None))
    found, more = checks.gaps(rules.in_force(), on=today)
    assert [(gap.code, gap.everywhere, [c for c, _ in gap.places], len(gap.mute)) for gap in found] == [
        ("pothole", False, ["99702000"], 0),
        ("yard", False, [], 2),
    ]
    assert more == ""
    for n in range(checks.GAPS + 2):
        a_topic(code=f"t{n:02}", duty=f"d{n}")
    first, more = checks.gaps(rules.in_force(), on=today)
    second, end = checks.gaps(rules.in_force(), on=today, after=more)
    assert (len(first), end) == (checks.GAPS, "")
    assert len({gap.code for gap in first + second}) == checks.GAPS + 4


def table(folder: Path, text: str) -> Path:
    file = folder / "duties.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_table_goes_into_the_draft_whole_or_not_at_all(admin, tmp_path):
    an_authority(code="roads")
    wrong = (
        "subject;territory_code;authority;rank\nyard;;roads;\nyard;12;roads;\nyard;;nobody;1\nyard;;roads;\n"
    )
    said = {"by": admin, "now": clock.now()}
    report = dutyfile.draft(table(tmp_path, wrong), whole=False, **said)
    assert [(error.row, error.field) for error in report.errors] == [
        (3, "territory_code"),
        (4, "authority"),
        (5, "rank"),
    ]
    assert not DutyDraft.objects.exists()
    good = "subject,territory_code,authority,rank\nyard,,roads,\n" + f"yard,{TOWN},roads,2\n"
    for rows in (2, 0):
        report = dutyfile.draft(table(tmp_path, good), whole=False, **said)
        assert (report.created, report.errors) == (rows, [])


def test_a_table_of_all_duties_takes_away_what_it_does_not_name_and_comes_back_as_it_went(admin, tmp_path):
    a_duty("yard", TOWN)
    a_duty("roads", "")
    out = "\n".join(",".join(line) for line in dutyfile.lines(rules.in_force()))
    said = {"by": admin, "now": clock.now()}
    assert dutyfile.draft(table(tmp_path, out), whole=True, **said).created == 0
    shorter = "\n".join(line for line in out.splitlines() if not line.startswith("roads"))
    assert dutyfile.draft(table(tmp_path, shorter), whole=True, **said).created == 1
    assert DutyDraft.objects.get().authority is None
