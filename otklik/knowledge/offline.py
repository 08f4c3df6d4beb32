"""What a phone keeps of the articles to read them without a network."""

from typing import Any, Final

from otklik.knowledge.models import Article, Text

_MOST: Final = 300  # articles, the newest first: some 3 KB of text each


def articles() -> dict[str, Any]:
    """As `articles.json` has it: each with its texts by language, cleaned as on its page. Two statements."""
    found = list(
        Article.objects.filter(state=Article.State.PUBLISHED).order_by("-published_at", "-id")[:_MOST]
    )
    texts: dict[int, dict[str, dict[str, str]]] = {}
    for text in Text.objects.filter(article__in=found).order_by("language").defer("head", "tsv"):
        said = {"title": text.title, "lead": text.lead, "html": text.html}
        texts.setdefault(text.article_id, {})[text.language] = said
    return {
        "articles": [
            {
                "code": one.code,
                "audience": one.audience,
                "checked_on": one.checked_on.isoformat() if one.checked_on else "",
                "texts": texts[one.pk],
            }
            for one in found
            if one.pk in texts
        ]
    }
