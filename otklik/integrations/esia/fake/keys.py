"""Certificates for tests and the demo: ours and the fake's own, made on the spot and good for nothing else."""

from pathlib import Path

from otklik.integrations import gost


def make(folder: Path, name: str, *, rsa: bool = False) -> tuple[Path, Path]:
    """`<name>.crt` and `<name>.key` in the folder; those that lie there stay. Raises gost.SigningFailed."""
    certificate, key = folder / f"{name}.crt", folder / f"{name}.key"
    if not (certificate.exists() and key.exists()):
        folder.mkdir(parents=True, exist_ok=True)
        algorithm = ["rsa:2048"] if rsa else ["gost2012_256", "-pkeyopt", "paramset:A"]
        command = ["req", "-x509", "-newkey", *algorithm, "-nodes", "-days", "3650", "-subj", f"/CN={name}"]
        gost.run([*command, "-keyout", str(key), "-out", str(certificate)])
        key.chmod(0o600)
    return certificate, key
