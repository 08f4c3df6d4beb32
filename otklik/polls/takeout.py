"""In which polls a person has voted, for the person. How, nobody can tell them but their own receipt."""

from collections.abc import Iterator, Mapping

from allauth.socialaccount.models import SocialAccount

from otklik.polls.models import Poll, Right
from otklik.polls.voting import esia_key

Rows = Iterator[Mapping[str, object]]


def documents(user_id: int) -> list[tuple[str, Rows]]:
    """Name of the list and its rows, read when their turn comes."""
    return [("polls", _voted(user_id))]


def _voted(user_id: int) -> Rows:
    """Rights are found by poll and voter: one look into the key for each poll there has ever been."""
    uids = SocialAccount.objects.filter(user=user_id, provider="esia").values_list("uid", flat=True)
    keys = [f"u{user_id}", *(esia_key(uid) for uid in uids)]
    polls = list(Poll.objects.exclude(state=Poll.State.DRAFT).values_list("pk", flat=True))
    found = Right.objects.filter(poll__in=polls, voter__in=keys).select_related("poll").order_by("poll_id")
    for right in found:
        yield {"poll": right.poll.code, "title": right.poll.title}
