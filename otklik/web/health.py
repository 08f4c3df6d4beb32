"""For load balancers and ./run: does this process serve and reach the database?"""

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from otklik.web.access import Action, may


@require_safe
@may(Action.READ_PUBLIC)
def health(request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"ok": True}, headers={"Cache-Control": "no-store"})
