"""GeoDjango without what it takes along and no page of ours calls.

GDAL with the hundred libraries below it is 25 MB of a process: it is opened by the first call of one of its functions.
numpy is 17 MB where it is installed (the demo region is made with it): GeoDjango works without it.
"""

import ctypes
import sys
from functools import cached_property
from importlib import import_module
from typing import Any, Final

# What GeoDjango hears of the version while it's imported: it then takes only functions that every later GDAL has too.
_LEAST: Final = b"3.3.0"
_PROTOTYPE: Final = ("argtypes", "restype", "errcheck")


def load() -> None:
    """Before anything else imports a part of it; settings may be read then."""
    sys.modules["numpy"] = None  # type: ignore[assignment]
    opens = ctypes.CDLL
    ctypes.CDLL = _Library  # type: ignore[misc, assignment]
    try:
        import_module("django.contrib.gis.gdal")
    finally:
        ctypes.CDLL = opens  # type: ignore[misc]
        _Library.importing = False
        del sys.modules["numpy"]


class _Library:
    importing = True

    def __init__(self, path: str) -> None:
        self._path = path
        self.postponed: list[tuple[_Function, tuple[Any, ...]]] = []

    def __getitem__(self, name: str) -> "_Function":
        return _Function(self, name)

    def __getattr__(self, name: str) -> "_Function":
        return self[name]

    @cached_property
    def opened(self) -> ctypes.CDLL:
        library = ctypes.CDLL(self._path)
        for function, args in self.postponed:
            function.of(library)(*args)
        return library


class _Function:
    """Takes its prototype as a function of ctypes does."""

    def __init__(self, library: _Library, name: str) -> None:
        self._library = library
        self._name = name

    def __call__(self, *args: Any) -> Any:
        if _Library.importing:  # GeoDjango asks for the version and says where errors are written
            self._library.postponed.append((self, args))
            return _LEAST
        return self._real(*args)

    def of(self, library: ctypes.CDLL) -> Any:
        function = library[self._name]
        for name in _PROTOTYPE:
            if name in vars(self):
                setattr(function, name, vars(self)[name])
        return function

    @cached_property
    def _real(self) -> Any:
        return self.of(self._library.opened)
