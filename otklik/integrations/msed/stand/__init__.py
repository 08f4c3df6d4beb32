"""The other side of the exchange for demo, trials and tests: a МСЭД that registers, assigns and answers.

A process of its own. It shares with the portal nothing but the spool's folders and the wire format.
"""

from otklik.integrations.msed.stand.command import main

__all__ = ["main"]
