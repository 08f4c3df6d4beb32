"""Every module with tasks, so that the worker knows them all (settings.PROCRASTINATE_IMPORT_PATHS)."""

from otklik.appeals import following, owners, reckoning, renaming, searches
from otklik.appeals.steps import dispatch
from otklik.jobs import dumping, outgoing

__all__ = ["dispatch", "dumping", "following", "outgoing", "owners", "reckoning", "renaming", "searches"]
from otklik.appeals import following, owners, rehearsal, renaming, searches
from otklik.appeals.steps import dispatch
from otklik.jobs import dumping, outgoing

__all__ = ["dispatch", "dumping", "following", "outgoing", "owners", "rehearsal", "renaming", "searches"]
