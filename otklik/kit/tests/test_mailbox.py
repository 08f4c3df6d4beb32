"""Letters as files: what the demo and the tests send."""

import email
import email.policy

import pytest
from django.core.mail import EmailMessage, get_connection

pytestmark = pytest.mark.route


def send(body: str, message_id: str) -> int:
    post = get_connection("otklik.kit.mailbox.FolderBackend")
    letter = EmailMessage(
        "Тема", body, to=["a@example.test"], headers={"Message-ID": message_id}, connection=post
    )
    return letter.send()


def files(settings) -> list[str]:
    return sorted(path.name for path in settings.MAIL_FOLDER.iterdir())


def test_a_letter_is_a_file_named_by_its_message_id(settings):
    assert send("Текст", "<otklik-5@example.test>") == 1

    (name,) = files(settings)
    assert name == "otklik-5@example.test.eml"
    letter = email.message_from_bytes((settings.MAIL_FOLDER / name).read_bytes(), policy=email.policy.default)
    assert (letter["Subject"], letter.get_content().strip()) == ("Тема", "Текст")


def test_the_same_letter_twice_is_one_file(settings):
    send("Текст", "<otklik-5@example.test>")
    send("Текст", "<otklik-5@example.test>")
    assert len(files(settings)) == 1


def test_a_name_can_not_lead_out_of_the_folder(settings):
    send("Текст", "<../../x@example.test>")
    assert files(settings) == ["....x@example.test.eml"]


def test_a_folder_that_can_not_be_written_is_told(settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path / "file"
    settings.MAIL_FOLDER.write_text("")
    with pytest.raises(OSError, match="file"):
        send("Текст", "<otklik-5@example.test>")
