"""Appeals of a renamed topic are found by its new name without a recount."""

import json
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from otklik.appeals import renaming
from otklik.appeals.lifecycle import State
from otklik.appeals.models import Change
from otklik.appeals.queries import search
from otklik.appeals.queries.search import Narrowed
from otklik.appeals.tests.given import MONDAY, a_topic, an_appeal
from otklik.classifier.imports import import_classifier
from otklik.classifier.models import Topic
from otklik.stats import folding

pytestmark = [pytest.mark.public, pytest.mark.django_db]


def rename(folder: Path, topic: Topic, title: str) -> None:
    path = folder / "classifier.json"
    row = {"code": topic.code, "category": topic.category.code, "title": title, "kinds": topic.kinds}
    path.write_text(json.dumps({"categories": [], "topics": [{**row, "duty": topic.duty}]}), encoding="utf-8")
    import_classifier(path, dry_run=False, renamed=renaming.mark_later)


def worked_off() -> int:
    """Do what is queued, and what that queues; how many jobs."""
    done = 0
    while jobs := list(
        ProcrastinateJob.objects.filter(task_name="otklik.appeals.renaming.mark_renamed", pk__gt=done)
    ):
        for job in jobs:
            renaming.mark_renamed(**job.args)
            done = job.pk
    return ProcrastinateJob.objects.filter(task_name="otklik.appeals.renaming.mark_renamed").count()


def found(typed: str) -> set[int]:
    folding.fold()
    return set(search.find(typed, Narrowed(), sort="best", start=0, now=MONDAY).ids)


def test_old_appeals_are_found_by_the_new_name_of_their_topic(tmp_path, monkeypatch):
    monkeypatch.setattr(renaming, "MARKED", 2)
    topic = a_topic()
    shown = {an_appeal(topic=topic, state=State.PUBLISHED).pk for _ in range(5)}
    an_appeal(topic=topic, state=State.MODERATION, published_at=None)
    assert found("колдобина") == set()

    rename(tmp_path, topic, "Колдобина")

    assert worked_off() == 3
    assert found("колдобина") == shown


def test_only_topics_with_another_title_are_gone_through(tmp_path):
    topic = a_topic()
    rename(tmp_path, topic, topic.title)
    assert not ProcrastinateJob.objects.filter(task_name__endswith="mark_renamed").exists()


def test_a_repeat_of_a_job_changes_nothing(tmp_path):
    topic = a_topic()
    appeal = an_appeal(topic=topic, state=State.PUBLISHED)
    folding.fold()
    rename(tmp_path, topic, "Колдобина")
    for _ in range(2):
        renaming.mark_renamed(topic_ids=[topic.pk], after=0)
    assert Change.objects.count() == 2
    assert found("колдобина") == {appeal.pk}
