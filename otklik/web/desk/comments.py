"""The desk of comments: what waits, the longest first, shown or refused one by one; what was shown may be hidden."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.appeals import comments as saying
from otklik.appeals import labels
from otklik.appeals.lifecycle import CommentReason
from otklik.appeals.queries import comments
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may, scope_of


@may(Action.MODERATE, shows_personal=True)
def unread(request: PersonRequest) -> HttpResponse:
    scope = scope_of(request.user)
    context = {
        "rows": comments.unread(scope=scope),
        "shown": comments.lately_shown(scope=scope, now=clock.now()),
        "here": "comments",
        "reasons": [(reason.value, words) for reason, words in labels.COMMENT_REFUSAL.items()],
        "off": not settings.COMMENTS,
    }
    return render(request, "desk/comments.html", context)


@require_POST
@may(Action.MODERATE)
def publish(request: PersonRequest, appeal_id: int, comment_id: int) -> HttpResponse:
    _require(appeal_id, comment_id)
    saying.publish(comment_id=comment_id, moderator=request.user, now=clock.now())
    messages.success(request, _("Комментарий показан."))
    return redirect("desk:comments")


@require_POST
@may(Action.MODERATE)
def refuse(request: PersonRequest, appeal_id: int, comment_id: int) -> HttpResponse:
    _require(appeal_id, comment_id)
    reason = request.POST.get("reason", "")
    if reason not in list(CommentReason):
        raise saying.BadComment(_("Выберите, почему комментарий не будет показан."))
    saying.refuse(
        comment_id=comment_id, moderator=request.user, reason=CommentReason(reason), now=clock.now()
    )
    messages.success(request, _("Комментарий не показан, автору ушло письмо с причиной."))
    return redirect("desk:comments")


def _require(appeal_id: int, comment_id: int) -> None:
    """The door has checked the appeal: the comment must be under it."""
    if not comments.belongs(comment_id, appeal_id):
        raise Http404
