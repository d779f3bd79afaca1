"""Problems and plans as files: read strictly, written whole or not at all."""

import json
import os
import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from bangfu.core.refusal import Refusal

from .certificate import Certificate
from .plan import Plan
from .problem import Problem

MOST_BYTES = 256 * 2**20
"""A larger file is refused unread; a province of 10,000 posts stays far below."""

Shape = TypeVar("Shape", Problem, Plan, Certificate)


class UnreadableFile(Refusal):
    """A file cannot be read as what it should be."""


def read_problem(path: Path) -> Problem:
    """The problem in a JSON file; raises ``UnreadableFile`` naming file, place and remedy."""
    return _read(path, Problem, "问题文件", "problem")


def read_earlier_plan(path: Path) -> Plan:
    """A plan to be kept as far as possible; people and posts may be gone since it was made."""
    return _read(path, Plan, "方案文件", "plan")


def read_plan(path: Path, problem: Problem) -> Plan:
    """The plan in a JSON file; refuses people and posts that the problem does not know."""
    plan = _read(path, Plan, "方案文件", "plan")
    for number, duty in enumerate(plan.duties):
        for kind, zh, id in (("person", "人员", duty.person), ("post", "岗位", duty.post)):
            if not problem.knows(kind, id):
                raise UnreadableFile(
                    zh=f"{path} $.duties[{number}].{kind}：{zh}“{id}”不在问题文件中，"
                    f"请核对方案与问题是否配套。",
                    en=f"{path} $.duties[{number}].{kind}: {kind} “{id}” is not in the problem; "
                    f"check that plan and problem belong together.",
                )
    return plan


def refuse_unwritable(path: Path) -> None:
    """Say before a long search that its plan could not be written."""
    folder = path.absolute().parent
    if path.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise UnreadableFile(
            zh=f"{path}：无法写入（文件夹不存在或没有权限），请换一个可写的位置。",
            en=f"{path}: cannot be written (no such folder, or not allowed); choose another.",
        )


def write_plan(path: Path, plan: Plan) -> None:
    """Write a plan; an interrupted write leaves the old file as it was."""
    _write(path, msgspec.json.format(msgspec.json.encode(plan), indent=2) + b"\n")


def write_text(path: Path, text: str) -> None:
    """Write a table or another text, line ends as they are."""
    _write(path, text.encode())


def read_certificate(path: Path) -> Certificate:
    """The certificate in a JSON file; what it proves is for the verifier to say."""
    return _read(path, Certificate, "证书文件", "certificate")


def write_certificate(path: Path, certificate: Certificate) -> None:
    """Write a certificate, on one line: prices are many, and nobody reads them one by one."""
    _write(path, msgspec.json.encode(certificate) + b"\n")


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.partial")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UnreadableFile(
            zh=f"{path}：无法写入（{error.strerror}），请换一个可写的位置。",
            en=f"{path}: cannot be written ({error.strerror}); choose a place you may write to.",
        ) from error


