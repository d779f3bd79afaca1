"""Photos: nothing of camera and place in them, upright, small enough, the same each time."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from bangfu.core.evidence import Kind, checked, shipped
from bangfu.core.evidence.refusals import TooManyPixels

from . import files

LIMITS = shipped().photo
RED = (220, 20, 20)


def opened(content: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(content))
    found.load()
    return found


@st.composite
def uploads(draw: st.DrawFn) -> bytes:
    """Pictures of all modes and formats, with everything in them that a phone may write."""
    size = draw(st.tuples(st.integers(1, 90), st.integers(1, 90)))
    kind, modes = draw(
        st.sampled_from(
            [
                ("JPEG", ["L", "RGB", "CMYK"]),
                ("PNG", ["1", "L", "LA", "P", "RGB", "RGBA"]),
                ("WEBP", ["RGB", "RGBA"]),
            ]
        )
    )
    image = files.picture(*size).convert(draw(st.sampled_from(modes)))
    options: dict[str, object] = {"exif": files.exif(draw(st.integers(1, 8)))}
    if draw(st.booleans()):
        options["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if kind == "JPEG":
        options |= {"quality": draw(st.integers(20, 95)), "comment": b"PhoneMaker"}
        options["progressive"] = draw(st.booleans())
    if kind != "PNG":
        options["xmp"] = b"<x:xmpmeta>PhoneMaker</x:xmpmeta>"
    return files.written(image, kind, **options) + draw(st.sampled_from([b"", files.VIDEO]))


class TestLaws:
    @given(uploads())
    def test_nothing_betrays_camera_place_or_hand(self, upload: bytes) -> None:
        clean = checked(upload, "a")

        assert clean.preview
        for content in (clean.content, clean.preview):
            assert [mark for mark in (*files.MARKS, b"ftyp") if mark in content] == []
            assert not opened(content).getexif()
            assert {"exif", "xmp", "icc_profile", "comment"} & opened(content).info.keys() == set()

    @given(uploads())
    def test_cleaning_again_changes_no_byte(self, upload: bytes) -> None:
        clean = checked(upload, "a")
        again = checked(clean.content, clean.name)

        assert (again.content, again.digest, again.name) == (
            clean.content,
            clean.digest,
            clean.name,
        )
        assert again.upload_digest == clean.digest

    @given(uploads())
    def test_what_is_said_of_a_photo_is_so(self, upload: bytes) -> None:
        clean = checked(upload, "a")
        shown, small = opened(clean.content), opened(clean.preview or b"")

        assert shown.size == (clean.width, clean.height)
        assert shown.format == {Kind.JPEG: "JPEG", Kind.PNG: "PNG"}[clean.kind]
        assert max(small.size) <= LIMITS.preview_side
        assert small.format == "JPEG"


class TestOrientation:
    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_a_turned_photo_stands_upright(self, orientation: int) -> None:
        turns = {
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_90,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_270,
        }
        image = files.picture(200, 120)
        held = image.transpose(turns[orientation]) if orientation in turns else image
        upload = files.written(held, "JPEG", quality=95, exif=files.exif(orientation))

        clean = checked(upload, "a.jpg")

        assert (clean.width, clean.height) == (200, 120)
        corner = opened(clean.content).getpixel((10, 10))
        assert all(abs(found - wanted) < 25 for found, wanted in zip(corner, RED, strict=True))


class TestSizes:
    def test_a_large_photo_is_kept_readable_and_no_larger(self) -> None:
        clean = checked(files.photo(4000, 3000), "a.jpg")

        assert (clean.width, clean.height) == (2560, 1920)
        assert max(opened(clean.preview or b"").size) == 480

    @pytest.mark.parametrize("kind", ["JPEG", "PNG"])
    @pytest.mark.parametrize("size", [(9000, 1), (1, 9000), (9000, 4000)])
    def test_any_shape_is_brought_to_size(self, size: tuple[int, int], kind: str) -> None:
        clean = checked(files.written(Image.new("RGB", size, "teal"), kind), "a")

        assert max(clean.width or 0, clean.height or 0) == 2560
        assert checked(clean.content, clean.name).digest == clean.digest

    def test_a_small_photo_is_not_blown_up(self) -> None:
        clean = checked(files.photo(30, 20), "a.jpg")

        assert opened(clean.preview or b"").size == (clean.width, clean.height) == (30, 20)

    def test_a_photo_of_an_ordinary_phone_stays_clear(self) -> None:
        upload = files.written(files.picture(1200, 900), "JPEG", quality=92)
        before, after = opened(upload), opened(checked(upload, "a.jpg").content)
        small = [image.convert("RGB").resize((60, 45)).tobytes() for image in (before, after)]
        differences = [abs(x - y) for x, y in zip(*small, strict=True)]

        assert max(differences) <= 8


class TestColours:
    def test_sixteen_bits_of_grey_are_scaled_not_cut(self) -> None:
        grey = Image.new("I;16", (20, 20), 0x8000)

        clean = checked(files.written(grey, "PNG"), "a.png")

        assert opened(clean.content).getpixel((5, 5)) in (127, 128)

    def test_a_wide_gamut_is_brought_to_what_all_screens_show(self) -> None:
        grey = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        upload = files.written(files.picture(), "JPEG", quality=95, icc_profile=grey)

        shown = opened(checked(upload, "a.jpg").content)

        assert shown.mode == "RGB"
        assert all(abs(a - b) < 25 for a, b in zip(shown.getpixel((10, 10)), RED, strict=True))

    def test_a_profile_that_is_none_is_ignored(self) -> None:
        upload = files.written(files.picture(), "JPEG", icc_profile=b"no profile")

        assert checked(upload, "a.jpg").kind is Kind.JPEG

    def test_what_shows_through_stays_so_and_is_white_in_the_preview(self) -> None:
        glass = Image.new("RGBA", (50, 50), (0, 0, 0, 0))

        clean = checked(files.written(glass, "PNG"), "a.png")

        assert opened(clean.content).getpixel((5, 5))[3] == 0
        assert min(opened(clean.preview or b"").getpixel((5, 5))) > 250


class TestInsideDocuments:
    def test_betray_nothing_either(self) -> None:
        upload = files.docx({"word/media/image1.jpeg": files.photo(), "word/styles.xml": b"<s/>"})

        clean = checked(upload, "活动总结.docx")

        assert b"PhoneMaker" in files.photo()
        with zipfile.ZipFile(io.BytesIO(clean.content)) as archive:
            assert archive.testzip() is None
            assert archive.read("word/styles.xml") == b"<s/>"
            photo = archive.read("word/media/image1.jpeg")
        assert [mark for mark in (*files.MARKS, b"ftyp") if mark in photo] == []
        assert opened(photo).size == (120, 80)

    def test_cleaning_again_changes_no_byte(self) -> None:
        clean = checked(files.docx({"word/media/a.png": files.bare_png(9, 9)}), "a.docx")

        assert checked(clean.content, "a.docx").content == clean.content

    def test_what_needs_nothing_is_kept_to_the_byte(self) -> None:
        for parts in ({}, {"word/media/image1.jpeg": b"\xff\xd8\xff broken"}):
            upload = files.docx(parts)

            assert checked(upload, "a.docx").content == upload

    def test_a_signed_document_stays_what_was_signed(self) -> None:
        upload = files.docx({"word/media/a.jpg": files.photo(), "_xmlsignatures/sig1.xml": b"x"})

        assert checked(upload, "a.docx").content == upload

    def test_too_many_pixels_are_refused_with_the_name_of_both(self) -> None:
        upload = files.docx({"word/media/a.png": files.bare_png(10_000, 5_000)})

        with pytest.raises(TooManyPixels, match=r"总结\.docx：word/media/a\.png"):
            checked(upload, "总结.docx")
