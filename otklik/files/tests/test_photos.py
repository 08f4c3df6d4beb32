"""What comes out of a photo that somebody sent, and what is never taken."""

import io
import random
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from otklik.files import photos
from otklik.files.tests.given import a_bomb, a_heic, a_picture, with_gps

pytestmark = pytest.mark.route

REAL = Path("/work/shared/data/photos")


def kept(raw: bytes, size: str = "full") -> Image.Image:
    photo_id = uuid4()
    photos.keep(raw, photo_id=photo_id)
    return Image.open(io.BytesIO(photos.read(photo_id, size)))


def colours(picture: Image.Image) -> list[str]:
    """Of the four corners: upper left, upper right, lower left, lower right."""
    x, y = picture.width - 5, picture.height - 5
    points = [picture.getpixel(place) for place in ((4, 4), (x, 4), (4, y), (x, y))]
    return ["red" if isinstance(p, tuple) and p[0] > p[2] else "blue" for p in points]


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_each_format_of_a_telephone_becomes_a_jpeg(format_):
    picture = kept(a_picture(format_))

    assert picture.format == "JPEG"
    assert colours(picture) == ["red", "blue", "red", "blue"]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_white(mode):
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).convert(mode).save(
        out, "PNG", transparency=0 if mode == "P" else None
    )

    assert min(kept(out.getvalue()).getpixel((20, 15))) > 250  # type: ignore[arg-type]


def test_a_photo_is_kept_in_three_sizes_and_never_made_larger():
    photo_id = uuid4()
    found = photos.keep(a_picture(size=(2400, 1800)), photo_id=photo_id)

    sizes = {name: Image.open(io.BytesIO(photos.read(photo_id, name))).size for name in photos.SIZES}
    assert sizes == {"full": (1920, 1440), "card": (640, 480), "thumb": (240, 180)}
    assert (found.width, found.height) == (1920, 1440)
    assert kept(a_picture(size=(100, 80))).size == (100, 80)


@pytest.mark.parametrize("size", list(photos.SIZES))
def test_nothing_remains_of_what_the_telephone_wrote_beside_the_picture(size):
    raw = with_gps()
    assert all(word in raw for word in (b"Telephone", b"GPSLatitude", b"flat 12"))

    photo_id = uuid4()
    photos.keep(raw + b"hidden behind the picture", photo_id=photo_id)

    out = photos.read(photo_id, size)
    assert not any(word in out for word in (b"Telephone", b"GPSLatitude", b"flat 12", b"hidden", b"Exif"))
    assert not Image.open(io.BytesIO(out)).getexif()


@pytest.mark.parametrize(
    ("orientation", "corners"),
    [
        (1, ["red", "blue", "red", "blue"]),
        (3, ["blue", "red", "blue", "red"]),
        (6, ["red", "red", "blue", "blue"]),
        (8, ["blue", "blue", "red", "red"]),
    ],
)
def test_a_photo_taken_sideways_stands_upright(orientation, corners):
    picture = kept(with_gps(orientation))

    assert colours(picture) == corners
    assert picture.size == ((400, 300) if orientation in (1, 3) else (300, 400))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        a_picture("GIF"),
        a_picture("TIFF"),
        a_picture("BMP"),
    ],
    ids=["nothing", "page", "pdf", "svg", "gif", "tiff", "bmp"],
)
def test_what_is_no_photo_inside_is_refused_whatever_its_name(raw):
    with pytest.raises(photos.BadPhoto, match="Это не фото"):
        photos.keep(raw, photo_id=uuid4())


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_half_a_file_is_refused_and_nothing_is_kept(format_):
    raw, photo_id = a_picture(format_), uuid4()

    with pytest.raises(photos.BadPhoto):
        photos.keep(raw[: len(raw) // 2], photo_id=photo_id)
    assert not default_storage.exists(photos.path(photo_id, "full"))


@pytest.mark.parametrize("side", [8_000, 10_000, 30_000])
def test_a_bomb_is_refused_before_it_is_opened(side):
    raw = a_bomb(side)
    assert len(raw) < 10_000

    with pytest.raises(photos.BadPhoto, match="слишком много точек"):
        photos.keep(raw, photo_id=uuid4())


def test_too_many_bytes_are_refused_with_the_limit_in_the_message(settings):
    settings.PHOTO_BYTES = 2_000_000
    with pytest.raises(photos.BadPhoto, match="больше 2 МБ"):
        photos.keep(bytes(2_000_001), photo_id=uuid4())


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow warns of some of these files and reads on
def test_a_spoiled_file_is_a_photo_or_a_refusal_never_a_crash():
    chance = random.Random(2026)  # noqa: S311  # the same files every time
    whole = [with_gps(6), a_picture("PNG"), a_picture("WEBP"), a_heic()]
    outcomes = set()
    for _ in range(1500):
        spoiled = bytearray(chance.choice(whole))
        for _ in range(chance.choice([1, 3, 10])):
            spoiled[chance.randrange(min(len(spoiled), 600))] = chance.randrange(256)
        try:
            photos.keep(bytes(spoiled), photo_id=UUID(int=1))
            outcomes.add("kept")
        except photos.BadPhoto:
            outcomes.add("refused")
    assert outcomes == {"kept", "refused"}


def test_a_repeat_leaves_one_file_of_each_size():
    photo_id = uuid4()
    for _ in range(3):
        photos.keep(a_picture(), photo_id=photo_id)

    folder, _, _ = photos.path(photo_id, "full").rpartition("/")
    assert len(default_storage.listdir(folder)[1]) == 3


def test_a_dropped_photo_is_gone_and_dropping_it_again_is_nothing():
    photo_id = uuid4()
    photos.keep(a_picture(), photo_id=photo_id)

    photos.drop(photo_id)
    photos.drop(photo_id)

    with pytest.raises(FileNotFoundError):
        photos.read(photo_id, "thumb")


@pytest.mark.skipif(not REAL.is_dir(), reason="the real photos are not here")
def test_real_photos_are_taken_and_lose_their_place():
    for file in sorted(REAL.glob("*.jpg")):
        picture = kept(file.read_bytes())
        assert max(picture.size) <= photos.SIZES["full"]
        assert not picture.getexif(), file.name
