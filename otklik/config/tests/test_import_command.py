"""`otklik import WHAT FILE`, as it is typed."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from otklik.classifier.models import Topic

pytestmark = [pytest.mark.route, pytest.mark.django_db]

GOOD: dict[str, Any] = {
    "categories": [{"code": "roads", "title": "Дороги", "order": 10}],
    "topics": [
        {
            "code": "pothole",
            "category": "roads",
            "title": "Яма",
            "kinds": ["problem"],
            "duty": "municipal.roads",
        }
    ],
}


def typed(*words: object) -> tuple[str, int]:
    """What the command printed, and its exit code."""
    out = io.StringIO()
    try:
        call_command("import", *map(str, words), stdout=out)
    except SystemExit as left:
        return out.getvalue(), int(left.code or 0)
    return out.getvalue(), 0


def a_classifier(tmp_path, content: object):
    path = tmp_path / "classifier.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_trial_says_what_it_would_do_and_writes_nothing(tmp_path):
    told, code = typed("classifier", a_classifier(tmp_path, GOOD), "--dry-run")
    assert "ничего не записано" in told
    assert (code, Topic.objects.count()) == (0, 0)


def test_a_wrong_row_makes_the_exit_code_one_and_is_named(tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("code;name;kind;territory_code\ns1;Липовка;д;12\n", encoding="utf-8")
    told, code = typed("settlements", rows)
    assert code == 1
    assert "территор" in told.lower() or "territory_code" in told
    assert "пропущено с ошибками 1" in told


def test_a_renamed_topic_is_told_and_its_appeals_are_queued_to_be_found_by_the_new_name(tmp_path):
    typed("classifier", a_classifier(tmp_path, GOOD))
    (topic,) = GOOD["topics"]
    told, code = typed(
        "classifier", a_classifier(tmp_path, {**GOOD, "topics": [{**topic, "title": "Колдобина"}]})
    )
    assert code == 0
    assert "Переименовано тем: 1" in told
    (job,) = ProcrastinateJob.objects.filter(task_name__endswith="mark_renamed")
    assert job.args == {"topic_ids": [Topic.objects.get().pk], "after": 0}


@pytest.mark.parametrize(
    "what", ["classifier", "territories", "settlements", "authorities", "duties", "addresses", "appeals"]
)
def test_a_file_that_is_not_there_is_told_in_russian(what, tmp_path):
    with pytest.raises(CommandError) as told:
        typed(what, tmp_path / "none.csv")
    assert "none.csv" in str(told.value)


def test_a_table_that_is_none_is_told_with_those_there_are():
    with pytest.raises(CommandError) as told:
        typed("budgets", "x.csv")
    assert "classifier" in str(told.value)
