"""/api/v1/my/appeals/{number}/…: what the author does with an appeal, by the same steps as the buttons of its page."""

from collections.abc import Callable
from functools import partial
from typing import Annotated
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Meta, Struct

from otklik.appeals.journal import WrongState
from otklik.appeals.lifecycle import State
from otklik.appeals.queries import mine
from otklik.appeals.rules import number as numbers
from otklik.appeals.steps import clarifying, intake, moderation, rating
from otklik.kit import clock
from otklik.kit.errors import Refusal
from otklik.people.models import Device
from otklik.web.access import Action
from otklik.web.api.endpoint import Who, does, writes
from otklik.web.api.v1.sending import PHOTOS


class LetterWanted(Refusal):
    """Another mailbox than that of the account must be confirmed."""

    code = "letter_wanted"


class Done(Struct):
    """stage: in which the appeal is now."""

    number: str
    stage: State


_deed = partial(writes, gives=Done, refuses=(409, 413, 415, 422), action=Action.OWN_CABINET, who=Who.OWNER)


class Rating(Struct):
    """words: wanted where it is not solved, the authority reads them."""

    stars: Annotated[int, Meta(ge=1, le=5)]
    solved: bool
    words: str = ""
    formal: bool = False


@_deed(gettext_lazy("Оценить ответ"), takes=Rating)
def rate(said: Rating, *, key: UUID, device: Device, number: str) -> tuple[Done, bool]:
    """`solved`: the appeal is closed. Not solved: it goes back to the authority. 409 `wrong_state`: there is no answer
    yet, or it has been rated otherwise.
    """

    def deed(appeal_id: int) -> None:
        rating.rate(
            appeal_id=appeal_id,
            stars=said.stars,
            solved=said.solved,
            words=said.words,
            now=clock.now(),
            formal=said.formal,
            key=key,
        )

    return _once(device, number, key, deed, then=State.CLOSED if said.solved else State.RETURNED)


class Reply(Struct):
    words: str


@_deed(gettext_lazy("Ответить на вопрос модератора"), takes=Reply)
def reply(said: Reply, *, key: UUID, device: Device, number: str) -> tuple[Done, bool]:
    """409 `wrong_state`: no question waits."""

    def deed(appeal_id: int) -> None:
        moderation.reply(appeal_id=appeal_id, words=said.words, now=clock.now(), key=key)

    return _once(device, number, key, deed, then=State.MODERATION)


class Clarification(Struct):
    words: Annotated[str, Meta(extra_json_schema={"maxLength": clarifying.WORDS_MAX})] = ""
    photos: Annotated[list[UUID], Meta(max_length=PHOTOS)] = []


@_deed(gettext_lazy("Дополнить обращение"), takes=Clarification)
def clarify(said: Clarification, *, key: UUID, device: Device, number: str) -> tuple[Done, bool]:
    """Words or photos, for the moderator and the authority only. Photos go first: `POST /photos/{photo_id}` with this
    `Idempotency-Key`. 409 `wrong_state`: it is answered or has ended. 422 `photo_missing`: send it and repeat.
    """

    def deed(appeal_id: int) -> None:
        clarifying.clarify(
            appeal_id=appeal_id, key=key, words=said.words, brought=said.photos, now=clock.now()
        )

    return _once(device, number, key, deed)


class Withdrawal(Struct):
    """words: why; nobody but the staff reads them."""

    words: str = ""


@does(
    gettext_lazy("Отозвать обращение"),
    takes=Withdrawal,
    gives=Done,
    refuses=(409, 413, 415, 422),
)
def withdraw(said: Withdrawal, *, device: Device, number: str) -> Done:
    """409 `wrong_state`: it is answered or has ended otherwise."""
    found = _own(device, number)
    try:
        if found.state is not State.WITHDRAWN:
            moderation.withdraw(appeal_id=found.id, words=said.words, now=clock.now())
    except WrongState:
        if _own(device, number).state is not State.WITHDRAWN:
            raise
    return Done(found.number, State.WITHDRAWN)


@does(gettext_lazy("Подтвердить почту обращения"), gives=Done, refuses=(409,))
def confirm(said: object, *, device: Device, number: str) -> Done:
    """Of an appeal that was filed with the account's own e-mail. 409 `letter_wanted`: it was another one, its owner
    follows the link of the letter.
    """
    found = _own(device, number)
    email = mine.email_to_confirm(found.id)
    if email and not mine.proves(device.user, email):
        raise LetterWanted(_("Откройте ссылку из письма: его получил хозяин почты, указанной в обращении."))
    return Done(found.number, State(intake.confirm(appeal_id=found.id, now=clock.now()).state))


@does(gettext_lazy("Письмо с подтверждением ещё раз"), refuses=(409,))
def confirm_again(said: object, *, device: Device, number: str) -> None:
    """429 `too_soon`: the letter has just been sent. 409 `nothing_to_confirm`: it is not wanted."""
    intake.remind(appeal_id=_own(device, number).id, now=clock.now())


def _once(
    device: Device, number: str, key: UUID, deed: Callable[[int], None], *, then: State | None = None
) -> tuple[Done, bool]:
    """Do it, unless it is done under this key; and whether it is new. then: the stage after it; None: as it was.

    A repeat may come when the appeal has moved on and waits for the next deed of the same sort: it is not taken for it.
    """
    found = _own(device, number, key)
    if found.is_done:
        return Done(found.number, found.state), False
    try:
        deed(found.id)
    except WrongState:
        again = _own(device, number, key)  # the same request twice at once: the other was faster
        if not again.is_done:
            raise
        return Done(again.number, again.state), False
    return Done(found.number, then or found.state), True


def _own(device: Device, number: str, key: UUID | None = None) -> mine.Standing:
    found = mine.standing(numbers.read(number) or "", author_id=device.user_id, key=key)
    if found is None:
        raise Http404
    return found
