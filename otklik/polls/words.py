"""What voters read: why they cannot vote, what is wrong with an answer. The only place where a code becomes words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from otklik.polls.answers import Fault
from otklik.polls.asking import Question
from otklik.polls.standing import Standing

STANDING: Final[dict[Standing, Promise]] = {
    Standing.CAN: gettext_lazy("Вы можете проголосовать."),
    Standing.VOTED: gettext_lazy("Вы уже голосовали в этом опросе. Второй голос не принимается."),
    Standing.NOT_YET: gettext_lazy("Голосование ещё не началось."),
    Standing.OVER: gettext_lazy("Голосование закончилось, голоса больше не принимаются."),
    Standing.SIGN_IN: gettext_lazy("Чтобы проголосовать, войдите на портал."),
    Standing.NEEDS_ORGANISATION: gettext_lazy(
        "Голосуют организации. Подтвердите в профиле, что представляете организацию."
    ),
    Standing.NEEDS_HOME: gettext_lazy(
        "Опрос только для жителей этой территории. Укажите свой населённый пункт в профиле."
    ),
    Standing.ELSEWHERE: gettext_lazy("Опрос только для жителей другой территории."),
    Standing.HOME_TOO_NEW: gettext_lazy(
        "Населённый пункт в вашем профиле указан после начала опроса, поэтому голос за него не принимается. "
        "Место жительства, подтверждённое на Госуслугах, учитывается сразу."
    ),
    Standing.NEEDS_ESIA: gettext_lazy(
        "В этом опросе возраст и место жительства подтверждают Госуслуги. Войдите через Госуслуги."
    ),
    Standing.HOME_UNCONFIRMED: gettext_lazy(
        "Госуслуги не подтвердили ваше место жительства. Если населённый пункт в профиле указали вы сами, "
        "уберите его и войдите через Госуслуги ещё раз."
    ),
    Standing.TOO_YOUNG: gettext_lazy("Вы ещё не достигли возраста, с которого голосуют в этом опросе."),
}

_FAULTS: Final[dict[Fault, Promise]] = {
    Fault.MISSING: gettext_lazy("Ответьте на этот вопрос."),
    Fault.EMPTY: gettext_lazy("Ответьте хотя бы на один вопрос."),
    Fault.UNKNOWN_QUESTION: gettext_lazy("Такого вопроса в опросе нет. Откройте страницу опроса заново."),
    Fault.UNREADABLE: gettext_lazy("Ответ не удалось прочитать. Ответьте ещё раз."),
    Fault.UNKNOWN_OPTION: gettext_lazy("Такого варианта нет. Выберите из предложенных."),
    Fault.REPEATED: gettext_lazy("Каждый вариант может стоять только на одном месте."),
    Fault.OUTSIDE: gettext_lazy("Точка за пределами региона. Выберите место в регионе."),
}


def fault(fault: Fault, question: Question | None) -> str:
    """question: None for Fault.EMPTY and UNKNOWN_QUESTION."""
    if question is None or fault in _FAULTS:
        return str(_FAULTS[fault])
    said = {"least": question.least, "most": question.most, "low": question.low, "high": question.high}
    match fault:
        case Fault.TOO_FEW:
            form = ngettext(
                "Нужен хотя бы %(least)s вариант.", "Нужно хотя бы %(least)s варианта.", question.least
            )
        case Fault.TOO_MANY:
            form = ngettext(
                "Можно не больше %(most)s варианта.", "Можно не больше %(most)s вариантов.", question.most
            )
        case Fault.TOO_LONG:
            form = ngettext("Не длиннее %(most)s знака.", "Не длиннее %(most)s знаков.", question.most)
        case _:
            form = _("Оценка — целое число от %(low)s до %(high)s.")
    return form % said
