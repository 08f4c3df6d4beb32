"""What comes from МСЭД goes to the step that it concerns."""

from otklik.appeals.steps import answer, dispatch
from otklik.integrations import msed
from otklik.kit import clock


def heed(message: msed.Document | msed.Notice) -> None:
    """A notice tells how it goes with our document; a document is an answer. Raises inbox.Unmatched."""
    if isinstance(message, msed.Notice):
        dispatch.heed(message, now=clock.now())
    else:
        answer.accept(message, now=clock.now())
