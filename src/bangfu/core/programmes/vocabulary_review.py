"""The closed lists of duty, tasks, public requests, appraisal and documents."""

from .words import Coded


class DutyException(Coded):
    """What a host may enter against a week's roster; presence itself is never entered."""

    LEAVE = "leave", "请假", "leave"
    ABSENCE = "absence", "缺勤", "absence"
    OTHER_WORK = "other_work", "公务外出", "away on other work"
    TRAINING = "training", "培训学习", "training"
    SWAP = "swap", "调班", "swapped shift"
    SUBSTITUTE = "substitute", "替班", "substitute on post"


class Treatment(Coded):
    """How half-days under an exception are reckoned."""

    COUNTED = "counted", "视同在岗", "counted as served"
    EXCUSED = "excused", "不计服务时间", "excused, not counted"
    ABSENT = "absent", "按缺勤计", "counted as absence"


class DutyCase(Coded):
    """Cases of failing a duty that rules attach consequences to."""

    ABSENT_WITHOUT_REASON = "absent_without_reason", "无故脱岗", "absent without reason"
    LEAVE_IRREGULAR = "leave_irregular", "请销假手续不全", "leave papers irregular"
    DAYS_SHORT = "days_short", "服务时间不足", "service days short"
    RECORDS_FALSE = "records_false", "考勤弄虚作假", "false attendance records"
    REFUSED = "refused", "拒不执行派驻任务", "refused the duty"
    UNIT_FAILED = "unit_failed", "单位未完成任务", "the unit failed its duty"
    POST_UNCOVERED = "post_uncovered", "岗位空缺", "post left uncovered"


class Measure(Coded):
    """Consequences that rules of the field know."""

    CIRCULAR = "circular", "通报批评", "criticised in a circular"
    SUBSIDY_WITHDRAWN = "subsidy_withdrawn", "取消补助", "subsidy withdrawn"
    YEAR_UNQUALIFIED = "year_unqualified", "年度考核不合格", "year counted as unqualified"
    SERVICE_REPEATED = "service_repeated", "重新服务", "service repeated"
    NO_PROMOTION = "no_promotion", "不得晋升", "no promotion"
    LOWER_TITLE = "lower_title", "低聘", "lower title appointment"
    NO_AWARD = "no_award", "取消评先资格", "barred from awards"
    SELF_CRITICISM = "self_criticism", "书面检查", "written self-criticism"
    BAD_RECORD = "bad_record", "记入不良执业记录", "entry in the bad-practice record"
    NO_GRADE_REVIEW = "no_grade_review", "不得参加等级评审", "no hospital grade review"
    HEAD_ACCOUNTABLE = "head_accountable", "追究主要负责人责任", "head held to account"
    NOT_COUNTED = "not_counted", "不计入服务时间", "time not counted"


class Repeat(Coded):
    """How often a task comes back."""

    ONCE = "once", "一次性", "once"
    WEEKLY = "weekly", "每周", "every week"
    MONTHLY = "monthly", "每月", "every month"
    QUARTERLY = "quarterly", "每季度", "every quarter"
    HALF_YEARLY = "half_yearly", "每半年", "every half year"
    YEARLY = "yearly", "每年", "every year"
    STANDING = "standing", "长期坚持", "standing"


class LedgerStep(Coded):
    """Steps of a task ledger (五账)."""

    OPENED = "opened", "建账", "opened"
    SHOWN = "shown", "晒账", "shown"
    CHECKED = "checked", "查账", "checked"
    CLOSED = "closed", "销账", "closed"
    HANDED_IN = "handed_in", "交账", "handed in"


class ProblemAxis(Coded):
    """How problems found are sorted."""

    SUBJECTIVE_OBJECTIVE = "subjective_objective", "主观与客观", "subjective or objective"
    COMMON_PARTICULAR = "common_particular", "共性与个性", "common or particular"


class RequestClass(Coded):
    """Where a public request goes after it was sorted."""

    AT_ONCE = "at_once", "立行立办", "done at once"
    DATED_PLAN = "dated_plan", "倒排工期", "by a dated plan"
    EXPLAINED = "explained", "解释说明", "explained"
    PASSED_ON = "passed_on", "转办", "passed on"
    REFUSED = "refused", "不予受理", "not accepted"


class Channel(Coded):
    """How the public reaches a programme."""

    QR_CODE = "qr_code", "扫码", "QR code"
    WEBSITE = "website", "官方网站", "official website"
    WECHAT = "wechat", "微信公众号", "WeChat account"
    HOTLINE = "hotline", "热线电话", "hotline"
    LETTER = "letter", "来信来访", "letter or visit"


