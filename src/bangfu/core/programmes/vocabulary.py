"""The closed lists a definition chooses from; each code stands beside its two names.

What differs from place to place is a value in a definition; what is listed here is the field's
common language. Levels, ranks and institution categories follow the registry's codes.
"""

from .words import Coded


class Level(Coded):
    """Grade of a hospital under the hospital review rules."""

    TERTIARY = "tertiary", "三级", "tertiary"
    SECONDARY = "secondary", "二级", "secondary"
    PRIMARY = "primary", "一级", "primary"

    @property
    def number(self) -> int:
        """The grade as a number: 3 is the highest."""
        return {"tertiary": 3, "secondary": 2, "primary": 1}[self.value]


class Rank(Coded):
    """Rank of a professional title: the last digit of its GB/T 8561 code."""

    SENIOR = "senior", "正高级", "senior"
    ASSOCIATE_SENIOR = "associate_senior", "副高级", "associate senior"
    INTERMEDIATE = "intermediate", "中级", "intermediate"
    JUNIOR = "junior", "初级", "junior"

    @property
    def digit(self) -> int:
        """The last digit of the title code: 1 is the highest."""
        return list(type(self)).index(self) + 1


class Category(Coded):
    """What an institution is; the codes of the registry."""

    GENERAL_HOSPITAL = "general_hospital", "综合医院", "general hospital"
    TCM_HOSPITAL = "tcm_hospital", "中医医院", "hospital of traditional Chinese medicine"
    MATERNAL_CHILD = "maternal_child", "妇幼保健机构", "maternal and child health institution"
    DISEASE_CONTROL = "disease_control", "疾病预防控制机构", "disease control centre"
    TOWNSHIP_HOSPITAL = "township_hospital", "乡镇卫生院", "township hospital"
    COMMUNITY_HEALTH_CENTRE = (
        "community_health_centre",
        "社区卫生服务中心",
        "community health centre",
    )
    HEALTH_SUPERVISION = "health_supervision", "卫生监督机构", "health supervision institution"
    COMMISSION = "commission", "卫生健康行政部门", "health commission"
    PRIVATE_HOSPITAL = "private_hospital", "民营医院", "private hospital"
    OTHER = "other", "其他机构", "other institution"


class PartyRole(Coded):
    """What a party is in a programme."""

    AUTHORITY = "authority", "主管部门", "authority"
    GOVERNMENT = "government", "地方政府", "local government"
    SENDER = "sender", "派出单位", "sending unit"
    HOST = "host", "受援单位", "host"
    MEMBER = "member", "参加单位", "member unit"
    BRANCH = "branch", "党支部", "Party branch"
    PARTY_OFFICE = "party_office", "党建工作机构", "Party office"


class Form(Coded):
    """Forms of service: how a person is on post."""

    RESIDENT = "resident", "常驻", "resident"
    LEADERSHIP = "leadership", "任职帮扶", "posted in a leading position"
    ROTATING = "rotating", "轮换支医", "rotating posting"
    VISITING = "visiting", "坐诊", "sitting clinic"
    PART_TIME = "part_time", "半脱产", "part-time posting"
    TEAM = "team", "组团式帮扶", "team posting"
    VILLAGE = "village", "驻村", "posted to a village"
    MOBILE = "mobile", "巡回医疗", "mobile medical service"
    STUDIO = "studio", "名医工作室", "expert's studio"
    PAIRING = "pairing", "结对帮扶", "one-to-one pairing"
    FLEXIBLE = "flexible", "柔性引才", "flexible engagement"


class Place(Coded):
    """Classes of place that sub-quotas and title rules distinguish."""

    COUNTY_HOSPITAL = "county_hospital", "县级医院", "county hospital"
    TOWNSHIP_HOSPITAL = "township_hospital", "乡镇卫生院", "township hospital"
    COMMUNITY_HEALTH_CENTRE = (
        "community_health_centre",
        "社区卫生服务中心",
        "community health centre",
    )
    VILLAGE_CLINIC = "village_clinic", "村卫生室", "village clinic"
    COUNTY_OR_BELOW = "county_or_below", "县级及以下机构", "institution at or below county level"
    POOR_COUNTY = "poor_county", "贫困县", "poor county"


class Qualification(Coded):
    """What a person must bring beyond a rank."""

    LICENSED_DOCTOR = "licensed_doctor", "执业医师", "licensed doctor"
    CLINICAL_DEPARTMENT = "clinical_department", "临床科室人员", "works in a clinical department"
    BACKBONE = "backbone", "业务骨干", "backbone professional"
    MANAGEMENT_EXPERIENCE = "management_experience", "有管理经验", "management experience"
    GOOD_HEALTH = "good_health", "身体健康", "good health"
    RESPONSIBLE = "responsible", "责任心强", "strong sense of duty"
    SKILLED = "skilled", "业务能力强", "strong professional ability"
    PARTY_MEMBER = "party_member", "中共党员", "Party member"


class Each(Coded):
    """For whom a number is counted one by one."""

    PERSON = "person", "每人", "each person"
    HOST = "host", "每个受援单位", "each host"
    SENDER = "sender", "每个派出单位", "each sending unit"
    DEPARTMENT = "department", "每个科室", "each department"
    COUNTY = "county", "每个县", "each county"
    PAIR = "pair", "每对结对单位", "each pairing"


class Per(Coded):
    """Over which stretch of time a number is counted."""

    WEEK = "week", "每周", "a week"
    MONTH = "month", "每月", "a month"
    QUARTER = "quarter", "每季度", "a quarter"
    HALF_YEAR = "half_year", "每半年", "half a year"
    YEAR = "year", "每年", "a year"
    BATCH = "batch", "每批", "a batch"
    TERM = "term", "项目期内", "the whole term"
    ALWAYS = "always", "任何时候", "at every moment"


class DutyUnit(Coded):
    """What service time is counted in."""

    HALF_DAYS = "half_days", "个半天", "half-days"
    DAYS = "days", "天", "days"
    WORKING_DAYS = "working_days", "个工作日", "working days"
    WEEKS = "weeks", "周", "weeks"
    MONTHS = "months", "个月", "months"
    YEARS = "years", "年", "years"


class Unit(Coded):
    """What an indicator or a result is counted in."""

    PEOPLE = "people", "人", "people"
    PERSON_TIMES = "person_times", "人次", "person-times"
    TIMES = "times", "次", "times"
    SESSIONS = "sessions", "期", "sessions"
    OPERATIONS = "operations", "台次", "operations"
    ITEMS = "items", "项", "items"
    UNITS = "units", "个", ""
    INSTITUTIONS = "institutions", "家", "institutions"
    DAYS = "days", "天", "days"
    YUAN = "yuan", "元", "yuan"
    PERCENT = "percent", "%", "%"
    POINTS = "points", "分", "points"
    PER_10000 = "per_10000", "人/万人", "per 10,000 residents"
