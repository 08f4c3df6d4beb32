"""What a client of the last released description would miss in a new one."""

from typing import Any, TypedDict


class Outline(TypedDict):
    """What a client leans on."""

    parameters: dict[str, dict[str, bool]]  # path → name → obligatory
    shapes: dict[str, list[str]]  # shape → names of its properties


def outline(document: dict[str, Any]) -> Outline:
    return Outline(
        parameters={
            path: {one["name"]: one["required"] for one in found["get"]["parameters"]}
            for path, found in document["paths"].items()
        },
        shapes={
            name: sorted(shape["properties"])
            for name, shape in document["components"]["schemas"].items()
            if "properties" in shape
        },
    )


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
