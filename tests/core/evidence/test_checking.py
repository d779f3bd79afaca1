"""What is taken, what is refused, and in which words."""

import io
from hashlib import sha256

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bangfu.core.evidence import Kind, checked, refusals, shipped
from bangfu.core.evidence.checking import LONGEST_NAME, shown_name
from bangfu.core.evidence.kinds import HEAD, Foreign, recognised
from bangfu.core.evidence.refusals import (
    ActiveContent,
    BrokenFile,
    FileRefused,
    KindNotTaken,
    megabytes,
)

from . import files

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LIMITS = shipped()


def smaller(**photo: int):
    return msgspec.structs.replace(LIMITS, photo=msgspec.structs.replace(LIMITS.photo, **photo))


class TestKinds:
    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (files.photo(), Kind.JPEG),
            (files.written(files.picture(), "PNG"), Kind.PNG),
            (files.pdf(), Kind.PDF),
            (files.xlsx(), Kind.XLSX),
            (files.docx(), Kind.DOCX),
            ("姓名,人次\n张,12\n".encode("gb18030"), Kind.TEXT),
            ("姓名,人次\n张,12\n".encode("utf-8-sig"), Kind.TEXT),
        ],
    )
    def test_are_told_by_content_and_named_by_it(self, content: bytes, kind: Kind) -> None:
        clean = checked(content, "佐证")

        assert clean.kind is kind
        assert clean.name == "佐证" + kind.ending
        assert clean.upload_digest == sha256(content).hexdigest()
        assert clean.digest == sha256(clean.content).hexdigest()

    def test_keep_the_ending_of_a_table(self) -> None:
        assert checked("甲,乙\n".encode(), "义诊.CSV").name == "义诊.CSV"

    def test_a_webp_becomes_what_every_program_opens(self) -> None:
        clean = checked(files.written(files.picture(), "WEBP"), "a.webp")

        assert (clean.kind, clean.name) == (Kind.JPEG, "a.jpg")

    def test_a_picture_under_the_name_of_another_kind_of_picture_is_renamed(self) -> None:
        assert checked(files.written(files.picture(), "PNG"), "微信图片.jpg").name == "微信图片.png"

    def test_reads_an_open_file(self) -> None:
        assert checked(io.BytesIO(files.photo()), "a.jpg").width == 120


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "name", "refusal", "said"),
        [
            (
                files.VIDEO,
                "义诊现场.mp4",
                refusals.KindNotTaken,
                "这是视频文件；请改传照片",
            ),
            (files.VIDEO, "义诊现场.jpg", KindNotTaken, "这是视频文件"),
            (b"\x1aE\xdf\xa3" + bytes(40), "a.webm", KindNotTaken, "视频"),
            (files.HEIC, "IMG_0001.HEIC", KindNotTaken, "兼容性最佳"),
            (b"ID3\x03" + bytes(40), "a.mp3", KindNotTaken, "录音"),
            (b"GIF89a" + bytes(40), "a.gif", KindNotTaken, "另存为JPG或PNG"),
            (OLE, "台账.xls", KindNotTaken, "另存为.xlsx"),
            (
                OLE + "EncryptedPackage".encode("utf-16-le"),
                "台账.xlsx",
                refusals.KindNotTaken,
                "取消密码",
            ),
            (files.office({"a.txt": b"x"}), "a.zip", KindNotTaken, "解压后逐个上传"),
            (files.office({"OFD.xml": b"x"}), "通知.ofd", KindNotTaken, "导出为PDF"),
            (
                files.office({"ppt/presentation.xml": b"x"}),
                "课件.pptx",
                refusals.KindNotTaken,
                "另存为PDF",
            ),
            (b"MZ\x90\x00" + bytes(60), "照片.jpg", KindNotTaken, "可执行程序"),
            (b"<svg xmlns='x'><script/></svg>", "a.svg", KindNotTaken, "网页或矢量图"),
            (b"\xef\xbb\xbf <html>", "a.csv", KindNotTaken, "网页或矢量图"),
            (bytes(200), "a.jpg", KindNotTaken, "无法识别"),
            (b"", "a.jpg", refusals.EmptyFile, "是空的"),
            (files.pdf(), "照片.jpg", refusals.NameMisleads, "内容是PDF文件，与文件名不符"),
            (files.photo(), "签到表.xlsx", refusals.NameMisleads, "JPG照片"),
            (files.photo()[:900], "a.jpg", BrokenFile, "不完整或已损坏"),
            (files.written(files.picture(), "PNG")[:-40], "a.png", BrokenFile, "重新拍摄"),
            (files.bare_png(10_000, 5_000), "a.png", refusals.TooManyPixels, "5000万像素"),
            (files.pdf()[:-30], "a.pdf", BrokenFile, "不完整"),
            (
                files.pdf(root={"/OpenAction": files.ACTION}),
                "a.pdf",
                refusals.ActiveContent,
                "脚本",
            ),
            (files.pdf(password="x"), "a.pdf", refusals.FileLocked, "打开密码"),
            (files.xlsx(**{"xl/vbaProject.bin": b"x"}), "a.xlsm", ActiveContent, "宏"),
            (
                files.xlsx(**{"xl/macrosheets/sheet1.xml": b"x"}),
                "a.xlsx",
                refusals.ActiveContent,
                "宏",
            ),
            (
                files.docx({"word/embeddings/oleObject1.bin": b"x"}),
                "a.docx",
                refusals.ActiveContent,
                "嵌入",
            ),
            (files.xlsx(bomb=bytes(60 << 20)), "a.xlsx", refusals.UnpacksTooLarge, "解压后过大"),
            (files.xlsx()[:-30], "a.xlsx", KindNotTaken, "无法识别"),
        ],
    )
    def test_name_the_file_and_say_how_to_mend_it(
        self, content: bytes, name: str, refusal: type[FileRefused], said: str
    ) -> None:
        with pytest.raises(refusal) as refused:
            checked(content, name)

        assert name in refused.value.zh
        assert name in refused.value.en
        assert said in refused.value.zh
        assert "；" in refused.value.zh

    def test_a_macro_named_only_among_the_types(self) -> None:
        types = b'<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'

        with pytest.raises(refusals.ActiveContent):
            checked(files.office({"xl/workbook.xml": b"x"}, types=types), "a.xlsx")

    def test_too_large_says_both_sizes(self) -> None:
        with pytest.raises(refusals.FileTooLarge, match="有3 KB，超过上限1 KB"):
            checked(files.photo() + bytes(10), "a.jpg", smaller(max_bytes=1024))

    def test_a_large_video_is_called_a_video_and_not_read_to_its_end(self) -> None:
        film = io.BytesIO(files.VIDEO + bytes(30 << 20))

        with pytest.raises(KindNotTaken, match="视频"):
            checked(film, "a.mp4")

        assert film.tell() == LIMITS.max_bytes + 1

    def test_a_large_archive_is_called_too_large(self) -> None:
        with pytest.raises(refusals.FileTooLarge, match=r"有20\.1 MB，超过上限20 MB"):
            checked(b"PK\x03\x04" + bytes(LIMITS.max_bytes), "a.xlsx")

    def test_a_directory_that_lies_about_sizes(self) -> None:
        whole = bytearray(files.xlsx(big=b"0123456789" * 50))
        # The central directory says that the part unpacks to one byte.
        at = whole.rindex(b"PK\x01\x02", 0, whole.rindex(b"big"))
        whole[at + 24 : at + 28] = (1).to_bytes(4, "little")

        with pytest.raises(refusals.BrokenFile):
            checked(bytes(whole), "a.xlsx")

    @pytest.mark.parametrize(
        "entries",
        [
            {"root": {"/OpenAction": files.ACTION}},
            {"root": {"/Names": {"/JavaScript": {"/Names": ["a", files.ACTION]}}}},
            {"root": {"/Names": {"/EmbeddedFiles": {"/Names": []}}}},
            {"root": {"/AcroForm": {"/XFA": []}}},
            {"page": {"/AA": {"/O": files.ACTION}}},
            {"page": {"/Annots": [{"/Subtype": "/Link", "/A": {"/S": "/Launch", "/F": "a.exe"}}]}},
            {"page": {"/Annots": [{"/Subtype": "/Widget", "/A": {"/S": "/SubmitForm"}}]}},
        ],
    )
    def test_a_pdf_that_acts_by_itself(self, entries: dict) -> None:
        with pytest.raises(ActiveContent, match="打印为PDF"):
            checked(files.pdf(**entries), "a.pdf")

    def test_not_a_pdf_with_links_and_a_first_page(self) -> None:
        link = {"/Subtype": "/Link", "/A": {"/S": "/URI", "/URI": "mailto:x"}}
        content = files.pdf(root={"/OpenAction": {"/S": "/GoTo"}}, page={"/Annots": [link]})

        assert checked(content, "a.pdf").kind is Kind.PDF

    def test_more_pages_than_are_looked_through(self) -> None:
        few = msgspec.structs.replace(
            LIMITS, document=msgspec.structs.replace(LIMITS.document, max_pages=2)
        )

        with pytest.raises(refusals.TooManyPages, match="有3页，超过上限2页"):
            checked(files.pdf(3), "a.pdf", few)


