"""Every item of every table can be read as a sentence."""

import pytest

from bangfu.core.appraisal import KINDS, Meaning, catalogue, shipped
from bangfu.core.appraisal.wording import rule_sentence, worded
from bangfu.core.programmes import Text

RESCALED = "不适用的剔除，其分值在本板块内折算。"


TECHNIQUES = Meaning(
    code="techniques_done_alone", title=Text(zh="独立开展的技术"), unit=Text(zh="项")
)


def sentences(code: str) -> dict[str, str]:
    scheme = shipped()[code]
    known = {**catalogue(), TECHNIQUES.code: TECHNIQUES}
    return {item.code: rule_sentence(scheme, item, known).zh for item in scheme.items}


def test_every_kind_has_its_own_wording() -> None:
    assert [kind for kind in KINDS if worded.dispatch(kind) is worded.dispatch(object)] == []


@pytest.mark.parametrize("code", sorted(shipped()))
def test_shipped_tables_read_in_both_languages(code: str) -> None:
    scheme = shipped()[code]

    for item in scheme.items:
        told = rule_sentence(scheme, item, catalogue())
        assert told.zh.endswith("。")
        assert not any("一" <= sign <= "鿿" for sign in told.en), told.en


@pytest.mark.parametrize(
    ("table", "item", "said"),
    [
        (
            "posting_pair_default",
            "on_post",
            "满分10分。在岗率达到95%得10分，达到90%得8分，达到85%得6分，达到80%得3分，其余0分。"
            + RESCALED,
        ),
        (
            "posting_pair_default",
            "no_gap",
            "满分6分。岗位空缺天数，每7天扣0.5分，扣完为止。" + RESCALED,
        ),
        (
            "posting_pair_default",
            "more_techniques",
            "加分，最高4分。独立开展的技术超过2项的部分，每1项加2分。没有数据的不加分。",
        ),
        (
            "posting_evaluation",
            "weeks",
            "满分20分。实际到岗周数比应到岗周数每少1周扣0.5分，扣完为止。" + RESCALED,
        ),
        (
            "party_branch_stars",
            "discipline",
            "扣分，最多扣20分。党员违纪，每1人扣10分。没有数据的不扣分。",
        ),
        (
            "performance_thousand_points",
            "alone",
            "满分60分。“派驻人员在岗率”不足45分的本项不得分；达到的，独立开展的技术3项得满分、0项不得分，"
            "其间按比例。" + RESCALED,
        ),
    ],
)
def test_is_plain_chinese(table: str, item: str, said: str) -> None:
    assert sentences(table)[item] == said
