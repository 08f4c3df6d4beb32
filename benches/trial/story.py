"""The trial from the raw files to the figures. Read this first."""

import tempfile
from pathlib import Path

from django.conf import settings

from benches.trial import audit, figures, region, report, source
from benches.trial.figures import Figures
from benches.trial.route import Route
from tools.say import doing


def tell(data: Path, *, limit: int) -> tuple[Figures, list[str]]:
    """Needs a migrated, empty database and an empty spool. The older half of the file teaches, the newer is tried.

    Raises Stop: an importer left a row out, or the exchange stands still.
    """
    with doing("читаю настоящие данные"):
        real = source.read(data, limit=limit)
    taught = len(real.appeals) // 2
    with doing("загружаю регион"), tempfile.TemporaryDirectory(prefix="otklik-trial-files-") as folder:
        loaded = region.load(real, data, Path(folder), taught=taught)
    with doing(f"провожу обращения, {len(real.appeals)}"):
        route = Route(real.appeals, loaded)
        route.travel()
    with doing("сверяю реестр, каталоги и память стенда"):
        findings = audit.packets(settings.MSED_SPOOL) + audit.lives()
        found = figures.gather(route, taught=taught, findings=findings)
    return found, report.lines(found)
