"""Files in a folder of this machine, behind Django's storage interface. S3 takes its place by one setting."""

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class FolderStorage(FileSystemStorage):
    """Saving under a name that exists replaces the file: our names carry a UUID, a repeat is the same content."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: "File[bytes]") -> str:
        if self.exists(name):
            self.delete(name)
        return str(super()._save(name, content))  # type: ignore[misc]  # Django's hook, not in the stubs
