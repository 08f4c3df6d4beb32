"""Words of letters that administrators write: checked before they are kept, only added, the newest in force."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import jinja2
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from jinja2 import meta, nodes

from otklik.kit.errors import Refusal
from otklik.outbox import samples, wording
from otklik.outbox.models import Wording
from otklik.outbox.wording import Words

SUBJECT_MAX: Final = 150  # characters
BODY_MAX: Final = 8_000
# What words may do: name values, choose between texts, go through a list. Nothing that computes.
_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.For, nodes.Const, nodes.Compare,
    nodes.Operand, nodes.Not, nodes.And, nodes.Or, nodes.CondExpr, nodes.Getattr, nodes.Getitem, nodes.Neg,
)  # fmt: skip


class BadWords(Refusal):
    """The words cannot be kept; the text says what to mend and, where it is known, in which line."""

    code = "bad_words"
    status = 422


class NoSuchKind(Refusal):
    code = "no_such_kind"
    status = 404


@dataclass(frozen=True, slots=True)
class Kind:
    """A line of the list. version: 0 while the release's file is in force and nobody ever changed it."""

    kind: str
    subject: str
    language: str
    version: int
    changed: bool  # an administrator's words are in force


@dataclass(frozen=True, slots=True)
class Version:
    version: int
    at: datetime
    by: str
    subject: str  # "" of one that went back to the file
    is_file: bool


def kinds() -> list[Kind]:
    """Every kind in every language, with what is in force."""
    newest = Wording.objects.order_by("kind", "language", "-version").distinct("kind", "language")
    found = {(row.kind, row.language): row for row in newest}
    made = []
    for kind in wording.kinds():
        for language, _name in settings.LANGUAGES:
            row = found.get((kind, language))
            text = row.text if row and row.text else wording.file_of(kind, language)
            version = row.version if row else 0
            made.append(Kind(kind, _head(text), language, version, changed=bool(row and row.text)))
    return made


def current(kind: str, language: str) -> Words:
    """What is in force. Raises NoSuchKind."""
    _check_kind(kind, language)
    row = Wording.objects.filter(kind=kind, language=language).order_by("-version").first()
    return _parted(row.text if row and row.text else wording.file_of(kind, language))


def history(kind: str, language: str) -> list[Version]:
    """Newest first."""
    rows = Wording.objects.filter(kind=kind, language=language).select_related("by").order_by("-version")
    return [
        Version(row.version, row.at, row.by.name if row.by else "", _head(row.text), not row.text)
        for row in rows[:100]
    ]


def names(kind: str) -> list[str]:
    """What the words of this kind may name."""
    return sorted({*samples.sample(kind), *wording.portal(), "to"})


def preview(kind: str, words: Words) -> Words:
    """The words with the sample's values. Raises BadWords, NoSuchKind."""
    text = _checked(kind, words)
    shown = {**wording.portal(), "to": "vera@example.test", **samples.sample(kind)}
    try:
        return wording.rendered(wording.compiled(text), shown)
    except (jinja2.TemplateError, TypeError, ArithmeticError) as e:
        raise BadWords(_("Письмо не собирается: %(why)s") % {"why": e}) from e


def save(kind: str, language: str, words: Words, *, by_id: int | None, now: datetime) -> int:
    """A new version, in force from the next batch on; its number. The same words again make none.

    Raises BadWords, NoSuchKind.
    """
    _check_kind(kind, language)
    preview(kind, words)
    return _add(kind, language, _checked(kind, words), by_id=by_id, now=now)


def restore(kind: str, language: str, version: int, *, by_id: int, now: datetime) -> int:
    """An older version becomes the newest; 0 is the file of the release. Raises NoSuchKind, BadWords."""
    _check_kind(kind, language)
    if version == 0:
        return _add(kind, language, "", by_id=by_id, now=now)
    row = Wording.objects.filter(kind=kind, language=language, version=version).first()
    if row is None:
        raise NoSuchKind(_("Такой версии нет."))
    if row.text:
        preview(kind, _parted(row.text))  # names that the release no longer knows
    return _add(kind, language, row.text, by_id=by_id, now=now)


def _add(kind: str, language: str, text: str, *, by_id: int | None, now: datetime) -> int:
    newest = Wording.objects.filter(kind=kind, language=language).order_by("-version").first()
    if (newest.text if newest else "") == text:
        return newest.version if newest else 0
    version = newest.version + 1 if newest else 1
    try:
        with transaction.atomic():
            Wording.objects.create(
                kind=kind, language=language, version=version, text=text, by_id=by_id, at=now
            )
    except IntegrityError as e:
        raise BadWords(_("Это письмо только что изменил кто-то ещё. Откройте его снова.")) from e
    return version


def _checked(kind: str, words: Words) -> str:
    """The text as it is kept. Raises BadWords."""
    _check_kind(kind, "ru")
    subject, body = " ".join(words.subject.split()), words.body.replace("\r\n", "\n").rstrip() + "\n"
    if not subject or not body.strip():
        raise BadWords(_("Заполните тему и текст письма."))
    if len(subject) > SUBJECT_MAX or len(body) > BODY_MAX:
        raise BadWords(
            _("Слишком длинно: в теме не больше %(subject)s знаков, в тексте не больше %(body)s.")
            % {"subject": SUBJECT_MAX, "body": BODY_MAX}
        )
    text = f"{subject}\n{body}"
    _check_tree(kind, text)
    return text


def _check_tree(kind: str, text: str) -> None:
    """Syntax, what the words do, what they name. Raises BadWords."""
    try:
        tree = jinja2.Environment(autoescape=True).parse(text)
    except jinja2.TemplateSyntaxError as e:
        where = {"line": _line(e.lineno), "why": e.message}
        raise BadWords(_("Ошибка в подстановках, %(line)s: %(why)s") % where) from e
    except RecursionError as e:
        raise BadWords(_("Слишком сложные подстановки.")) from e
    for node in tree.find_all(nodes.Node):
        twice = isinstance(node, nodes.For) and node.find(nodes.For)  # a list in a list: work without end
        if twice or not isinstance(node, _ALLOWED):
            where = {"line": _line(node.lineno)}
            raise BadWords(_("Так в письмах нельзя, %(line)s: только значения, условия и списки.") % where)
    unknown = sorted(meta.find_undeclared_variables(tree) - set(names(kind)))
    if unknown:
        said = {"names": ", ".join(unknown), "known": ", ".join(names(kind))}
        raise BadWords(_("Письмо не знает таких значений: %(names)s. Есть: %(known)s.") % said)


def _line(number: int) -> str:
    """The subject is the first line of the text that is kept."""
    return _("тема") if number <= 1 else _("строка %(n)s") % {"n": number - 1}


def _check_kind(kind: str, language: str) -> None:
    if (
        kind not in wording.kinds()
        or not samples.has_sample(kind)
        or language not in dict(settings.LANGUAGES)
    ):
        raise NoSuchKind(_("Такого письма нет."))


def _parted(text: str) -> Words:
    subject, _sep, body = text.partition("\n")
    return Words(subject, body)


def _head(text: str) -> str:
    return text.partition("\n")[0]
