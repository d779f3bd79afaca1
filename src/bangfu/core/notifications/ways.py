"""Where messages may go: what somebody enters is looked at, written one way, and shown masked."""

import re
from dataclasses import dataclass

from bangfu.core.refusal import Refusal

_EMAIL = re.compile(
    r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+"
)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_WECOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DINGTALK = re.compile(r"[0-9a-f]{64}")
_SIGNED = re.compile(r"SEC[0-9a-f]{64}")
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Words:
    """The same in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Chinese, unless English is asked for."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Kind(Words):
    """A way of telling somebody: its code, its name, and what is entered for it.

    Addresses of people are confirmed by a code that is sent there; a robot's key confirms itself by
    a first message.
    """

    code: str
    asked: Words
    by_code: bool


KINDS = (
    Kind("电子邮件", "E-mail", "email", Words("邮箱地址", "E-mail address"), by_code=True),
    Kind("短信", "Text message", "sms", Words("手机号码", "Mobile number"), by_code=True),
    Kind(
        "企业微信群机器人",
        "WeCom group robot",
        "wecom",
        Words("机器人的Webhook地址", "The robot's webhook address"),
        by_code=False,
    ),
    Kind(
        "钉钉群机器人",
        "DingTalk group robot",
        "dingtalk",
        Words(
            "机器人的Webhook地址；有加签密钥（SEC开头）的写在第二行",
            "The robot's webhook address; a signing secret (SEC…) goes on a second line",
        ),
        by_code=False,
    ),
)


class NotAnAddress(Refusal):
    """What was entered is no address of that kind."""

    def __init__(self, kind: str) -> None:
        zh, en = {
            "email": (
                "邮箱地址不对，应如 name@example.cn。",
                "Not an e-mail address; write it like name@example.cn.",
            ),
            "sms": ("手机号码不对，应为11位数字。", "Not a mobile number; it has 11 digits."),
            "wecom": (
                "没有找到机器人的key。请在企业微信群的机器人资料中复制Webhook地址，整行粘贴。",
                "No robot's key was found. Copy the webhook address from the robot in the group.",
            ),
            "dingtalk": (
                "没有找到机器人的access_token。请在钉钉群的机器人设置中复制Webhook地址，整行粘贴。",
                "No access_token was found. Copy the webhook address from the robot in the group.",
            ),
        }[kind]
        super().__init__(zh=zh, en=en)


def kind_of(code: str) -> Kind:
    """The kind of a code; raises ``KeyError``."""
    return {kind.code: kind for kind in KINDS}[code]


def target_of(kind: str, entered: str) -> str:
    """What was entered, written one way. Raises ``NotAnAddress``.

    A robot's key is all that is kept of its address, so nothing is ever sent to a host that
    somebody typed in.

    >>> target_of("sms", "138 0000 0000")
    '13800000000'
    """
    text = entered.strip()[:LONGEST]
    if kind == "email":
        if not _EMAIL.fullmatch(text):
            raise NotAnAddress(kind)
        return text
    if kind == "sms":
        bare = re.sub(r"[\s-]", "", text).removeprefix("+86")
        if not _MOBILE.fullmatch(bare):
            raise NotAnAddress(kind)
        return bare
    if kind == "wecom":
        found = _WECOM.search(text.lower())
        if not found:
            raise NotAnAddress(kind)
        return found[0]
    token, signed = _DINGTALK.search(re.sub(_SIGNED, " ", text)), _SIGNED.search(text)
    if not token:
        raise NotAnAddress(kind)
    return f"{signed[0]}@{token[0]}" if signed else token[0]


def masked(kind: str, target: str) -> str:
    """As it is shown, also to its owner.

    >>> masked("email", "linzhiyuan@example.cn"), masked("sms", "13800001234")
    ('l***@example.cn', '138****1234')
    """
    if kind == "email":
        name, _, host = target.partition("@")
        return f"{name[:1]}***@{host}"
    if kind == "sms":
        return f"{target[:3]}****{target[-4:]}"
    return f"****{target[-4:]}"
