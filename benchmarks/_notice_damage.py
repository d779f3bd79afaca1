"""What copies of notices suffer on the web, done to a clean text on purpose."""

import re
from collections.abc import Callable
from functools import cache

from opencc import OpenCC
from pypinyin import Style, pinyin

Damage = Callable[[str], bytes]

_HALF = str.maketrans("，：；！（）", ",:;!()")
_NAVIGATION = "网站首页 | 新闻中心 | 政务公开 | 办事服务\n当前位置：首页 > 新闻中心 > 正文\n\n"
_FOOTER = (
    "\n【打印本页】【关闭窗口】\n相关链接\n全市召开安全生产工作会议\n春季义务植树活动启动\n"
    "版权所有：某某新闻网　ICP备00000000号\n"
)
_SPAM = "国产精品在线视频,免费视频一区二区,亚洲欧美在线观看,久久激情\n\n"


def traditional(text: str) -> bytes:
    """Simplified characters become Traditional ones, and 着 becomes 著."""
    return _traditional(text).encode()


def glossed(text: str) -> bytes:
    """Traditional, with the reading behind each character that changed."""
    pieces = []
    for char, old in zip(_traditional(text), text, strict=True):
        pieces.append(char)
        if char != old:
            pieces.append(f"({pinyin(old, style=Style.TONE)[0][0]})")
    return "".join(pieces).translate(_HALF).encode()


def half_width(text: str) -> bytes:
    """Punctuation of half width, digits of full width."""
    wide = {ord("0") + n: chr(0xFF10 + n) for n in range(10)}
    return text.translate(_HALF).translate(wide).encode()


def surrounded(text: str) -> bytes:
    """Spam and navigation above, links and an imprint below, in GBK."""
    return (_SPAM + _NAVIGATION + text + _FOOTER).encode("gb18030")


def page(text: str) -> bytes:
    """An HTML page with a script, entities and a table around it."""
    lines = "".join(f"<p>&nbsp;{line}</p>\r\n" for line in text.splitlines() if line.strip())
    return (
        "<!DOCTYPE html><html><head><meta charset='gb2312'><title></title>"
        "<script>var a = '<p>选派99名</p>';</script></head><body><!-- 88名 -->"
        f"<div><table><tr><td>{lines}</td></tr></table></div></body></html>"
    ).encode("gb18030")


def utf_16(text: str) -> bytes:
    """As Notepad used to save it."""
    return text.encode("utf-16")


def big5(text: str) -> bytes:
    """Traditional, in the encoding of Taiwan and Hong Kong; what it lacks is left out."""
    return _traditional(text).encode("big5hkscs", errors="ignore")


def lost_byte(text: str) -> bytes:
    """The first byte of 。 lost where “ and a Traditional character follow it."""
    converted = _traditional(text)
    found = re.search(r"。“[\u4e00-\u9fff]", converted)
    if found is None:
        return converted.encode()
    raw = found[0].encode("gbk")
    broken = raw[1:].decode("gbk", errors="replace").replace("！", "!")
    return (converted[: found.start()] + broken + converted[found.end() :]).encode()


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def _traditional(text: str) -> str:
    """Character by character, so that nothing moves."""
    converted = "".join(_converter().convert(char) for char in text)
    assert len(converted) == len(text)
    return converted.replace("着", "著")


DAMAGES: tuple[tuple[str, Damage], ...] = (
    ("Traditional", traditional),
    ("Traditional with pinyin", glossed),
    ("half width", half_width),
    ("spam and navigation, GBK", surrounded),
    ("HTML, GBK", page),
    ("UTF-16", utf_16),
    ("Big5", big5),
)
"""What is measured; each by its name."""
