"""Tables and their constraints. No behaviour."""

from otklik.oversight.models.control import Control, Report
from otklik.oversight.models.terms import Check, Feed, Finding, Notice

__all__ = ["Check", "Control", "Feed", "Finding", "Notice", "Report"]
