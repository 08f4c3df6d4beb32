"""What each part promises to whoever uses it. How they look is asked in tests/browser/test_look.py."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from otklik.appeals.lifecycle import Stage, State
from otklik.web.parts import samples
from otklik.web.parts.chart_map.part import Area, chart_map
from otklik.web.parts.registry import PARTS
from otklik.web.parts.tabs.part import Tab
from otklik.web.parts.vision_panel.prefs import Vision

NOW = datetime(2026, 11, 24, 11, 5, tzinfo=UTC)
STAGES = [(stage.value, stage.value) for stage in Stage]
SAMPLES = samples.context(NOW)
show = PARTS


def test_a_badge_says_where_the_appeal_is():
    html = show["state_badge"]("closed", "Закрыто", "neutral")
    assert html == '<span class="state-badge tone tone--neutral" data-state="closed">Закрыто</span>'


def test_a_tone_that_nobody_knows_is_an_error():
    with pytest.raises(ValueError, match="pink"):
        show["state_badge"]("closed", "Закрыто", "pink")


def test_a_kind_is_a_drawing_and_a_word():
    html = show["kind_mark"]("thanks")
    assert "<svg" in html
    assert html.endswith("Благодарность</span>")


def test_an_icon_beside_words_is_silent_and_one_alone_speaks():
    assert 'aria-hidden="true"' in show["icon"]("camera")
    assert 'role="img" aria-label="Фото"' in show["icon"]("camera", "Фото")


def test_an_icon_that_was_never_drawn_is_an_error():
    with pytest.raises(KeyError):
        show["icon"]("unicorn")


def test_a_timeline_tells_what_who_and_when():
    html = show["timeline"](SAMPLES["entries"])
    assert html.count("timeline__entry") == 5
    assert "<p>Светильник заменён 21 ноября.</p>" in html
    assert "Администрация города Заокска" in html
    assert '<time datetime="2026-11-22T14:05:00+03:00">' in html


def places(html: str) -> list[str]:
    marked = html.split("stage-bar__stop--")[1:]
    return [part.split('"')[0] for part in marked]


def test_stages_before_the_present_one_are_done():
    assert places(show["stage_bar"](STAGES, "published")) == ["done", "done", "now"] + ["ahead"] * 5


def test_at_the_last_stage_everything_is_done():
    assert places(show["stage_bar"](STAGES, "closed")) == ["done"] * 8


def test_a_refused_appeal_stops_at_moderation():
    html = show["stage_bar"](STAGES, "moderation", "bad")
    assert places(html) == ["done", "now"] + ["ahead"] * 6
    assert html.count('aria-current="step"') == 1


def test_stages_are_told_in_words_too():
    html = show["stage_bar"](STAGES, "sent")
    assert [html.count(word) for word in (": пройдено", ": сейчас", ": впереди")] == [3, 1, 4]


def test_each_error_leads_to_its_field():
    html = show["error_summary"]({"text": "Опишите, что случилось", "": "Попробуйте ещё раз"})
    assert '<a href="#field-text">Опишите, что случилось</a>' in html
    assert "<li>Попробуйте ещё раз</li>" in html


def test_without_errors_there_is_no_summary():
    assert show["error_summary"]({}) == ""


def test_a_rating_is_five_radio_buttons():
    html = show["rating_stars"]("rating", 4)
    assert html.count('type="radio"') == 5
    assert 'value="4" checked' in html
    assert 'id="field-rating" name="rating" value="1"' in html


def test_a_given_rating_is_said_and_drawn():
    html = show["rating_shown"](4)
    assert "Оценка 4 из 5" in html
    assert html.count('class="full"') == 4


def test_no_rating_is_not_a_zero():
    html = show["rating_shown"](None)
    assert "Без оценки" in html
    assert "<svg" not in html


def test_a_card_has_one_link_and_no_empty_corners():
    lamp, _answered, thanks = SAMPLES["rows"]
    full, bare = (
        show["appeal_card"](lamp, "/appeals/482-917/"),
        show["appeal_card"](thanks, "/appeals/530-668/"),
    )
    assert full.count("<a ") == 1
    assert "23\u00a0поддержали" in full
    assert "поддержал" not in bare
    assert "<img" not in bare


def test_what_a_citizen_wrote_is_escaped_in_the_card():
    row = replace(SAMPLES["rows"][0], excerpt="<script>alert(1)</script>")
    assert "<script>" not in show["appeal_card"](row, "/")


def test_a_pager_shows_only_the_ways_that_exist():
    assert 'rel="next"' in show["pager"](None, "/?after=5")
    assert 'rel="prev"' not in show["pager"](None, "/?after=5")
    assert show["pager"](None, None) == ""


def test_a_photo_has_its_words_for_those_who_see_none():
    html = show["photo_grid"](SAMPLES["photos"])
    assert html.count('alt="Опора № 7 вблизи"') == 1
    assert html.count("instead-of-image") == 3


def test_photos_can_be_added_and_removed_without_a_script():
    html = show["photo_upload"]("/photos", SAMPLES["photos"], 10, error="Это не фото")
    assert 'type="file" name="photos" multiple' in html
    assert html.count('formaction="#photos"') == 3
    assert "Это не фото" in html


def test_the_present_tab_is_marked():
    html = show["tabs"]([Tab("/p", "Проблемы", True, 12480), Tab("/t", "Решения")], "Виды")
    assert html.count('aria-current="page"') == 1
    assert "12\u00a0480" in html


def test_facts_without_a_value_are_left_out():
    html = show["facts"]([("Номер", "482-917"), ("Исполнитель", "")])
    assert "482-917" in html
    assert "Исполнитель" not in html


def test_an_empty_list_says_what_helps():
    html = show["empty"]("Ничего не нашлось", ("/all", "Показать все"))
    assert 'href="/all">Показать все</a>' in html


def test_the_vision_panel_shows_what_is_chosen():
    html = show["vision_panel"](Vision(size="150", scheme="black"))
    assert 'name="size" value="150" checked' in html
    assert 'name="scheme" value="black" checked' in html
    assert html.count(" checked") == 4


def test_vision_comes_back_from_its_cookie():
    chosen = Vision(size="200", scheme="blue", images="off", spacing="wide")
    assert Vision.from_cookie(chosen.to_cookie()) == chosen


@pytest.mark.parametrize("cookie", ["", "size=999", "scheme=%22%3E%3Cscript%3E", "nonsense", "size=150=3"])
def test_a_broken_cookie_is_the_usual_look(cookie):
    assert Vision.from_cookie(cookie) == Vision()


def test_every_state_has_a_badge_on_the_styleguide():
    assert [code for code, _label, _tone in SAMPLES["states"]] == list(State)


def test_each_whole_number_stands_in_one_class_of_a_map():
    def legend(*values: float) -> list[str]:
        areas = [Area("M0 0h9v9z", "", "", value, "") for value in values]
        html = chart_map("", areas, width=10, height=10, said=lambda n: f"{n:g}")
        return re.findall(r"</svg>([^<]+)</span>", html)

    assert legend(1, 2, 3, 5, 9, 10, 10, 12, 20, 40) == ["до 2", "3 – 5", "6 – 10", "11 – 12", "13 – 40"]
    assert legend(2, 3, 4, 5, 9) == ["до 2", "3", "4", "5", "6 – 9"]
    assert legend(0.5, 1.5, 2) == ["до 0.5", "0.5 – 1.5", "1.5 – 2"]
    assert legend(0, 0, 0, 0, 0, 0, 0, 0, 0.5, 1) == [
        "до 0",
        "0 – 1",
    ]  # limits are whole, what lies between is not
