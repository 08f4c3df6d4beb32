"""What the polls of the demo ask. Data: Russian and English."""

from typing import Any, Final


def _said(ru: str, en: str) -> dict[str, str]:
    return {"ru": ru, "en": en}


def _option(code: str, ru: str, en: str) -> dict[str, Any]:
    return {"code": code, "text": _said(ru, en)}


_PARK: Final[dict[str, Any]] = {
    "poll": {
        "code": "park-na-reke",
        "title": _said("Какой быть набережной?", "What shall the embankment be like?"),
        "about": _said(
            "Деньги есть на одну очередь благоустройства. Результат войдёт в задание проектировщику.",
            "The region has money for one stage of the works. The result goes into the designer's task.",
        ),
        "results": "end",
        "quorum": 500,
        "outcome": _said(
            "Первая очередь — дорожки и освещение. Задание проектировщику утверждено, конкурс объявлен.",
            "The first stage begins with paths and lighting. The designer's task is approved, the tender is announced.",
        ),
    },
    "questions": [
        {
            "code": "first",
            "kind": "ranking",
            "text": _said("С чего начать?", "What should come first?"),
            "options": [
                _option("paths", "Дорожки и освещение", "Paths and lighting"),
                _option("play", "Детские площадки", "Playgrounds"),
                _option("sport", "Спортивные площадки", "Sports grounds"),
                _option("cafe", "Кафе и прокат", "Cafés and rental"),
            ],
        },
        {
            "code": "often",
            "kind": "scale",
            "text": _said("Часто ли вы бываете на набережной?", "How often do you visit the embankment?"),
            "rules": {
                "from": 1,
                "to": 5,
                "words": [_said("никогда", "never"), _said("каждый день", "daily")],
            },
        },
        {
            "code": "wish",
            "kind": "text",
            "required": False,
            "text": _said("Чего не хватает больше всего?", "What is missing most?"),
            "rules": {"most": 200},
        },
    ],
}

_SQUARE: Final[dict[str, Any]] = {
    "poll": {
        "code": "shkolnaya-ploschad",
        "title": _said("Движение у школ: что изменить?", "Traffic near schools: what to change?"),
        "about": _said(
            "Дорожная служба готовит план на следующий год и спрашивает, что мешает детям дойти до школы.",
            "The road service plans the next year and asks what keeps children from reaching school safely.",
        ),
        "results": "end",
        "quorum": 300,
    },
    "questions": [
        {
            "code": "safe",
            "kind": "single",
            "text": _said("Безопасна ли дорога к вашей школе?", "Is the way to your school safe?"),
            "options": [
                _option("no", "Нет", "No"),
                _option("partly", "Отчасти", "In part"),
                _option("yes", "Да", "Yes"),
            ],
        },
        {
            "code": "what",
            "kind": "multiple",
            "text": _said("Что мешает?", "What is in the way?"),
            "options": [
                _option("speed", "Быстрое движение", "Fast traffic"),
                _option("light", "Темно", "It is dark"),
                _option("crossing", "Нет перехода", "No crossing"),
                _option("parking", "Машины на тротуаре", "Cars on the pavement"),
            ],
            "rules": {"least": 1, "most": 2},
            "asked_if": {"question": "safe", "options": ["no", "partly"]},
        },
        {
            "code": "where",
            "kind": "place",
            "required": False,
            "text": _said("Покажите самое опасное место", "Show the most dangerous place"),
            "asked_if": {"question": "safe", "options": ["no", "partly"]},
        },
    ],
}

_TREE: Final[dict[str, Any]] = {
    "poll": {
        "code": "novogodnyaya-elka",
        "title": _said("Где поставить главную ёлку?", "Where shall the main New Year tree stand?"),
        "about": _said("Опрос для всех, кому интересно.", "A poll for everybody who cares."),
        "voters": "anybody",
        "results": "live",
    },
    "questions": [
        {
            "code": "place",
            "kind": "single",
            "text": _said("Место для ёлки", "Place for the tree"),
            "options": [
                _option("square", "Центральная площадь", "Central square"),
                _option("park", "Городской парк", "City park"),
                _option("river", "Набережная", "Embankment"),
            ],
        }
    ],
}

_EXPORT: Final[dict[str, Any]] = {
    "poll": {
        "code": "eksport-2026",
        "title": _said("Что мешает вашему делу расти?", "What keeps your business from growing?"),
        "about": _said(
            "Опрос организаций области для программы поддержки на следующий год.",
            "A poll of the region's organisations for next year's support programme.",
        ),
        "voters": "organisations",
        "results": "end",
    },
    "questions": [
        {
            "code": "barriers",
            "kind": "multiple",
            "text": _said("Главные препятствия", "Main obstacles"),
            "options": [
                _option("staff", "Нехватка работников", "Lack of staff"),
                _option("loans", "Дорогие кредиты", "Expensive loans"),
                _option("grid", "Подключение к сетям", "Connection to grids"),
                _option("checks", "Проверки", "Inspections"),
            ],
            "rules": {"least": 1, "most": 3},
        },
        {
            "code": "mark",
            "kind": "scale",
            "text": _said("Оцените условия для дела в области", "Rate the conditions for business"),
            "rules": {"from": 1, "to": 10},
        },
    ],
}

POLLS: Final = (_SQUARE, _EXPORT, _TREE, _PARK)
TEXTS: Final = (
    "Скамеек со спинками",
    "Общественного туалета",
    "Света вечером",
    "Велодорожки вдоль всей набережной",
    "Тени: мало деревьев",
    "Места для собак",
    "Съезда к воде для колясок",
    "Питьевых фонтанчиков",
    "Мостика на другой берег",
    "Урн, и чтобы их вывозили",
    "Сцены для летних концертов",
    "Проката лодок",
)
