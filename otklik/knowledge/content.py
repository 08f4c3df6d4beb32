"""What an article says, as one value: typed by people or read from a file, checked, kept whole with each version."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.knowledge import markup
from otklik.knowledge.models import CODE, Audience

TITLE_MAX: Final = 150  # characters
LEAD_MAX: Final = 400
BODY_MAX: Final = 40_000
TOPICS_MAX: Final = 40
SOURCES_MAX: Final = 15
RELATED_MAX: Final = 10
_URL: Final = re.compile(r"(https?://[^\s<>\"]{3,500}|/[^\s<>\"/][^\s<>\"]{0,500})")


class BadArticle(Refusal):
    """Fields that cannot be taken: name → what to do."""

    code = "bad_article"
    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(next(iter(fields.values())))
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    lead: str
    body: str  # Markdown or HTML, as typed


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    url: str  # "" for what has no address


@dataclass(frozen=True, slots=True)
class Content:
    section: str  # code
    audience: str
    texts: Mapping[str, Words]  # by language; Russian is always there
    topics: tuple[str, ...] = ()  # codes of topics and categories
    related: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    checked_on: date | None = None

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return {
            **asdict(self),
            "topics": list(self.topics),
            "related": list(self.related),
            "sources": [asdict(one) for one in self.sources],
            "checked_on": self.checked_on.isoformat() if self.checked_on else None,
        }


@dataclass(slots=True)
class Typed:
    """Of a form or a row of a file, nothing checked."""

    section: str = ""
    audience: str = ""
    texts: dict[str, Words] = field(default_factory=dict)
    topics: Sequence[str] = ()
    related: str = ""  # codes in any separation
    sources: str = ""  # a line each: «Название https://…»
    checked_on: str = ""  # ISO


def read(kept: Mapping[str, Any]) -> Content:
    """What `Content.kept` wrote."""
    return Content(
        section=kept["section"],
        audience=kept["audience"],
        texts={language: Words(**words) for language, words in kept["texts"].items()},
        topics=tuple(kept["topics"]),
        related=tuple(kept["related"]),
        sources=tuple(Source(**one) for one in kept["sources"]),
        checked_on=date.fromisoformat(kept["checked_on"]) if kept["checked_on"] else None,
    )


def typed_of(content: Content) -> Typed:
    """As a form shows it."""
    return Typed(
        section=content.section,
        audience=content.audience,
        texts=dict(content.texts),
        topics=content.topics,
        related=", ".join(content.related),
        sources="\n".join(" ".join(filter(None, (one.title, one.url))) for one in content.sources),
        checked_on=content.checked_on.isoformat() if content.checked_on else "",
    )


def checked(typed: Typed, *, sections: Sequence[str], topics: Sequence[str], today: date) -> Content:
    """sections, topics: codes that there are. Raises BadArticle with everything that is wrong."""
    wrong: dict[str, str] = {}
    if typed.section not in sections:
        wrong["section"] = _("Выберите раздел.")
    if typed.audience not in Audience.values:
        wrong["audience"] = _("Выберите, для кого статья.")
    texts = _texts(typed.texts, wrong)
    chosen = tuple(dict.fromkeys(code for code in typed.topics if code))
    if unknown := [code for code in chosen if code not in topics]:
        wrong["topics"] = _("Таких тем нет: %(codes)s. Выберите темы из списка.") % {
            "codes": ", ".join(unknown[:5])[:200]
        }
    elif len(chosen) > TOPICS_MAX:
        wrong["topics"] = _("Не больше %(n)d тем. Если статья обо всём, не называйте ни одной.") % {
            "n": TOPICS_MAX
        }
    content = Content(
        section=typed.section,
        audience=typed.audience,
        texts=texts,
        topics=chosen,
        related=_related(typed.related, wrong),
        sources=_sources(typed.sources, wrong),
        checked_on=_checked_on(typed.checked_on, today, wrong),
    )
    if wrong:
        raise BadArticle(wrong)
    return content


def _texts(typed: Mapping[str, Words], wrong: dict[str, str]) -> dict[str, Words]:
    texts = {}
    for language, _name in settings.LANGUAGES:
        said = typed.get(language, Words("", "", ""))
        words = Words(
            _line(said.title), _line(said.lead), said.body.replace("\r\n", "\n").replace("\0", "").strip()
        )
        if language != settings.LANGUAGE_CODE and not (words.title or words.lead or words.body):
            continue  # a translation is either there as a whole or not at all
        for name, text, most in (
            ("title", words.title, TITLE_MAX),
            ("lead", words.lead, LEAD_MAX),
            ("body", words.body, BODY_MAX),
        ):
            if not text:
                wrong[f"{name}_{language}"] = str(_EMPTY[name]())
            elif len(text) > most:
                wrong[f"{name}_{language}"] = _("%(n)d знаков, можно не больше %(most)d. Сократите.") % {
                    "n": len(text),
                    "most": most,
                }
        if words.body and f"body_{language}" not in wrong and not markup.words(markup.html(words.body)):
            wrong[f"body_{language}"] = _(
                "От текста после очистки ничего не осталось: в нём только то, что показать нельзя (скрипты,"
                " рисунки, стили)."
            )
        texts[language] = words
    return texts


_EMPTY: Final = {
    "title": lambda: _("Напишите заголовок."),
    "lead": lambda: _("Напишите одно-два предложения о главном: их видно в списке и в поиске."),
    "body": lambda: _("Напишите текст статьи."),
}


def _related(typed: str, wrong: dict[str, str]) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(re.split(r"[\s,;]+", typed.strip()))) if typed.strip() else ()
    if bad := [code for code in codes if not re.fullmatch(CODE, code) or len(code) > 80]:
        wrong["related"] = _("«%(code)s» не похоже на адрес статьи. Это последняя часть её адреса.") % {
            "code": bad[0][:80]
        }
    elif len(codes) > RELATED_MAX:
        wrong["related"] = _("Не больше %(n)d статей.") % {"n": RELATED_MAX}
    return codes


def _sources(typed: str, wrong: dict[str, str]) -> tuple[Source, ...]:
    found = []
    for line in filter(None, map(_line, typed.splitlines())):
        title, _sep, last = line.rpartition(" ")
        has_url = last.startswith(("http:", "https:", "/"))
        one = Source(title, last) if has_url else Source(line, "")
        if has_url and not _URL.fullmatch(last):
            wrong["sources"] = _("Адрес «%(url)s» не открыть. Он начинается с https:// или с /.") % {
                "url": last[:80]
            }
        elif not one.title or len(one.title) > 300:
            wrong["sources"] = _("В каждой строке: название (до 300 знаков) и, если есть, адрес.")
        found.append(one)
    if len(found) > SOURCES_MAX:
        wrong["sources"] = _("Не больше %(n)d источников.") % {"n": SOURCES_MAX}
    return tuple(found)


def _checked_on(typed: str, today: date, wrong: dict[str, str]) -> date | None:
    if not typed.strip():
        return None
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        wrong["checked_on"] = _("Такого дня нет. Напишите день, месяц и год.")
        return None
    if day > today:
        wrong["checked_on"] = _("Этот день ещё не наступил.")
    return day


def is_code(text: str) -> bool:
    return re.fullmatch(CODE, text) is not None


def _line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())
