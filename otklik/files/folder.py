"""Files in a folder of this machine, behind Django's storage interface. S3 takes its place by one setting."""

import os
from pathlib import Path
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class FolderStorage(FileSystemStorage):
    """Saving under a name that exists replaces the file: our names carry a UUID, a repeat is the same content.

    A file is there whole or not at all, also when two processes save it at once or one is killed while it writes.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: "File[bytes]") -> str:
        """Raises OSError: no room, no rights."""
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{uuid4().hex}.part")
        try:
            with part.open("xb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())  # the row that names it is about to be committed
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)  # a full disk gets its room back
            raise
        return name
