"""One sign-in for each role, so that everybody can see the product with their own eyes."""

from dataclasses import dataclass

PASSWORD = "bangfu-demo-71"  # noqa: S105 - printed by the demo command; refused anywhere else
"""The password of every demonstration account, and of no other."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role somewhere: an area prefix, an institution by name, or neither."""

    role: str
    area: str = ""
    institution: str = ""
    whole_country: bool = False


@dataclass(frozen=True, slots=True)
class SignIn:
    """An account: sign-in name, the name shown, what it may do, and what to look at first."""

    username: str
    name: str
    grants: tuple[Grant, ...]
    sees: str


def sign_ins() -> tuple[SignIn, ...]:
    """Everybody but the posted worker, who is known once somebody is posted."""
    from .dongying import OIL_FIELD, SECOND
    from .jinzhou import CENTRAL

    return (
        SignIn(
            "clerk",
            "东营市卫生健康委经办人",
            (Grant("commission_clerk", area="3705"),),
            "东营市：谁在哪里、编制和发布选派方案",
        ),
        SignIn(
            "changji",
            "昌吉州卫生健康委经办人",
            (Grant("commission_clerk", area="6523"),),
            "阜康市对口支援木垒县",
        ),
        SignIn(
            "sender",
            "胜利油田中心医院对口支援办公室",
            (Grant("sender_office", institution=OIL_FIELD),),
            "本院派出的专家和推荐人选",
        ),
        SignIn(
            "host",
            "东营市第二人民医院办公室",
            (Grant("host_office", institution=SECOND),),
            "本院的需求和派驻到本院的专家",
        ),
        SignIn(
            "assessor",
            "东营市考核组",
            (Grant("assessor", area="3705"), Grant("assessor", area="411303")),
            "东营市和卧龙区的项目、方案和派驻",
        ),
        SignIn(
            "party",
            "锦州市卫生健康委党建办公室",
            (Grant("party_office", area="2107"),),
            "锦州市公立医院党建项目",
        ),
        SignIn(
            "branch",
            "锦州市中心医院党支部",
            (Grant("host_office", institution=CENTRAL),),
            "本院党支部的自评和异议",
        ),
        SignIn(
            "committee",
            "锦州市中心医院党委办公室",
            (Grant("host_office", institution=CENTRAL),),
            "院党委对本院党支部的考评",
        ),
        SignIn(
            "organisation",
            "中共锦州市委组织部组织科",
            (Grant("party_office", area="2107"),),
            "星级堡垒党支部的审定",
        ),
        SignIn("auditor", "审计管理员", (Grant("auditor", whole_country=True),), "日志和账号"),
        SignIn("admin", "系统管理员", (Grant("system_administrator"),), "账号的建立和停用"),
        SignIn("security", "安全管理员", (Grant("security_administrator"),), "授权"),
    )


WORKER = "worker"
"""Sign-in name of the posted worker."""
