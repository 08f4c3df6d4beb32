"""The search over all appeals: a plain form, to which a script adds suggestions while typing."""

from markupsafe import Markup

from otklik.web.parts.render import part


def search_box(name: str, value: str = "", big: bool = False) -> Markup:
    """name: the input's id, once a page («search-head», «search-main»). value: what was typed. big: on a page of its
    own.
    """
    return part("search_box", name=name, value=value, big=big)
