"""What a client of the last released description would miss in a new one."""

from typing import Any, TypedDict


class Outline(TypedDict):
    """What a client leans on."""

    parameters: dict[str, dict[str, bool]]  # (POST) path → name → obligatory
    shapes: dict[str, list[str]]  # shape → names of its properties


def outline(document: dict[str, Any]) -> Outline:
    return Outline(
        parameters={
            path if method == "get" else f"{method.upper()} {path}": _asked(document, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        },
        shapes={
            name: sorted(shape["properties"])
            for name, shape in document["components"]["schemas"].items()
            if "properties" in shape
        },
    )


def _asked(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, bool]:
    """Parameters, and the fields of a body of JSON."""
    asked = {one["name"]: one["required"] for one in operation["parameters"]}
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body:
        shape = document["components"]["schemas"][body["schema"]["$ref"].rsplit("/")[-1]]
        asked |= {name: name in shape["required"] for name in shape["properties"]}
    return asked


def broken(old: Outline, new: Outline) -> list[str]:
    """Nothing is taken away, no parameter becomes obligatory."""
    found = []
    for path, was in old["parameters"].items():
        now = new["parameters"].get(path)
        found += [f"{path} is gone"] if now is None else _narrower(path, was, now)
    for shape, names in old["shapes"].items():
        found += [f"{shape}.{name} is gone" for name in names if name not in new["shapes"].get(shape, [])]
    return found


def _narrower(path: str, was: dict[str, bool], now: dict[str, bool]) -> list[str]:
    gone = [f"{path}: {name} is gone" for name in was if name not in now]
    return gone + [f"{path}: {name} is obligatory now" for name in now if now[name] and not was.get(name)]