class TestNames:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\fakepath\\义诊 照片.jpg", "义诊 照片.jpg"),
            ("义诊\u202egpj.exe", "义诊gpj.exe"),
            ("a\x00b\nc.jpg", "abc.jpg"),
            ("", "未命名"),
            ("...", "未命名"),
        ],
    )
    def test_lose_folders_and_what_cannot_be_printed(self, given: str, kept: str) -> None:
        assert shown_name(given) == kept

    @given(st.text(max_size=300))
    def test_are_short_and_end_as_their_kind(self, name: str) -> None:
        try:
            clean = checked(b"a,b\n", name)
        except FileRefused:
            return

        assert 0 < len(clean.name) <= LONGEST_NAME
        assert clean.name.lower().endswith((".txt", ".csv"))
        assert "/" not in clean.name


class TestLaws:
    @given(st.binary(max_size=600))
    @example(b"PK\x03\x04")
    @example(b"%PDF-1.7\n%%EOF")
    @example(b"\xff\xd8\xff\xe0")
    @example(b"RIFF\x00\x00\x00\x00WEBPVP8 ")
    def test_any_bytes_are_taken_or_refused_in_words(self, content: bytes) -> None:
        try:
            clean = checked(content, "a")
        except FileRefused as reason:
            refused = reason
        else:
            assert checked(clean.content, clean.name).digest == clean.digest
            return
        assert refused.zh.startswith("文件“a”")

    @given(st.data())
    def test_a_damaged_file_is_taken_or_refused_in_words(self, data: st.DataObject) -> None:
        whole = data.draw(st.sampled_from(WHOLE))
        at = data.draw(st.integers(0, len(whole) - 1))
        damaged = bytearray(whole)
        damaged[at : at + 3] = data.draw(st.binary(min_size=0, max_size=6))

        try:
            clean = checked(bytes(damaged), "a")
        except FileRefused:
            return
        assert checked(clean.content, clean.name).digest == clean.digest

    @given(st.binary(max_size=HEAD))
    def test_everything_is_recognised_as_something(self, content: bytes) -> None:
        assert isinstance(recognised(content), Kind | Foreign)


WHOLE = [
    files.photo(40, 30),
    files.written(files.picture(40, 30, "RGBA"), "PNG"),
    files.written(files.picture(40, 30), "WEBP"),
    files.pdf(),
    files.xlsx(),
]


class TestMegabytes:
    @given(st.integers(1, 1 << 31), st.integers(1, 1 << 31))
    def test_what_is_over_a_limit_never_reads_like_it(self, size: int, limit: int) -> None:
        if size > limit and limit % (1 << 20) == 0:
            assert megabytes(size) != megabytes(limit)
