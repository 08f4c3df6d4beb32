"""A context for each kind of message, as a real one could be: for previews, for tests, and the list of names that an
administrator's words may use.
"""

from collections.abc import Mapping
from typing import Any, Final

_NAME: Final = {"name": "Вера Ивановна Полевая"}
_PATH: Final = {"path": "/register/confirm/MTI:1vNqGd:Jt0bq3n"}
_CODE: Final = {"code": "123 456"}
_TOKEN: Final = {"token": "MTI:1vNqGd:Jt0bq3nXw"}
_APPEAL: Final = {
    **_NAME,
    "number": "123-456-789",
    "topic": "Яма на дороге",
    "address": "Липовка, ул. Новая, 5",
    "page": "https://portal.example.test/appeals/123456789",
    "answer_by": "14.12.2026",
}
_FOLLOWED: Final = {**_APPEAL, "followed": "https://portal.example.test/mine/followed"}
_DESK: Final = {
    **{key: value for key, value in _APPEAL.items() if key != "page"},
    "link": "https://portal.example.test/desk/authority/123456789",
}
_CALLED: Final = {key: value for key, value in _APPEAL.items() if key != "name"}
_WORK: Final = {
    "kind": "hot",
    "titles": {"ru": "Отключение горячей воды", "en": "No hot water"},
    "emergency": False,
    "where": "г. Верхнеокск, ул. Ленина: 1, 3, 5",
    "starts": "14.12.2026 09:00",
    "ends": "14.12.2026 18:00",
    "page": "https://portal.example.test/works/7",
}
_ADDRESSES: Final = {"addresses": "https://portal.example.test/works/mine"}
_POLL: Final = {
    **_NAME,
    "titles": {"ru": "Нужен ли парк?", "en": "Do we need a park?"},
    "organisations": False,
    "page": "https://portal.example.test/polls/park",
}
_SAMPLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "confirmation": {**_APPEAL, **_TOKEN},
    "received": _APPEAL,
    "refused": {**_APPEAL, "reason": "Реклама", "words": "В тексте указан телефон магазина."},
    "question": {**_APPEAL, **_TOKEN, "words": "У какого дома стоит столб?"},
    "merged": {
        **_APPEAL,
        "original": "987-654-321",
        "original_page": "https://portal.example.test/appeals/987654321",
    },
    "split": _APPEAL,
    "merged-news": {
        **_APPEAL,
        "original": "987-654-321",
        "original_page": "https://portal.example.test/appeals/987654321",
        "news": "answered",
        "decision": "Вопрос решён",
        "text": "Яма заделана 7 декабря.",
    },
    "published": _APPEAL,
    "accepted": {**_APPEAL, **_TOKEN},
    "withheld": {
        **_APPEAL,
        **_TOKEN,
        "reason": "Решение суда",
        "words": "Решение вступило в силу 1 декабря.",
    },
    "restored": {**_APPEAL, "words": "Решение суда отменено."},
    "sent": {**_APPEAL, "msed_number": "ОТК-15/3"},
    "extended": {**_APPEAL, "reason": "Ждём поставки светильников."},
    "errand": {
        "number": "123-456-789",
        "topic": "Яма на дороге",
        "address": "Липовка, ул. Новая, 5",
        "authority": "Дорожная служба",
        "task": "Заделать яму и сфотографировать.",
        "until": "14.12.2026",
        "link": "https://portal.example.test/errand/kJ3vX9",
    },
    "desk-received": {**_DESK, "returned": False},
    "desk-handed": _DESK,
    "desk-to-sign": _DESK,
    "desk-sent-back": _DESK,
    "desk-opinion": {**_DESK, "asker": "Дорожная служба", "due_on": "10.12.2026"},
    "answered": {**_APPEAL, **_TOKEN, "decision": "Вопрос решён", "text": "Яма заделана 7 декабря."},
    "reckoned": {**_APPEAL, "was": "10.12.2026", "reason": "Указ о нерабочих днях."},
    "returned": {**_APPEAL, "by_right": True},
    "closed": {**_APPEAL, "rated": True, "thanks": False},
    "followed-answered": {**_FOLLOWED, "decision": "Вопрос решён", "text": "Яма заделана 7 декабря."},
    "followed-closed": _FOLLOWED,
    "followed-returned": _FOLLOWED,
    "comment-refused": {**_APPEAL, "reason": "Реклама", "words": "Заходите к нам в магазин!"},
    "complaint-settled": {
        **_APPEAL,
        "hidden": False,
        "withheld": False,
        "words": "Фамилия взята из реестра.",
    },
    "call-joined": _CALLED,
    "call-missed": _CALLED,
    "work": {
        **_NAME,
        **_WORK,
        **_ADDRESSES,
        "heads": {
            "ru": "Отключение горячей воды: время изменилось",
            "en": "No hot water: the time has changed",
        },
        "news": "moved",
        "text": "Меняют участок трубы.",
        "performer": "МУП «Теплосеть»",
        "reason": "Ждут запорную арматуру.",
    },
    "works-planned": {**_NAME, **_ADDRESSES, "items": [_WORK], "more": 0},
    "poll-open": {**_POLL, "poll": 7, "closes": "14.12.2026 20:00"},
    "poll-results": _POLL,
    "survey-open": {
        **_NAME,
        "year": 2026,
        "closes": "31.12.2026",
        "page": "https://portal.example.test/survey",
    },
    "watch-match": {**_APPEAL, "searches": "https://portal.example.test/mine/searches"},
    "weekly-report": {
        **_NAME,
        "week": "16.11.2026–22.11.2026",
        "page": "https://portal.example.test/desk/reports?week=2026-11-16",
    },
    "confirm": {**_NAME, **_PATH, **_CODE},
    "login-code": {**_NAME, **_CODE, "minutes": 15},
    "phone-code": _CODE,
    "phone-changed": {**_NAME, "phone": "+79001234567"},
    "factor-changed": {**_NAME, "what": "app-on"},
    "role-changed": {**_NAME, "role": "Модератор"},
    "account-deleted": _NAME,
    "channel-stopped": {**_NAME, "service": "FCM (Google)", "said": "fcm: 403 PERMISSION_DENIED"},
    "identity-prove": {"service": "Госуслуги", "path": "/identity/prove/x"},
    "identity-joined": {**_NAME, "service": "Госуслуги"},
    "identity-dropped": {**_NAME, "service": "Госуслуги"},
    "organisation-confirmed": {**_NAME, "organisation": "ООО «Ромашка»"},
    "organisation-refused": {**_NAME, "organisation": "ООО «Ромашка»", "words": "Нет доверенности."},
    "already-yours": {},
    "reset": {**_NAME, "path": "/password/reset/2-c1x/d3f"},
    "password-changed": _NAME,
    "email-changed": {**_NAME, "new": "new@example.test"},
    "terms": {
        **_NAME,
        "items": [
            {
                "number": "123-456-789",
                "topic": "Яма на дороге",
                "address": "Липовка, ул. Новая, 5",
                "due": "14.12.2026",
                "words": "срок завтра",
            }
        ],
        "more": 3,
        "page": "https://portal.example.test/desk/terms",
    },
    "digest": {
        **_NAME,
        "items": [
            {
                "subject": "Обращение № 123-456-789 опубликовано",
                "link": "https://portal.example.test/appeals/123456789",
            },
            {"subject": "Получен ответ на обращение № 123-456-789", "link": ""},
        ],
        "more": 3,
    },
}


def sample(kind: str) -> Mapping[str, Any]:
    """Raises KeyError: a kind that has none yet; add it above."""
    return _SAMPLES[kind.removesuffix(".sms")]


def has_sample(kind: str) -> bool:
    return kind.removesuffix(".sms") in _SAMPLES
