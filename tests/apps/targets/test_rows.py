"""Every figure of a target opens the rows it adds up, and no others."""

import re
from datetime import date

import pytest
from django.test import Client
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Party
from bangfu.apps.supervision.actions import open_task
from bangfu.apps.targets.rows import sources

from .conftest import CLINICS, PEOPLE, TALKS, TASKS, TIMES, TODAY, City, at

BEFORE = date(2024, 12, 30)
ONE = re.compile(r'<a href="/(?:postings|activities)/[0-9]+/"')


def opened(clerk: User, url: str) -> int:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(clerk)
    answer = client.get(url)
    assert answer.status_code == 200
    return len(ONE.findall(answer.content.decode()))


def rows_of_each(here: City, clerk: User, key: str, *, on: date = TODAY) -> list[tuple[int, int]]:
    """What each institution came to, and how many rows its figure opens."""
    line, stage = here.line(key, on=on), here.stage()
    return [
        (
            int(one.amount.done.value or 0),
            sum(opened(clerk, link.url) for link in sources(stage, line, one.member, on=on)),
        )
        for one in line.members
    ]


@pytest.fixture
def posted(here: City) -> City:
    here.post("林知远", host=0, ends_before=date(2025, 3, 1))
    here.post("陈思源", host=0, arrived=date(2025, 5, 6))
    here.post("周明朗", host=1, starts_on=BEFORE, arrived=BEFORE)
    here.post("何清", host=2, arrived=None)
    here.post("沈若谷", host=2, arrived=date(2025, 7, 1))
    return here


def test_people_on_post_are_those_there_on_the_day(posted: City, clerk: User) -> None:
    assert rows_of_each(posted, clerk, PEOPLE) == [(1, 1), (1, 1), (0, 0)]


def test_person_times_are_the_arrivals_of_the_window(posted: City, clerk: User) -> None:
    found = rows_of_each(posted, clerk, TIMES)

    assert all(figure == rows for figure, rows in found)
    assert sum(figure for figure, _rows in found) == 2


def test_work_is_what_stands_in_the_window(here: City, clerk: User) -> None:
    here.did("lecture.times", 1)
    here.did("lecture.times", 1, on=date(2025, 6, 2), host=1)
    here.did("lecture.times", 1, on=date(2024, 12, 31), host=1)
    here.did("free_clinic.times", 1)

    assert rows_of_each(here, clerk, TALKS) == [(1, 1), (1, 1), (0, 0)]


def test_a_whole_is_the_work_of_those_who_bear_it(here: City, clerk: User) -> None:
    office = world.institution("A0", "卫生健康局", "3705", "health_commission")
    Party.objects.create(
        programme=here.programme,
        institution=office,
        role="authority",
        party_code="offices",
        starts_on=BEFORE,
    )
    here.did("free_clinic.times", 1)
    here.did("free_clinic.times", 1, giver=1)
    here.senders.append(office)
    here.did("free_clinic.times", 1, giver=2)
    line = here.line(CLINICS)

    (link,) = sources(here.stage(), line, None, on=TODAY)

    assert line.whole.done.value == opened(clerk, link.url) == 2


def test_progress_of_tasks_opens_the_tasks_of_the_institution_and_its_party(
    here: City, clerk: User
) -> None:
    place = {"H0": here.hosts[0], "H1": here.hosts[1], "S0": here.senders[0]}
    for code, institution in place.items():
        open_task(
            programme=here.programme,
            title=f"{code}的任务",
            institution=institution,
            due=date(2025, 12, 31),
            by=None,
            on=date(2025, 1, 1),
            at=at(),
        )
    line, stage = here.line(TASKS), here.stage()
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(clerk)

    (whole,) = sources(stage, line, None, on=TODAY)
    (own,) = sources(stage, line, line.members[0].member, on=TODAY)
    shown = [client.get(link.url).content.decode() for link in (whole, own)]

    assert [[code for code in place if f"{code}的任务" in page] for page in shown] == [
        ["H0", "H1"],
        ["H0"],
    ]
