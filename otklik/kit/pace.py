"""How fast somebody may ask: a bucket of tokens each, in the memory of this process. Pure: the clock is passed in."""

from collections import OrderedDict
from threading import Lock


class Pace:
    """Buckets of the `size` keys that asked last. A key that is forgotten begins anew with a full bucket."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens left, moment
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._buckets)

    def left(self, key: str, *, per_minute: int, now: float) -> int:
        """Tokens that the key may still take at once."""
        with self._lock:
            left, at = self._buckets.get(key, (float(per_minute), now))
        return int(min(float(per_minute), left + (now - at) * per_minute / 60))

    def wait(self, key: str, *, per_minute: int, now: float) -> float:
        """Take a token; seconds until there is one where there is none, else 0.

        per_minute: tokens that flow in, and as many a full bucket holds. now: seconds of a clock that never goes back.
        """
        each = 60 / per_minute  # seconds a token
        with self._lock:
            left, at = self._buckets.pop(key, (float(per_minute), now))
            left = min(float(per_minute), left + (now - at) / each)
            taken = left >= 1
            self._buckets[key] = (left - 1 if taken else left, now)
            if len(self._buckets) > self._size:
                self._buckets.popitem(last=False)
        return 0 if taken else (1 - left) * each