class Subject(Coded):
    """Who or what is appraised."""

    PERSON = "person", "派驻人员", "posted worker"
    SENDER = "sender", "派出单位", "sending unit"
    HOST = "host", "受援单位", "host"
    PAIR = "pair", "结对关系", "pairing"
    DEPARTMENT = "department", "科室", "department"
    UNIT = "unit", "单位", "unit"
    LEADERSHIP = "leadership", "领导班子", "leading group of a unit"
    CADRE = "cadre", "干部", "cadre"
    BRANCH = "branch", "党支部", "Party branch"


class RoundKind(Coded):
    """When an appraisal round is held."""

    HALF_YEAR = "half_year", "半年考核", "half-year appraisal"
    YEAR_END = "year_end", "年终考核", "year-end appraisal"
    TERM_END = "term_end", "期满考核", "end-of-term appraisal"
    AD_HOC = "ad_hoc", "不定期督查", "irregular check"


class Method(Coded):
    """How an appraisal or a check learns what it needs."""

    REPORT = "report", "听取汇报", "hearing a report"
    RECORDS = "records", "查阅资料", "reading records"
    RANDOM_VISIT = "random_visit", "随机走访", "random visit"
    TELEPHONE = "telephone", "电话询问", "telephone check"
    ON_SITE = "on_site", "现场考核", "on-site check"
    SELF_RATING = "self_rating", "自评", "self-rating"


class ResultUse(Coded):
    """What a result is used for."""

    UNIT_RATING = "unit_rating", "评价单位工作", "rating the unit's work"
    LEADERSHIP_RATING = "leadership_rating", "评价领导班子", "rating the unit's leadership"
    CADRE_RATING = "cadre_rating", "评价干部实绩", "rating cadres' merit"
    TITLE_PROMOTION = "title_promotion", "职称晋升", "promotion in title"
    GRADE_REVIEW = "grade_review", "医院等级评审", "hospital grade review"
    GOAL_MANAGEMENT = "goal_management", "综合目标管理考核", "comprehensive goal management"
    COMMENDATION = "commendation", "表彰奖励", "commendation"
    PUBLICITY = "publicity", "集中宣传", "publicity"
    CRITICISM = "criticism", "通报批评", "criticism in a circular"
    NEXT_DUTY = "next_duty", "下年度任务安排", "next year's duty"
    SUBSIDY = "subsidy", "补助发放", "subsidy"


class DocumentKind(Coded):
    """Official forms and letters."""

    POSTING_LIST = "posting_list", "派驻人员名单", "list of posted staff"
    APPOINTMENT = "appointment", "聘任文件", "appointment document"
    DISPATCH_LETTER = "dispatch_letter", "派驻函", "dispatch letter"
    AGREEMENT = "agreement", "帮扶协议书", "agreement"
    RESPONSIBILITY_LETTER = "responsibility_letter", "责任书", "responsibility letter"
    TASK_LETTER = "task_letter", "任务书", "task letter"
    WORK_RULES = "work_rules", "工作制度", "work rules"
    REGISTRATION_FORM = "registration_form", "服务人员情况登记表", "registration form"
    EVALUATION_FORM = "evaluation_form", "考核表", "evaluation form"
    SERVICE_CERTIFICATE = "service_certificate", "服务证明", "service certificate"
    ROSTER = "roster", "排班表", "roster"
    CLINIC_TIMETABLE = "clinic_timetable", "坐诊时间表", "clinic timetable"
    SPOT_CHECK_RECORD = "spot_check_record", "抽查记录", "spot-check record"
    SCORE_SHEET = "score_sheet", "考核评分表", "score sheet"
    STAR_LIST = "star_list", "星级评定名单", "star list"
    TASK_LEDGER = "task_ledger", "工作台账", "task ledger"
    REQUEST_POSTER = "request_poster", "需求码海报", "request poster"
    HALF_YEAR_REPORT = "half_year_report", "半年工作报告", "half-year report"
    ANNUAL_REPORT = "annual_report", "年度工作报告", "annual report"
    CIRCULAR = "circular", "通报", "circular"


class Occasion(Coded):
    """When a document is due."""

    AT_START = "at_start", "开展前", "at the start"
    ON_APPOINTMENT = "on_appointment", "任命时", "on appointment"
    DURING = "during", "工作期间", "during service"
    AT_END = "at_end", "服务结束时", "at the end of service"
    EACH_ROUND = "each_round", "每轮考核", "at each round"
    HALF_YEARLY = "half_yearly", "每半年", "every half year"
    YEARLY = "yearly", "每年", "every year"
