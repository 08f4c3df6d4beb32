"""An appeal filed in the app, step by step, as a person with a phone does it."""

from pathlib import Path

from playwright.sync_api import Page, expect

TEXT = "Яма глубиной в полметра у дома"


def begin(page: Page, kind: str = "Проблема") -> None:
    page.get_by_role("link", name="Сообщить", exact=True).tap()
    page.get_by_role("button", name=kind).tap()
    expect(page.get_by_role("heading", level=1, name="Тема")).to_be_visible()


def topic(page: Page, word: str = "яма", title: str = "Яма на дороге") -> None:
    """Chosen out of what was found; the next step opens by itself."""
    page.get_by_label("Найти тему").fill(word)
    page.get_by_role("button", name=title).tap()
    expect(page.locator("h1")).not_to_have_text("Тема")


def place(page: Page, address: str = "Новая, 5") -> None:
    page.get_by_role("button", name="Взять моё место").tap()
    page.get_by_text("Место взято").wait_for()
    page.get_by_label("Адрес или ориентир").fill(address)
    next_step(page)


def details(page: Page, text: str = TEXT, depth: str = "50") -> None:
    page.get_by_label("Глубина, см").fill(depth)
    page.get_by_label("Что случилось").fill(text)
    next_step(page)


def choose(page: Page, *photos: Path, button: str = "Из галереи") -> None:
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name=button).tap()
    asked.value.set_files(photos)


def photos(page: Page, *files: Path) -> None:
    if files:
        choose(page, *files)
    for n in range(len(files)):
        expect(page.get_by_role("img", name=f"Фото {n + 1}")).to_be_visible()
    next_step(page)


def author(page: Page) -> None:
    page.get_by_label("Ваше имя").fill("Вера")
    page.get_by_label("Электронная почта").fill("vera@example.test")
    page.get_by_label("Согласен").check()
    next_step(page)


def next_step(page: Page, button: str = "Дальше") -> None:
    heading = page.locator("h1").inner_text()
    page.get_by_role("button", name=button, exact=True).tap()
    expect(page.locator("h1")).not_to_have_text(heading)


def fill(page: Page, *files: Path, text: str = TEXT, is_signed_in: bool = False) -> None:
    """Up to the review. Of an account the name and the e-mail are known."""
    begin(page)
    topic(page)
    place(page)
    details(page, text)
    photos(page, *files)
    if is_signed_in:
        page.get_by_label("Согласен").check()
    else:
        author(page)


def send(page: Page) -> None:
    page.get_by_role("button", name="Отправить", exact=True).tap()
    page.get_by_role("heading", level=1, name="Исходящие").wait_for()


def report(page: Page, *files: Path, text: str = TEXT, is_signed_in: bool = False) -> None:
    fill(page, *files, text=text, is_signed_in=is_signed_in)
    send(page)
