"""Which departments a hospital of each size has, and how many people work there.

Each line: name, clinical subject (诊疗科目; - where it has none), staff, fewest that must stay.
The figures are invented, of the size such departments usually have.
"""

from .cast import Department


def _table(text: str) -> tuple[Department, ...]:
    rows = (line.split() for line in text.strip().splitlines())
    return tuple(
        Department(name, subject.strip("-"), int(staff), int(minimum))
        for name, subject, staff, minimum in rows
    )


TERTIARY = _table("""
    呼吸与危重症医学科 03.01 26 20
    消化内科 03.02 24 18
    神经内科 03.03 30 23
    心血管内科 03.04 34 26
    血液内科 03.05 12 9
    肾内科 03.06 16 12
    内分泌科 03.07 16 12
    风湿免疫科 03.08 9 7
    老年医学科 03.10 12 9
    普外科 04.01 32 25
    神经外科 04.02 16 12
    骨科 04.03 30 23
    泌尿外科 04.04 16 12
    胸外科 04.05 12 9
    妇科 05.01 20 15
    产科 05.02 24 19
    儿科 07 26 20
    眼科 10 14 10
    耳鼻咽喉科 11 14 10
    口腔科 12 16 12
    皮肤科 13 10 7
    肿瘤科 19 24 18
    急诊医学科 20 28 23
    康复医学科 21 14 10
    麻醉科 26 30 25
    重症医学科 28 26 22
    检验科 30 24 19
    病理科 31 12 9
    医学影像科 32 28 22
    中医科 50 10 7
""")

SECONDARY = _table("""
    呼吸内科 03.01 12 9
    消化内科 03.02 10 7
    神经内科 03.03 14 11
    心血管内科 03.04 14 11
    内分泌科 03.07 8 6
    普外科 04.01 16 12
    骨科 04.03 16 12
    泌尿外科 04.04 8 6
    妇产科 05 18 14
    儿科 07 12 9
    眼科 10 6 4
    耳鼻咽喉科 11 6 4
    口腔科 12 8 6
    急诊医学科 20 14 11
    康复医学科 21 7 5
    麻醉科 26 12 10
    检验科 30 12 9
    医学影像科 32 14 11
    中医科 50 8 5
""")

TCM = _table("""
    肺病科 03.01 10 7
    脾胃病科 03.02 10 7
    脑病科 03.03 14 11
    心病科 03.04 12 9
    普外科 04.01 12 9
    骨伤科 50.10 18 14
    妇科 05.01 10 7
    儿科 07 10 7
    肛肠科 50.11 12 9
    针灸推拿科 50.13 16 12
    治未病科 50.17 8 5
    中医内科 50.01 10 7
    康复医学科 21 12 9
    麻醉科 26 8 6
    检验科 30 10 8
    医学影像科 32 12 9
""")

MATERNAL_CHILD = _table("""
    产科 05.02 20 16
    妇科 05.01 14 11
    新生儿科 07.01 12 9
    儿科 07 16 12
    妇女保健科 06 10 7
    儿童保健科 09 12 9
    麻醉科 26 8 6
    检验科 30 10 8
    超声科 32.05 8 6
""")

SMALL_HOSPITAL = _table("""
    内科 03 9 6
    外科 04 7 5
    妇产科 05 6 4
    中医科 50 4 2
    检验科 30 4 3
    医学影像科 32 4 3
""")

TOWNSHIP = _table("""
    全科医疗科 02 6 4
    内科 03 5 3
    外科 04 3 2
    妇产科 05 3 2
    中医科 50 2 1
    预防保健科 01 6 4
    检验科 30 2 1
""")

COMMUNITY = _table("""
    全科医疗科 02 10 7
    中医科 50 3 2
    预防保健科 01 9 6
    口腔科 12 2 1
    检验科 30 2 1
""")

DISEASE_CONTROL = _table("""
    传染病防制科 16 10 7
    慢性病防制科 01 8 5
    卫生检验科 30 8 6
""")

SUPERVISION = _table("""
    公共卫生监督科 - 8 5
    医疗卫生监督科 - 6 4
""")
