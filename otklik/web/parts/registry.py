"""Every part and every filter of our templates, by the name that templates use."""

from collections.abc import Callable
from typing import Final

from markupsafe import Markup

from otklik.web.parts.appeal_card.part import appeal_card, appeal_cards
from otklik.web.parts.control_mark.part import control_mark
from otklik.web.parts.empty.part import empty
from otklik.web.parts.error_summary.part import error_summary
from otklik.web.parts.facts.part import facts
from otklik.web.parts.field.part import field
from otklik.web.parts.filters import FILTERS
from otklik.web.parts.icon.part import icon
from otklik.web.parts.kind_mark.part import kind_mark
from otklik.web.parts.pager.part import pager
from otklik.web.parts.photo_grid.part import photo_grid
from otklik.web.parts.photo_upload.part import photo_upload
from otklik.web.parts.rating_shown.part import rating_shown
from otklik.web.parts.rating_stars.part import rating_stars
from otklik.web.parts.search_box.part import search_box
from otklik.web.parts.stage_bar.part import stage_bar
from otklik.web.parts.state_badge.part import state_badge
from otklik.web.parts.tabs.part import tabs
from otklik.web.parts.timeline.part import timeline
from otklik.web.parts.vision_panel.part import vision_panel

__all__ = ["FILTERS", "PARTS"]

PARTS: Final[dict[str, Callable[..., Markup]]] = {
    "appeal_card": appeal_card,
    "appeal_cards": appeal_cards,
    "control_mark": control_mark,
    "empty": empty,
    "error_summary": error_summary,
    "facts": facts,
    "field": field,
    "icon": icon,
    "kind_mark": kind_mark,
    "pager": pager,
    "photo_grid": photo_grid,
    "photo_upload": photo_upload,
    "rating_shown": rating_shown,
    "rating_stars": rating_stars,
    "search_box": search_box,
    "stage_bar": stage_bar,
    "state_badge": state_badge,
    "tabs": tabs,
    "timeline": timeline,
    "vision_panel": vision_panel,
}
