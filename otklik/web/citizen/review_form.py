"""The wizard's last page: is all there, and who files it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from otklik.appeals.steps import intake
from otklik.appeals.steps.intake import Author
from otklik.people import organisations
from otklik.people.models import User
from otklik.web.typed import whole

EVERYBODY: Final = "everybody"
VISIBILITY: Final = ("authority", EVERYBODY)  # the first is meant where nothing was chosen


@dataclass(frozen=True, slots=True)
class Form:
    author: Author
    signed_in: bool
    missing: list[tuple[str, str]]  # (name of the wizard's page, words) still to be filled in
    errors: dict[str, str] = field(default_factory=dict)
    acts_for: list[tuple[str, str]] = field(
        default_factory=list
    )  # «от себя» and organisations; empty: no choice
    chosen: str = ""  # one of `acts_for`
    asks_visibility: bool = False  # the topic leaves it to the author who sees the appeal
    visibility: str = ""  # one of VISIBILITY

    @property
    def confidential(self) -> bool | None:
        """None: the author was not asked."""
        return self.visibility != EVERYBODY if self.asks_visibility else None


def read(
    data: Mapping[str, Any],
    account: User | None,
    post: Mapping[str, str] | None,
    *,
    for_business: bool = False,
    asks_visibility: bool = False,
) -> Form:
    """for_business: what a representative writes of is the organisation's, unless they choose otherwise.
    asks_visibility: the topic of the draft leaves it to the author who sees the appeal.
    """
    found = _read(data, account, post, for_business=for_business)
    said = (post or {}).get("visibility", "")
    visibility = said if said in VISIBILITY else VISIBILITY[0]
    return replace(found, asks_visibility=asks_visibility, visibility=visibility)


def _read(
    data: Mapping[str, Any], account: User | None, post: Mapping[str, str] | None, *, for_business: bool
) -> Form:
    missing, said = _missing(data), post or {}
    if account is None:
        author = Author(name=said.get("name", "").strip(), email=said.get("email", "").strip())
        errors = intake.wrong_author(author) if post is not None else {}
        return Form(author, signed_in=False, missing=missing, errors=errors | _not_yet(missing, post))
    chosen = said.get("acts_for", "")
    # Who sends for themselves does not see the choice again.
    is_sent = post is not None and not (chosen or missing)
    bodies = [] if is_sent else organisations.confirmed(account.pk)
    acts_for = [
        ("", _("От себя")),
        *((str(pk), _("От организации %(name)s") % {"name": name}) for pk, name in bodies),
    ]
    if post is None and for_business and bodies:
        chosen = str(bodies[0][0])
    errors = {}
    if chosen not in dict(acts_for):
        errors["acts_for"] = _("От этой организации вы подавать обращения не можете. Выберите другой ответ.")
        chosen = ""
    author = Author.of(account, organisation_id=whole(chosen))
    return Form(
        author,
        signed_in=True,
        missing=missing,
        errors=errors | _not_yet(missing, post),
        acts_for=acts_for if bodies else [],
        chosen=chosen,
    )


def _not_yet(missing: list[tuple[str, str]], post: Mapping[str, str] | None) -> dict[str, str]:
    return {"": _("Сначала заполните недостающее.")} if missing and post is not None else {}


def _missing(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    pages = [
        ("wizard-topic", _("Выберите тему"), bool(data.get("topic"))),
        ("wizard-place", _("Укажите адрес"), bool(data.get("address"))),
        ("wizard-text", _("Опишите, что случилось"), bool(data.get("text_done"))),
    ]
    return [(page, words) for page, words, there in pages if not there]
