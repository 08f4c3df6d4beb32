"""Every module with tasks, so that the worker knows them all (settings.PROCRASTINATE_IMPORT_PATHS)."""

from otklik.appeals import letters
from otklik.appeals.steps import dispatch
from otklik.people import letters as account_letters

__all__ = ["account_letters", "dispatch", "letters"]
