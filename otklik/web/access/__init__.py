"""Who may do what. Every check of the web layer is here; a view names its action as a decorator.

rights: the table of roles and actions. scope: which appeals of those. doors: the decorators. bearer: who asks the API.
drafts: what a browser without an account may open. deeds: the journal of staff. table: docs/roles.md.
"""

from otklik.web.access.bearer import bearer, bears, device_named
from otklik.web.access.deeds import deed_about, write_download
from otklik.web.access.doors import (
    ASKED_ELSEWHERE,
    LINK_DAYS,
    PersonRequest,
    View,
    author_link,
    by_token,
    may,
    name_all,
    own_account,
    own_appeal,
    person,
    require_face,
    require_reader,
    second_factor_due,
    second_factor_wanted,
    signed_in,
)
from otklik.web.access.drafts import account_draft, own_draft, remember_draft
from otklik.web.access.rights import Action, allowed, is_staff
from otklik.web.access.scope import (
    authority_ids,
    figures_of,
    own_body,
    own_desk,
    require_appeal,
    require_asked,
    scope_of,
    sees,
)

__all__ = [
    "ASKED_ELSEWHERE",
    "LINK_DAYS",
    "Action",
    "PersonRequest",
    "View",
    "account_draft",
    "allowed",
    "author_link",
    "authority_ids",
    "bearer",
    "bears",
    "by_token",
    "deed_about",
    "device_named",
    "figures_of",
    "is_staff",
    "may",
    "name_all",
    "own_account",
    "own_appeal",
    "own_body",
    "own_desk",
    "own_draft",
    "person",
    "remember_draft",
    "require_appeal",
    "require_asked",
    "require_face",
    "require_reader",
    "scope_of",
    "second_factor_due",
    "second_factor_wanted",
    "sees",
    "signed_in",
    "write_download",
]
