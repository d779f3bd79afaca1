"""Notices of our own writing; places and people in them do not exist."""

PLAN = """首页 > 政务公开 > 通知公告 > 正文
柏河市卫生健康委员会关于选派业务院长的通知
柏卫发〔2024〕12号
各县卫生健康局，市直各医院：
为提升基层服务能力，决定从全市三级医院选派9名、二级医院选派5名共14名业务院长到14个乡镇卫生院驻点工作，\
每人不少于24个月，于2024年8月23日前全部到岗。
一、工作任务
（一）帮助受援卫生院建立一套规章制度。
（二）培育一个特色专科。
二、工作要求
每季度检查一次，年底进行考核。全年开展义诊不少于12场次。市卫生健康委主任陈望舒宣布，每家派出医院举办讲座2场。
柏河市卫生健康委员会
2024年7月1日
版权所有：柏河市卫生健康委员会 网站地图
"""

CONTRADICTORY = """河湾县对口支援工作方案
从县人民医院选派4名、县中医医院选派3名共8名骨干医师到8个乡镇卫生院驻点帮扶，每人不少于6个月。
河湾县卫生健康局
2025年3月17日
"""


def long_notice(pages: int) -> str:
    """A notice of so many pages, some 700 characters each, every task with sentences of its own."""
    tasks = []
    for number in range(pages * 8):
        tasks.append(
            f"（{number % 10 + 1}）第{number + 1}项任务：第{number % 14 + 1}组派出医院帮助"
            f"受援卫生院完善第{number + 1}类常见病诊疗流程，"
            f"全年开展教学查房不少于{number % 20 + 5}次，"
            "并将落实情况按季度报送市卫生健康委员会备查，相关资料由各单位分类归档保存。"
        )
    head, _, foot = PLAN.partition("（一）")
    return head + "\n".join(tasks) + "\n二、工作要求" + foot.partition("二、工作要求")[2]
