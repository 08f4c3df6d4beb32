"""The public stages in a row: what is done, where the appeal is now, what will follow."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from otklik.web.parts.render import Tone, part


@dataclass(frozen=True, slots=True)
class Stop:
    label: str
    place: str  # done, now, ahead
    spoken: str | Promise  # the same for people who do not see the colours


SPOKEN = {"done": _("пройдено"), "now": _("сейчас"), "ahead": _("впереди")}


def stage_bar(stages: Sequence[tuple[str, str]], current: str, tone: str = Tone.ACTIVE) -> Markup:
    """stages: (code, label) in order. current: code of the present one; the last one counts as done.

    tone: of the present stage, `bad` where the appeal stopped there.
    Raises ValueError: `current` is not among `stages`.
    """
    here = [code for code, _label in stages].index(current)
    over = here == len(stages) - 1
    places = [
        "done" if i < here or (over and tone != Tone.BAD) else "now" if i == here else "ahead"
        for i in range(len(stages))
    ]
    stops = [Stop(label, place, SPOKEN[place]) for (_code, label), place in zip(stages, places, strict=True)]
    return part("stage_bar", stops=stops, tone=Tone(tone), at=here + 1)
