"""Single sentences that were read wrongly once, as a clerk writes them."""

from bangfu.core.notices import read_text

NOTICE = """青溪县卫生健康局
关于选派医务人员到乡镇卫生院驻点帮扶的通知
经研究，决定从县人民医院选派6名、县中医医院选派4名共10名业务骨干到10个乡镇卫生院驻点帮扶。
一、选派条件
选派人员应具备主治医师及以上职称，身体健康，责任心强。
二、工作要求
各单位应按时选派人员。这是各单位的大事要事，必须引起高度重视。
"""


def values(kind: str) -> list[object]:
    return [fact.value for fact in read_text(NOTICE).facts if fact.kind == kind]


class TestReading:
    def test_a_decision_is_no_part_of_a_hospitals_name(self) -> None:
        assert "县人民医院" in values("party")
        assert not any("决定" in str(name) for name in values("party"))

    def test_what_people_must_be_is_no_task(self) -> None:
        assert values("requirement") == ["按时选派人员"]

    def test_what_people_must_be_is_a_condition(self) -> None:
        (floor,) = values("rank_floor")

        assert floor == "intermediate"
