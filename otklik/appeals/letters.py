"""What an author is told. One function per letter; each is called by exactly one step, or by `comments`.

It is written into the outbox with the change that causes it; the worker makes the text of
`templates/letters/<kind>.txt` (first line: subject) and sends it. A dead mail server delays letters and nothing else.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation

from otklik.appeals import labels, ready
from otklik.appeals.lifecycle import (
    CommentReason,
    ComplaintVerdict,
    Decision,
    Kind,
    RefusalReason,
    WithholdReason,
)
from otklik.appeals.models import Answer, Appeal, Comment, Errand
from otklik.appeals.rules import number
from otklik.kit import links
from otklik.outbox.put import Note
from otklik.people import reach
from otklik.people.models import User


def confirmation(appeal: Appeal) -> None:
    _write(appeal, "confirmation", token=links.sign("confirm", appeal.pk))


def received(appeal: Appeal) -> None:
    _write(appeal, "received")


def refused(appeal: Appeal, *, reason: RefusalReason, words: str) -> None:
    language = appeal.author.language if appeal.author else "ru"
    _write(appeal, "refused", reason=ready.refusal_title(reason.value, language), words=words)


def question(appeal: Appeal, *, words: str) -> None:
    _write(appeal, "question", words=words, token=links.sign("author", appeal.pk))


def merged(appeal: Appeal, *, original: Appeal) -> None:
    _write(appeal, "merged", original=number.spoken(original.number), original_page=page(original.number))


def split(appeal: Appeal) -> None:
    _write(appeal, "split")


def published(appeal: Appeal) -> None:
    """Of a confidential one: that it was checked and goes on its way."""
    if appeal.confidential:
        _write(appeal, "accepted", token=links.sign("author", appeal.pk))
    else:
        _write(appeal, "published")


def withheld(appeal: Appeal, *, reason: WithholdReason, words: str) -> None:
    """The author alone sees it now, by this link or in the cabinet."""
    why = _in_language_of(appeal.author, labels.WITHHOLD[reason])
    _write(appeal, "withheld", reason=why, words=words, token=links.sign("author", appeal.pk))


def restored(appeal: Appeal, *, words: str) -> None:
    _write(appeal, "restored", words=words)


def sent(appeal: Appeal, *, msed_number: str) -> None:
    _write(appeal, "sent", msed_number=msed_number)


def extended(appeal: Appeal, *, reason: str) -> None:
    _write(appeal, "extended", reason=reason)


def errand(made: Errand, *, token: str) -> None:
    """To who does the work for an authority: perhaps nobody's account. Of the author nothing."""
    appeal = made.appeal
    said = {
        "number": number.spoken(appeal.number),
        "topic": appeal.topic.title,
        "address": appeal.address,
        "authority": made.authority.name,
        "task": made.task,
        "until": f"{timezone.localtime(made.expires_at):%d.%m.%Y}",
        "link": f"{settings.BASE_URL}/errand/{token}",
    }
    reach.tell(None, Note("errand", said, about=appeal.number), email=made.email)


def answered(appeal: Appeal, answer: Answer) -> None:
    _write(
        appeal,
        "answered",
        decision=_in_language_of(appeal.author, labels.DECISION[Decision(answer.decision)]),
        text=answer.text,
        token=links.sign("author", appeal.pk),
    )


def returned(appeal: Appeal, *, by_right: bool) -> None:
    _write(appeal, "returned", by_right=by_right)


def reckoned(appeal: Appeal, *, was: date, reason: str) -> None:
    """The last day for the answer has become a later one."""
    _write(appeal, "reckoned", was=f"{was:%d.%m.%Y}", reason=reason)


def closed(appeal: Appeal, *, rated: bool) -> None:
    _write(appeal, "closed", rated=rated, thanks=appeal.kind == Kind.THANKS)


def comment_refused(comment: Comment) -> None:
    """To who wrote it, and as that person chose; of its appeal no more than everybody may read."""
    author, appeal = comment.author, comment.appeal
    said = {
        **about(appeal),
        "name": author.name,
        "reason": _in_language_of(author, labels.COMMENT_REFUSAL[CommentReason(comment.reason)]),
        "words": comment.text,
    }
    reach.tell(author, Note("comment-refused", said, about=appeal.number))


def complaint_settled(
    appeal: Appeal, people: QuerySet[User], *, verdict: ComplaintVerdict, words: str, turn: int
) -> None:
    """To everybody who complained with an account, once for each `turn`; nothing of the author."""
    hidden, withheld = verdict is ComplaintVerdict.HIDDEN, verdict is ComplaintVerdict.WITHHELD
    said = {**about(appeal), "hidden": hidden, "withheld": withheld, "words": words}
    del said["name"]
    once = f"complaint-settled {appeal.number} {turn}"
    reach.tell_many(people, Note("complaint-settled", said, about=appeal.number, once=once))


def _write(appeal: Appeal, kind: str, **context: Any) -> None:
    said = {**about(appeal), **context}
    note = Note(kind, said, about=appeal.number)
    reach.tell(appeal.author, note, email=appeal.author_email, phone=appeal.author_phone)


def _in_language_of(reader: User | None, words: object) -> str:
    """Not in that of the moderator or of the worker who writes the letter."""
    with translation.override(reader.language if reader else "ru"):
        return str(words)


def about(appeal: Appeal) -> dict[str, Any]:
    """What every letter about an appeal may say."""
    return {
        "number": number.spoken(appeal.number),
        "topic": appeal.topic.title,
        "address": appeal.address,
        "name": appeal.author_name,
        "page": page(appeal.number),
        "answer_by": f"{appeal.answer_by:%d.%m.%Y}" if appeal.answer_by else "",
    }


def page(appeal_number: str) -> str:
    """Address of the public page."""
    return f"{settings.BASE_URL}/appeals/{appeal_number}"
