"""The workbook of departments."""

from datetime import date

from bangfu.core.exchange import parsers
from bangfu.core.exchange.layouts import Column, Layout

from .columns import home, subject


def layout(on: date) -> Layout:
    """One row for each department, known by institution and name."""
    return Layout(
        zh="科室",
        en="Departments",
        columns=(
            home(
                "institution", "所属机构", "Institution", ("机构", "机构名称", "单位", "单位名称")
            ),
            Column(
                "name",
                "科室名称",
                "Department",
                parsers.text(longest=60),
                required=True,
                synonyms=("科室",),
                note_zh="以机构和科室名称判断是否同一科室。",
                example="心血管内科",
                width=20,
            ),
            subject("subject", "诊疗科目", "Clinical subject", ("科目", "诊疗科目代码")),
            Column(
                "staff",
                "在编人数",
                "Staff",
                parsers.whole_number(least=0, most=10_000),
                synonyms=("编制人数", "人数"),
                example="18",
            ),
            Column(
                "minimum_staff",
                "最低在岗人数",
                "Minimum staff",
                parsers.whole_number(least=0, most=10_000),
                synonyms=("最低在岗", "最少在岗人数"),
                note_zh="外派之后仍须留在本科室的最少人数。",
                example="14",
            ),
        ),
    )