def _read(path: Path, shape: type[Shape], zh: str, en: str) -> Shape:
    content = _content(path, zh, en)
    try:
        found = msgspec.json.decode(content, type=shape)
        if twice := doubled_key(content):
            raise _at(
                path,
                twice,
                "同一个键写了两次，无法确定以哪个为准，请删去一个。",
                "the key stands twice, and it is open which holds; remove one.",
            )
        return found
    except msgspec.ValidationError as error:
        text, _, place = str(error).partition(" - at ")
        schema = f"docs/reference/planner/{en}.schema.json"
        told = f"{told_in_english(text)}; see the schema {schema}."
        raise _at(path, place.strip("`") or "$", told_in_chinese(text), told) from error
    except RecursionError as error:
        raise _at(
            path,
            "$",
            f"嵌套层数过多，无法读取，请核对{zh}是否完整、是否由本系统生成。",
            f"nested too deeply to be read; check that the {en} is whole.",
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _at(
            path,
            "$",
            f"不是有效的JSON（{error}），请检查括号、引号和编码（UTF-8）。",
            f"not valid JSON ({error}); check brackets, quotes and encoding (UTF-8).",
        ) from error


def _content(path: Path, zh: str, en: str) -> bytes:
    """A file's bytes, UTF-8 without a mark; never more than may be read."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _too_large(path, f"文件有{size // 2**20}MB，", f"{size // 2**20} MB is ")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)  # a pipe or a device tells no size
    except OSError as error:
        raise UnreadableFile(
            zh=f"{path}：无法读取{zh}（{_why_zh(error)}），请核对路径。",
            en=f"{path}: the {en} cannot be read ({error.strerror}); check the path.",
        ) from error
    if len(content) > MOST_BYTES:
        raise _too_large(path, "内容", "")
    content = content.removeprefix(b"\xef\xbb\xbf")
    if (encoding := _other_encoding(content)) is not None:
        raise _at(
            path,
            "$",
            f"编码不是UTF-8（像是{encoding}），请另存为UTF-8编码。",
            f"not encoded as UTF-8 (it looks like {encoding}); save it as UTF-8.",
        )
    if _is_no_text(content):
        raise _at(
            path,
            "$",
            f"内容不是文字（可能是Excel、图片或压缩文件），请给出{zh}（JSON）。",
            f"no text but perhaps a workbook, a picture or an archive; give the {en} (JSON).",
        )
    return content


_MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"{\x00", b"\x00{")


def _other_encoding(content: bytes) -> str | None:
    """What a text that is not UTF-8 looks like; ``None`` where it is UTF-8, or no text at all."""
    if content.startswith(_MARKS_OF_UTF_16):
        return "UTF-16"
    try:
        content.decode()
    except UnicodeDecodeError:
        return None if _is_no_text(content) else "GB18030"
    return None


def _is_no_text(content: bytes) -> bool:
    """Whether there are control characters in the beginning, as no text has them."""
    return re.search(rb"[\x00-\x08\x0e-\x1f]", content[:1000]) is not None


def doubled_key(content: bytes) -> str | None:
    """The JSON path of the first key that stands twice in its object, or ``None``.

    >>> doubled_key(b'{"people": [{"id": "w1", "rank": 2, "rank": 3}]}')
    '$.people[0].rank'
    """

    def looked_at(pairs: list[tuple[str, object]]) -> None:
        if len({key for key, _ in pairs}) < len(pairs):
            raise _DoubledKeyError

    try:
        json.loads(content, object_pairs_hook=looked_at)
    except _DoubledKeyError:
        return _doubled_in(json.loads(content, object_pairs_hook=_Pairs), "$")
    return None


class _DoubledKeyError(Exception):
    """Ends the reading of a document at its first doubled key."""


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with every key as it stands."""


def _doubled_in(value: object, place: str) -> str | None:
    if isinstance(value, _Pairs):
        seen = set()
        for key, _ in value:
            if key in seen:
                return f"{place}.{key}"
            seen.add(key)
        found = (_doubled_in(inner, f"{place}.{key}") for key, inner in value)
    elif isinstance(value, list):
        found = (_doubled_in(inner, f"{place}[{n}]") for n, inner in enumerate(value))
    else:
        return None
    return next((one for one in found if one is not None), None)


def _at(path: Path, place: str, zh: str, en: str) -> UnreadableFile:
    return UnreadableFile(zh=f"{path} {place}：{zh}", en=f"{path} {place}: {en}")


def _too_large(path: Path, zh: str, en: str) -> UnreadableFile:
    most = MOST_BYTES // 2**20
    return UnreadableFile(
        zh=f"{path}：{zh}超过{most}MB的上限，请按省或地市拆分后再试。",
        en=f"{path}: {en}above the limit of {most} MB; split it by province or prefecture.",
    )


def _why_zh(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "文件不存在"
    if isinstance(error, IsADirectoryError):
        return "这是一个文件夹"
    if isinstance(error, PermissionError):
        return "没有读取权限"
    return error.strerror or "读取失败"


_CHINESE = (
    (r"Object contains unknown field `(.*)`", r"有不认识的键“\1”，请删除或改正拼写。"),
    (r"Object missing required field `(.*)`", r"缺少必填的键“\1”，请补上。"),
    (r"Expected `(.*)`, got `(.*)`", r"应为\1，实际是\2，请改正。"),
    (r"Expected `(\w+)` >= (-?\d+)", r"数值应不小于\2，请改正。"),
    (r"Expected `(\w+)` <= (-?\d+)", r"数值应不大于\2，请改正。"),
    (r"Expected `str` of length >= (\d+)", r"文字不应为空，请填写。"),
    (r"Expected `str` of length <= (\d+)", r"文字不应超过\1个字符，请缩短。"),
    (r"Invalid enum value (.*)", r"不接受取值\1，请改用说明文件列出的取值。"),
    (r"Invalid RFC3339 encoded date", r"日期应写成2025-03-17的形式且真实存在，请改正。"),
)


def told_in_english(text: str) -> str:
    """What the decoder says is wrong, as a reader expects it.

    >>> told_in_english("Object contains unknown field `hospital`")
    'Object contains unknown field “hospital”'
    """
    return re.sub(r"`(.*?)`", r"“\1”", text)


def told_in_chinese(text: str) -> str:
    """What the decoder says is wrong, in Chinese, with the remedy.

    >>> told_in_chinese("Object contains unknown field `hospital`")
    '有不认识的键“hospital”，请删除或改正拼写。'
    """
    for pattern, sentence in _CHINESE:
        if found := re.fullmatch(pattern, text):
            return found.expand(sentence)
    return f"内容不符合格式（{text}），请对照格式说明改正。"
