"""Signatures: none, said openly, and GOST R 34.10-2012 through OpenSSL's engine."""

import subprocess

import pytest

from otklik.integrations.msed import NoSignature, OpensslGost, SigningFailed, Verdict, Version, pack, unpack
from otklik.integrations.msed.container import SIGNATURE, signed_bytes, unzipped, zipped
from otklik.integrations.msed.package import UNSIGNED_NOTE, ZIP_NAME
from otklik.integrations.msed.signing import UNSIGNED
from otklik.integrations.msed.tests.given import NOON, a_document, a_gost_signer, files_of
from otklik.integrations.msed.wire import BadPacket

pytestmark = pytest.mark.route


@pytest.fixture(scope="module")
def gost(tmp_path_factory) -> OpensslGost:
    return a_gost_signer(tmp_path_factory.mktemp("gost"))


def test_a_gost_signature_holds_for_what_was_signed(gost):
    signature = gost.sign(b"the text")

    assert signature
    assert gost.verify(b"the text", signature) is Verdict.VALID


def test_tampering_breaks_a_gost_signature(gost):
    signature = gost.sign(b"the text")

    assert gost.verify(b"the text.", signature) is Verdict.BROKEN
    assert gost.verify(b"the text", signature[:-3] + b"\0\0\0") is Verdict.BROKEN
    assert gost.verify(b"the text", b"no signature at all") is Verdict.BROKEN


def test_a_signer_that_is_trusted_by_nobody_is_refused_where_authorities_are_given(gost, tmp_path):
    (tmp_path / "none.pem").write_text("")
    strict = OpensslGost(gost._certificate, gost._key, authorities=gost._certificate)
    stranger = OpensslGost(gost._certificate, gost._key, authorities=tmp_path / "none.pem")
    signature = gost.sign(b"the text")

    assert strict.verify(b"the text", signature) is Verdict.VALID
    assert stranger.verify(b"the text", signature) is Verdict.BROKEN


def test_a_missing_key_is_a_clear_failure(tmp_path):
    with pytest.raises(SigningFailed):
        OpensslGost(tmp_path / "no.pem", tmp_path / "no.key").sign(b"the text")


@pytest.mark.parametrize("version", [Version.V2_7, Version.V2_7_1])
def test_a_signed_container_is_verified_by_its_reader(gost, version):
    files = pack(a_document(), version=version, signer=gost).files

    assert unpack(files, signer=gost, demand_signature=True).message.signed is Verdict.VALID
    assert UNSIGNED_NOTE.encode("utf-8") not in b"".join(files.values())


def test_the_container_signature_covers_the_passport_first_and_the_rest_by_name(gost):
    inside = unzipped(pack(a_document(), version=Version.V2_7_1, signer=gost).files[ZIP_NAME])

    rest = sorted(set(inside) - {"passport.xml", SIGNATURE})
    covered = b"".join(inside[name] for name in ["passport.xml", *rest])
    assert covered == signed_bytes(inside)
    assert gost.verify(covered, inside[SIGNATURE]) is Verdict.VALID


def test_every_attachment_of_a_signed_container_has_its_signature(gost):
    inside = unzipped(pack(a_document(), version=Version.V2_7_1, signer=gost).files[ZIP_NAME])

    assert gost.verify(inside["photo_1.jpg"], inside["photo_1.p7s"]) is Verdict.VALID


@pytest.mark.parametrize("name", ["document.pdf", "photo_1.jpg", "passport.xml"])
def test_a_changed_file_in_a_signed_container_is_flagged_or_refused(gost, name):
    files = dict(pack(a_document(), version=Version.V2_7_1, signer=gost).files)
    inside = unzipped(files[ZIP_NAME])
    inside[name] = inside[name] + b"\n"
    files[ZIP_NAME] = zipped(inside, at=NOON)

    assert unpack(files, signer=gost).message.signed is Verdict.BROKEN
    with pytest.raises(BadPacket, match="не верна"):
        unpack(files, signer=gost, demand_signature=True)


def test_an_unsigned_document_says_so_to_programs_and_to_people():
    files = files_of(a_document())
    inside = unzipped(files[ZIP_NAME])

    assert inside["sign_1.p7s"] == UNSIGNED
    assert SIGNATURE not in inside
    assert UNSIGNED_NOTE in files["communication.xml"].decode()
    assert unpack(files, signer=NoSignature()).message.signed is Verdict.ABSENT
    with pytest.raises(BadPacket, match="отсутствует"):
        unpack(files, signer=NoSignature(), demand_signature=True)


def test_openssl_reads_the_empty_signature_as_one_without_signers():
    command = ["openssl", "cms", "-cmsout", "-print", "-noout", "-inform", "DER"]
    told = subprocess.run(
        command, input=UNSIGNED, capture_output=True, check=True, timeout=30
    ).stdout.decode()

    assert "pkcs7-signedData" in told
    assert "signerInfos:\n      <EMPTY>" in told


def test_the_stamp_of_a_signed_document_names_the_certificate(gost):
    assert any("Снегурова" in line for line in gost.owner)
    assert any(line.startswith("Сертификат: ") for line in gost.owner)


def test_stamps_are_pictures():
    inside = unzipped(files_of(a_document())[ZIP_NAME])

    assert inside["regStamp.png"].startswith(b"\x89PNG")
    assert inside["stamp_1.png"].startswith(b"\x89PNG")
