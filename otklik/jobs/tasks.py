"""Every module with tasks, so that the worker knows them all (settings.PROCRASTINATE_IMPORT_PATHS)."""

from otklik.appeals import letters
from otklik.appeals.steps import dispatch

__all__ = ["dispatch", "letters"]
