"""读一份通知，清理文字，列出要素，起草项目定义

Any Chinese encoding; txt, html, docx, and pdf with text. Nothing leaves the machine.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bangfu.core.notices import Reading, UnreadableNotice, read_notice

_LONGEST_SHOWN = 60


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "notice", type=Path, metavar="NOTICE", help="通知文件（txt、html、docx、pdf）"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON：要素、草案、略去的行、修复")
    parser.add_argument("--draft", type=Path, metavar="PLAN.toml", help="另存项目定义草案")


def run(arguments: argparse.Namespace) -> int:
    """Read and show; raises ``UnreadableNotice`` where nothing can be read."""
    reading = read_notice(_content(arguments.notice), arguments.notice.name)
    if arguments.draft is not None:
        _write(arguments.draft, reading.draft.toml)
    if arguments.json:
        json.dump(reading.as_json(), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        for line in _told(reading):
            print(line)
    return 0


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failure:
        raise UnreadableNotice(
            zh=f"文件无法打开：{path}（{failure.strerror}）。",
            en=f"The file cannot be opened: {path} ({failure.strerror}).",
        ) from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as failure:
        raise UnreadableNotice(
            zh=f"草案无法写入：{path}（{failure.strerror}）。",
            en=f"The draft cannot be written: {path} ({failure.strerror}).",
        ) from None


def _told(reading: Reading) -> Iterator[str]:
    """The draft with the sentence behind each value, then what lacks and what disagrees."""
    facts, fields = len(reading.facts), len(reading.draft.fields)
    offered = sum(fact.is_offered for fact in reading.facts)
    yield f"读出要素{facts}项，其中{offered}项把握较大；草案{fields}处。"
    if not reading.draft.is_programme:
        yield "这份文字是报道或总结，没有写明今后的安排；已完成的数字不会当作目标。"
    for field in reading.draft.fields:
        yield f"{field.label}：{field.value}"
        if field.facts:
            yield f"    {_short(reading.facts[field.facts[0]].sentence)}"
    for title, lines in (
        ("需要核对", [conflict.zh for conflict in reading.conflicts]),
        ("文中没有", [gap.zh for gap in reading.draft.gaps]),
        ("略去的行", [f"{line.reason}：{_short(line.text)}" for line in reading.dropped]),
    ):
        if lines:
            yield ""
            yield f"{title}（{len(lines)}）"
            yield from (f"  {line}" for line in lines)
    if reading.repairs:
        rules = Counter(repair.rule for repair in reading.repairs)
        counted = "、".join(f"{_RULES[rule]}{count}处" for rule, count in rules.most_common())
        yield ""
        yield f"修复文字：{counted}。"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


_RULES = {
    "line_break": "换行符",
    "unseen_character": "不可见字符",
    "width": "全角半角",
    "radical": "部首代替的汉字",
    "lost_byte": "丢字节乱码",
    "gloss": "注音",
    "simplified": "繁体转简体",
    "spacing": "数字旁的空格",
    "document_number": "发文字号括号",
    "punctuation": "半角标点",
}
