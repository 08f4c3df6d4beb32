"""What is wrong with the form, on top of the page; each line leads to its field."""

from collections.abc import Mapping

from markupsafe import Markup

from otklik.web.parts.render import part


def error_summary(errors: Mapping[str, str]) -> Markup:
    """errors: name of the field → text; the name "" is the form as a whole. Nothing wrong, nothing shown."""
    return part("error_summary", errors=errors) if errors else Markup("")
