"""From bytes to a plain table: encoding, size and TOML syntax, each with its remedy."""

import re
import tomllib
from pathlib import Path as FilePath
from typing import Any

from .problems import DefinitionRefused, Located

LARGEST = 1 << 20
"""Bytes: a definition is some hundred lines; anything near this is another kind of file."""

_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_NULL = re.compile(r"\\(?:u0000|U00000000)")
_MEANINGS = (
    ("Invalid date or datetime", "日期不存在或写法不对，应为 2026-03-17 这样的真实日期"),
    ("Cannot overwrite a value", "同一个键写了两次，请删去一个"),
    ("Cannot declare", "同一个表头写了两次，请合并"),
    ("Cannot mutate immutable", "该表已在别处写全，不能再补充"),
    ("Expected '=' after a key", "键后面应有等号"),
    ("Unclosed array", "列表缺少右方括号"),
    ("Unclosed inline table", "表缺少右花括号"),
    ("Expected ']' at the end of a table declaration", "表头缺少右方括号"),
    ("Expected ']]' at the end of an array declaration", "表头缺少两个右方括号"),
    ("Unterminated string", "引号没有成对"),
    ("Illegal character '\\n'", "引号没有成对"),
    ("Illegal character", "含有不允许的字符，请检查全角符号或制表符"),
    ("Unescaped '\\' in a string", "反斜杠要写成两个"),
    ("Duplicate inline table key", "同一个键写了两次，请删去一个"),
    ("Invalid value", "等号右边的值写法不对；文字要加英文引号"),
    ("Invalid initial character for a key part", "键只能用英文字母、数字、下划线和连字符"),
    ("Invalid statement", "这一行写法不对；应为“键 = 值”或“[表头]”"),
    ("Expected newline or end of document", "值后面多了内容；一行只写一个键"),
)


def text_of(file: FilePath) -> str:
    """The text of a definition file; refuses what is no readable UTF-8 text of moderate size."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except IsADirectoryError:
        raise _refused(
            file.name, "这是文件夹，请指定文件。", "this is a folder; name a file."
        ) from None
    except FileNotFoundError:
        raise _refused(
            file.name, "没有这个文件，请检查路径。", "there is no such file; check the path."
        ) from None
    except OSError as error:
        raise _refused(
            file.name,
            f"文件无法读取（{error.strerror}），请检查权限。",
            f"the file cannot be read ({error.strerror}); check its permissions.",
        ) from None
    return text_from(content, file.name)


def text_from(content: bytes, file: str) -> str:
    r"""Bytes as text with ``\n`` line ends; refuses other encodings and very large files."""
    if len(content) > LARGEST:
        raise _refused(
            file,
            "文件超过 1 MiB，不像是项目定义文件，请核对。",
            "the file is larger than 1 MiB and can hardly be a programme definition.",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refused(
            file,
            "文件不是 UTF-8 编码，请用“另存为”选择 UTF-8 后重试。",
            "the file is not UTF-8; save it again as UTF-8.",
            line,
        ) from None
    return normalised(text)


def normalised(text: str) -> str:
    r"""One text for one content: ``\n`` line ends, no byte-order mark, one line end at the end."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"


def parsed(text: str, file: str) -> dict[str, Any]:
    """The plain table of a TOML text; refuses wrong syntax with line and remedy."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_refusal(error, text, file) from None
    except RecursionError:
        raise _refused(
            file,
            "括号嵌套过深，不是正常的项目定义，请核对。",
            "brackets are nested too deeply for a programme definition.",
        ) from None

    if _holds_null(table):
        # TOML lets an escape write the character, but no database keeps it.
        written = _NULL.search(text)
        raise _refused(
            file,
            r"文字中含有空字符（\u0000），无法保存，请删去。",
            r"a text holds the null character (\u0000), which cannot be kept; delete it.",
            text.count("\n", 0, written.start()) + 1 if written else None,
        )
    return table


def _holds_null(value: object) -> bool:
    if isinstance(value, dict):
        return any(_holds_null(part) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return any(_holds_null(part) for part in value)
    return isinstance(value, str) and "\0" in value


def _syntax_refusal(error: tomllib.TOMLDecodeError, text: str, file: str) -> DefinitionRefused:
    said = str(error)
    where = _WHERE.search(said)
    said = _WHERE.sub("", said)
    line = int(where[1]) if where and where[1] else text.count("\n") or 1
    column = f"第{where[2]}列" if where and where[2] else "文件末尾"
    meaning = next((zh for en, zh in _MEANINGS if said.startswith(en)), "")
    zh = f"{column}不符合 TOML 格式：{meaning or said}。"
    position = f"column {where[2]}" if where and where[2] else "end of the file"
    return _refused(file, zh, f"not valid TOML at {position}: {said}.", line)


def _refused(file: str, zh: str, en: str, line: int | None = None) -> DefinitionRefused:
    return DefinitionRefused((Located(file, line, "", zh, en),))
