"""Topics by the words that people say, in the classifier that the project ships."""

from pathlib import Path
from typing import Final

import pytest

from otklik import classifier
from otklik.classifier.imports import import_classifier
from otklik.kit.kept import forget
from otklik.web.hotline import topics

pytestmark = [pytest.mark.route, pytest.mark.django_db]
FILE: Final = Path(classifier.__file__).parent / "data" / "classifier.json"
# What somebody types → a topic that must be among the first five.
SAID = {
    "свет": "no-power",
    "нет света": "no-power",
    "фонарь": "street-lighting",
    "вывоз мусора": "waste-removal",
    "мусор": "waste-removal",
    "помойка": "waste-removal",
    "отопление": "no-heating",
    "холодные батареи": "no-heating",
    "яма": "potholes",
    "асфальт": "potholes",
    "лифт": "lift",
    "собаки": "stray-animals",
    "садик": "kindergarten-queue",
    "капремонт": "capital-repair",
    "автобус": "bus-schedule",
    "сосулька": "icicles",
    "люк": "open-manhole",
    "почта": "post-office",
    "зарплата": "unpaid-wages",
    "дача": "garden-land",
}


def test_what_people_say_leads_to_its_topic():
    import_classifier(FILE, dry_run=False)
    forget()
    found = {said: [one.code for one in topics.like(said)][:5] for said in SAID}
    assert {said: codes for said, codes in found.items() if SAID[said] not in codes} == {}


def test_a_word_that_only_looks_like_another_is_offered_where_nothing_is_called_so():
    import_classifier(FILE, dry_run=False)
    forget()
    assert "ambulance" not in [one.code for one in topics.like("помойка")]
    assert "traffic-lights" not in [one.code for one in topics.like("нет света")]
    assert [one.code for one in topics.like("тратуар")] == ["sidewalks"]
    assert topics.like("абракадабра") == []
