"""What is marked in a text for its moderator: personal data and unwanted words. No database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.appeals.rules import personal, profanity
from otklik.appeals.rules.profanity import Listed, folded
from otklik.appeals.rules.spans import Mark, Span, laid_out, pieces
from otklik.appeals.rules.whose import names_of_people

pytestmark = pytest.mark.desks


def found(text: str) -> list[tuple[str, str]]:
    return [(span.mark.value, text[span.start : span.end]) for span in personal.marks(text)]


@pytest.mark.parametrize(
    ("text", "kind", "piece"),
    [
        ("Звоните +7 (916) 123-45-67.", "phone", "+7 (916) 123-45-67"),
        ("мой 89161234567, жду", "phone", "89161234567"),
        ("тел: 916 123 45 67", "phone", "916 123 45 67"),
        ("тел. 2-34-56 вечером", "phone", "2-34-56"),
        ("Пишите: vera.p@example.test!", "email", "vera.p@example.test"),
        ("карта 4111 1111 1111 1111", "card", "4111 1111 1111 1111"),
        ("паспорт серия 4510 № 123456 выдан", "passport", "4510 № 123456"),
        ("Паспорт: 45 10 123456", "passport", "45 10 123456"),
        ("СНИЛС 112-233-445 95", "snils", "112-233-445 95"),
        ("ИНН 500100732259", "inn", "500100732259"),
        ("ИНН 7707083893", "inn", "7707083893"),
        ("машина А123ВС 77 во дворе", "car", "А123ВС 77"),
        ("машина а123вс777", "car", "а123вс777"),
        ("сосед Иванов И.И. шумит", "name", "Иванов И.И."),
        ("врач И. И. Иванова", "name", "И. И. Иванова"),
        ("Петрова Мария Ивановна грубит", "name", "Петрова Мария Ивановна"),
        ("Прошу Анну Ивановну помочь", "name", "Анну Ивановну"),
        ("На улице Иванов И.И. ставит машину", "name", "Иванов И.И."),
    ],
)
def test_what_is_personal_is_marked(text, kind, piece):
    assert (kind, piece) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Горячая линия 8-800-555-35-35, +7 800 555 35 35",
        "карта 4111 1111 1111 1112",
        "СНИЛС 112-233-445 96",
        "ИНН 500100732258 и 7707083894",
        "ОГРН 1027700132195",
        "участок 50:21:0010203:45, документ № 1234567890",
        "проехать в 100 км 50 м",
        "ул. Ивана Франко, д. 5, проспект Гагарина, улица Академика И.П. Павлова",
        "школа имени Юрия Алексеевича Гагарина у пл. А.С. Пушкина",
        "А.С. Пушкина ул., дом 3",
        "д. Липовка, ул. Новая, д. 5, кв. 12",
        "Обращение 481 270 356, счёт 40702810900000012345",
        "Не убирают снег с 12.01.2026 по 25.02.2026, 10:30",
    ],
)
def test_what_is_not_personal_is_left_alone(text):
    assert found(text) == []


def test_a_flat_is_personal_beside_a_name_only():
    assert ("flat", "кв. 45") in found("Иванов И.И., кв. 45, не пускает слесаря")
    assert found(f"Иванов И.И. {'ждёт ' * 30} кв. 45") == [("name", "Иванов И.И.")]


@given(st.text(max_size=300))
def test_any_text_gives_ordered_spans_inside_it(text):
    check(text)


PARTS = st.sampled_from(
    [
        "+7",
        "916",
        "123-45-67",
        "4111",
        "1111",
        " ",
        "-",
        "Иванов",
        "И.И.",
        "кв.",
        "12",
        "ул.",
        "@",
        "a.ru",
        "№",
        "\n",
    ]
)


@given(st.lists(PARTS, max_size=40).map("".join))
def test_so_do_pieces_that_look_personal(text):
    check(text)


def check(text: str) -> None:
    listed = [Listed("сука", is_beginning=False), Listed("му", is_beginning=True)]
    for spans in (personal.marks(text), names_of_people(text), profanity.marks(text, listed)):
        end = 0
        for span in spans:
            assert end <= span.start < span.end <= len(text)
            end = span.end
        assert "".join(piece for piece, _span in pieces(text, spans)) == text


def test_a_text_of_nothing_but_such_things_takes_no_time_to_speak_of():
    for part in ("паспорт", "89161234567 ", "Иванов И.И., кв. 1, ", "a@b.ru ", "1 " * 8, "Аа-", "с*"):
        personal.marks((part * 10_000)[:10_000])


def test_of_two_that_overlap_the_first_found_stays():
    one, two, three = Span(3, 6, Mark.CARD), Span(0, 4, Mark.PHONE), Span(6, 8, Mark.INN)
    assert laid_out([one, two, three]) == [one, three]


LIST = [Listed(folded("сука"), is_beginning=False), Listed(folded("мудак"), is_beginning=True)]


@pytest.mark.parametrize(
    "word", ["сука", "СУКА", "сyкa", "суууука", "с*у*к*а", "с-у-к-а", "мудаки", "муд@ку", "ну-сука"]
)
def test_a_disguised_word_is_known(word):
    text = f"Ах ты {word}, снег!"
    assert [text[span.start : span.end] for span in profanity.marks(text, LIST)] == [word]


@pytest.mark.parametrize("word", ["сукно", "сук", "барсука", "помудаковал", "рассукалка"])
def test_another_word_that_has_it_inside_is_not(word):
    assert profanity.marks(word, LIST) == []


def test_yo_and_ye_are_one_letter():
    assert folded("Ёлка") == folded("елка")
