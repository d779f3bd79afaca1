"""Why a file is not taken: each names the file, says what is wrong, and how to mend it."""

from bangfu.core.refusal import Refusal

from .kinds import Foreign, Kind


class FileRefused(Refusal):
    """A file is not taken as evidence."""

    def __init__(self, name: str, *, zh: str, en: str) -> None:
        super().__init__(zh=f"文件“{name}”{zh}", en=f"“{name}” {en}")
        self.name = name


class EmptyFile(FileRefused):
    """The file holds nothing."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            zh="是空的，没有内容；请检查后重新选择。",
            en="is empty; look at it and choose it again.",
        )


class FileTooLarge(FileRefused):
    """The file is larger than the limit."""

    def __init__(self, name: str, *, size: int, limit: int, is_photo: bool) -> None:
        zh = "请用手机拍照的普通画质" if is_photo else "请分成几个文件，或降低扫描清晰度"
        en = "take the photo at normal quality" if is_photo else "split it or scan it coarser"
        super().__init__(
            name,
            zh=f"有{megabytes(size)}，超过上限{megabytes(limit)}；{zh}。",
            en=f"has {megabytes(size)}, more than {megabytes(limit)}; {en}.",
        )


class KindNotTaken(FileRefused):
    """The file is of a kind that is not taken."""

    def __init__(self, name: str, foreign: Foreign) -> None:
        self.foreign = foreign
        zh = f"是{foreign.zh}" if foreign is not Foreign.VIDEO else "不能上传，这是视频文件"
        super().__init__(
            name,
            zh=f"{zh}；{foreign.remedy_zh}。",
            en=f"is {foreign.en}; {foreign.remedy_en}.",
        )


class NameMisleads(FileRefused):
    """The name promises another kind of file than the content is."""

    def __init__(self, name: str, kind: Kind) -> None:
        super().__init__(
            name,
            zh=f"的内容是{kind.zh}，与文件名不符；请确认没有选错，把名称结尾改为"
            f"{kind.ending}后再传。",
            en=f"holds a {kind.en}, which its name does not say; make sure it is the right one "
            f"and let its name end in {kind.ending}.",
        )


class BrokenFile(FileRefused):
    """The file is cut off or damaged."""

    def __init__(self, name: str, kind: Kind) -> None:
        zh, en = (
            ("请重新拍摄或重新保存后再传", "take or save it again")
            if kind.is_photo
            else ("请在电脑上打开确认，重新保存后再传", "open it, save it again and send it")
        )
        super().__init__(
            name,
            zh=f"不完整或已损坏，打不开；{zh}。",
            en=f"is cut off or damaged and cannot be opened; {en}.",
        )


class TooManyPixels(FileRefused):
    """The picture has more pixels than are decoded."""

    def __init__(self, name: str, *, pixels: int, limit: int) -> None:
        super().__init__(
            name,
            zh=f"有{pixels // 10_000}万像素，超过上限{limit // 10_000}万像素；"
            "请用相机的普通分辨率重拍，或缩小后再传。",
            en=f"has {pixels / 1e6:.0f} million pixels, more than {limit / 1e6:.0f} million; "
            "take it at normal resolution or make it smaller.",
        )


class UnpacksTooLarge(FileRefused):
    """The sheet or document unpacks to far more than it seems."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            zh="解压后过大，不能打开；请删去多余的行、工作表和图片，另存后再传。",
            en="unpacks to too much; remove needless rows, sheets and pictures and save it anew.",
        )


class TooManyPages(FileRefused):
    """The PDF has more pages than are looked through."""

    def __init__(self, name: str, *, pages: int, limit: int) -> None:
        super().__init__(
            name,
            zh=f"有{pages}页，超过上限{limit}页；请只传与本事项有关的页。",
            en=f"has {pages} pages, more than {limit}; send those that concern this matter.",
        )


class ActiveContent(FileRefused):
    """The file holds something that acts by itself when it is opened."""

    def __init__(self, name: str, *, zh: str, en: str) -> None:
        super().__init__(
            name,
            zh=f"含有{zh}，为安全起见不能上传；请打印为PDF，或另存为不含{zh}的文件后再传。",
            en=f"holds {en} and is not taken for safety; print it as PDF or save it without.",
        )


class FileLocked(FileRefused):
    """The file asks for a password."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            zh="设有打开密码；请取消密码后再传。",
            en="asks for a password; remove the password and send it again.",
        )


class TooManyFiles(Refusal):
    """More files at a time than are taken."""

    def __init__(self, *, given: int, limit: int) -> None:
        super().__init__(
            zh=f"一次最多上传{limit}个文件，现选了{given}个；请分次上传。",
            en=f"At most {limit} files at a time; {given} were chosen. Send them in turns.",
        )


class UploadTooLarge(Refusal):
    """The files chosen are too large together."""

    def __init__(self, *, size: int, limit: int) -> None:
        super().__init__(
            zh=f"所选文件合计{megabytes(size)}，超过上限{megabytes(limit)}；请分次上传。",
            en=f"The files have {megabytes(size)} together, more than {megabytes(limit)}; "
            "send them in turns.",
        )


def megabytes(size: int) -> str:
    """A size as people read it; what is a little over a limit is not rounded to it.

    >>> megabytes(20 * 1024 * 1024), megabytes(20 * 1024 * 1024 + 1), megabytes(300)
    ('20 MB', '20.1 MB', '1 KB')
    """
    if size < 1024 * 1024:
        return f"{max(1, -(-size // 1024))} KB"
    tenths = -(-size * 10 // (1024 * 1024))
    return f"{tenths // 10} MB" if tenths % 10 == 0 else f"{tenths / 10:.1f} MB"
