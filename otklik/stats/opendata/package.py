"""The data dictionary: a Frictionless Data Package, which programs read, and from which the page is made."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings

from otklik.look import naming
from otklik.stats.opendata.columns import COLUMNS, Column

NAME: Final = "datapackage.json"


def package(files: list[dict[str, Any]], *, rows: int, made_at: datetime) -> dict[str, Any]:
    """files: name, bytes, sha256, media of each."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "otklik-appeals",
        "title": f"{naming.portal('ru')}: обращения",
        "homepage": f"{settings.BASE_URL}/open-data",
        "created": made_at.isoformat(timespec="seconds"),
        "licenses": [{"name": settings.OPEN_DATA_LICENCE, "path": settings.OPEN_DATA_LICENCE_URL}],
        "rows": rows,
        "resources": [_resource(file) for file in files],
    }


def _resource(file: dict[str, Any]) -> dict[str, Any]:
    name = str(file["name"])
    made = {
        "name": name.replace(".", "-"),
        "path": name,
        "mediatype": file["media"],
        "bytes": file["bytes"],
        "hash": f"sha256:{file['sha256']}",
        "encoding": "utf-8",
    }
    if "geojson" not in name:
        made |= {"type": "table", "schema": schema()}
    return made


def schema() -> dict[str, Any]:
    """Table Schema."""
    return {"fields": [_field(column) for column in COLUMNS], "primaryKey": ["number"], "missingValues": [""]}


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "title": column.title}
    if column.values:
        field["constraints"] = {"enum": list(column.values)}
    return field
