"""Every module with tasks, so that the worker knows them all (settings.PROCRASTINATE_IMPORT_PATHS)."""

from otklik.appeals import borders, following, owners, reckoning, rehearsal, renaming, searches
from otklik.appeals.steps import dispatch
from otklik.configuration import uploads
from otklik.jobs import dumping, offline, outgoing
from otklik.oversight import guarantee, report

__all__ = [
    "borders",
    "dispatch",
    "dumping",
    "following",
    "guarantee",
    "offline",
    "outgoing",
    "owners",
    "reckoning",
    "rehearsal",
    "renaming",
    "report",
    "searches",
    "uploads",
]
