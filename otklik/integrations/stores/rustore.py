"""Push notifications of RuStore (VK): the messages of FCM, and a service token that does not change."""

from otklik.integrations.stores import fcm
from otklik.integrations.stores.answers import Gone, Refused
from otklik.integrations.stores.line import Answer, Line
from otklik.integrations.stores.notice import Notice


class RuStore:
    """project, token: of «Push-уведомления → Проекты» in RuStore's console."""

    def __init__(self, project: str, token: str, *, url: str) -> None:
        self._path = f"/v1/projects/{project}/messages:send"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._line = Line(url)

    def deliver(self, token: str, notice: Notice) -> None:
        answer = self._line.post(self._path, fcm.message(token, notice, tagged=False), self._headers)
        _judge(answer)

    def close(self) -> None:
        self._line.close()


def _judge(answer: Answer) -> None:
    """Here NOT_FOUND is said of the phone's token; a 404 of anything else does not name it."""
    error = answer.said.get("error")
    told = error if isinstance(error, dict) else answer.said
    if answer.status == 404 and told.get("status") == "NOT_FOUND":
        raise Gone("rustore: 404 NOT_FOUND")
    if answer.status == 400:
        said = str(told.get("message", "")).lower()
        kind = Gone if "registration token" in said else Refused
        raise kind(f"rustore: 400 {told.get('status', '')}".strip()[:200])
    fcm.judge("rustore", answer)
