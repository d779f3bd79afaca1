"""What stays behind: courses, their milestones and skills, witnesses, verification."""

from .channels import Use, use_of
from .courses import (
    Asked,
    AskedKind,
    Course,
    Courses,
    Milestone,
    PostingUse,
    SkillStep,
    Verified,
    course_of,
    shipped_courses,
)
from .four import Standing, Thing, standing_of, things_of
from .life import StepRefused, Surroundings, missing_answers, next_of, refuse_step, removable
from .skills import next_step, refuse_skill
from .verifying import Found, next_check
from .witness import (
    NotAWitness,
    NotYoursToConfirm,
    Witness,
    WitnessMissing,
    confirms_at_once,
    may_confirm,
    refuse_witness,
)

__all__ = [
    "Asked",
    "AskedKind",
    "Course",
    "Courses",
    "Found",
    "Milestone",
    "NotAWitness",
    "NotYoursToConfirm",
    "PostingUse",
    "SkillStep",
    "Standing",
    "StepRefused",
    "Surroundings",
    "Thing",
    "Use",
    "Verified",
    "Witness",
    "WitnessMissing",
    "confirms_at_once",
    "course_of",
    "may_confirm",
    "missing_answers",
    "next_check",
    "next_of",
    "next_step",
    "refuse_skill",
    "refuse_step",
    "refuse_witness",
    "removable",
    "shipped_courses",
    "standing_of",
    "things_of",
    "use_of",
]
