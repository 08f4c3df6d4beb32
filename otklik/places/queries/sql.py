"""What statements about places share."""

LonLat = tuple[float, float]  # degrees, WGS 84


def prefix(key: str) -> str:
    """For LIKE: what begins with `key`, whatever signs are in it."""
    return key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
