"""The workbook of workers."""

from datetime import date

from bangfu.core.exchange import parsers
from bangfu.core.exchange.layouts import Column, Layout
from bangfu.core.standards import titles

from .columns import DAY_NOTE, home, looked_up, several_subjects, subject


def layout(on: date) -> Layout:
    """One row for each worker, known by identity number or by home and staff number."""
    return Layout(
        zh="人员",
        en="Workers",
        columns=(
            Column(
                "name",
                "姓名",
                "Name",
                parsers.text(longest=60),
                required=True,
                synonyms=("人员姓名",),
                width=12,
            ),
            Column(
                "id_number",
                "身份证号",
                "Identity number",
                parsers.citizen(on=on),
                unique=True,
                synonyms=("身份证号码", "公民身份号码", "证件号码"),
                note_zh="18位。填了以此判断是否同一人，性别和出生日期由此得出，不必再填。",
                width=22,
                as_text=True,
            ),
            Column(
                "staff_number",
                "工号",
                "Staff number",
                parsers.text(longest=30),
                required=True,
                synonyms=("职工号", "人员编号", "员工编号"),
                note_zh="在本单位内不重复。没有身份证号时，以所在单位和工号判断是否同一人。",
                example="0217",
                as_text=True,
            ),
            home(
                "home", "所在单位", "Home institution", ("单位", "单位名称", "工作单位", "机构名称")
            ),
            Column(
                "department",
                "所在科室",
                "Department",
                parsers.text(longest=60),
                synonyms=("科室", "科室名称"),
                note_zh="本单位还没有的科室会一并登记。",
                example="心血管内科",
                width=18,
            ),
            Column(
                "title_code",
                "专业技术职务",
                "Title",
                looked_up(
                    titles.find, "职务名称（如 主治医师），或 GB/T 8561 的三位代码（如 233）"
                ),
                synonyms=("职称", "专业技术职称", "职务", "技术职称", "职称代码"),
                note_zh="职务名称，或 GB/T 8561 的三位代码（如 233）；没有的不填。",
                example="主治医师",
                choices=tuple(title.zh for title in titles.every().values()),
            ),
            subject("subject", "主要专业", "Main subject", ("专业", "诊疗科目", "执业范围")),
            Column(
                "other_subjects",
                "其他专业",
                "Other subjects",
                several_subjects,
                synonyms=("兼任专业", "次要专业"),
                note_zh="诊疗科目的名称或代码；几项之间用顿号隔开。",
                example="03.10、28",
                width=18,
                as_text=True,
            ),
            Column(
                "sex",
                "性别",
                "Sex",
                parsers.one_of({"男": "male", "女": "female", "1": "male", "2": "female"}),
                note_zh="男 或 女；填了身份证号的可不填。",
                choices=("男", "女"),
                example="女",
                width=8,
            ),
            Column(
                "birth_date",
                "出生日期",
                "Born on",
                parsers.day(latest=on),
                synonyms=("出生年月日", "生日"),
                note_zh=DAY_NOTE + "填了身份证号的可不填。",
                example="1985-06-01",
            ),
            Column(
                "practice_certificate",
                "执业证书编码",
                "Practice certificate",
                parsers.text(longest=30),
                synonyms=("执业证书号", "执业证书号码", "医师执业证书编码"),
                width=20,
                as_text=True,
            ),
            Column(
                "phone",
                "联系电话",
                "Phone",
                parsers.text(longest=40),
                synonyms=("电话", "手机", "手机号"),
                as_text=True,
            ),
            Column(
                "since",
                "登记日期",
                "Registered from",
                parsers.day(latest=on),
                synonyms=("入职日期", "到职日期"),
                note_zh=DAY_NOTE
                + "在本单位的起始日期；不填以导入当日为准，对已登记的人员不起作用。",
                example="2012-07-01",
            ),
        ),
    )
