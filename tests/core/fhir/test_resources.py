"""Resources are what models generated from the standard accept; these are not ours."""

from datetime import date, timedelta

from fhir.resources.R4B.healthcareservice import HealthcareService
from fhir.resources.R4B.location import Location
from fhir.resources.R4B.operationoutcome import OperationOutcome
from fhir.resources.R4B.organization import Organization
from fhir.resources.R4B.practitioner import Practitioner
from fhir.resources.R4B.practitionerrole import PractitionerRole
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core import fhir

NUMBER = st.integers(1, 10**12)
WORDS = st.text("甲乙县医院内科主任ab1 ", min_size=1, max_size=20).filter(str.strip)
MAYBE = st.one_of(st.just(""), WORDS)
DAY = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@given(
    st.builds(
        fhir.Place,
        number=NUMBER,
        code=WORDS,
        name=WORDS,
        governs=st.booleans(),
        active=st.booleans(),
        part_of=st.none() | NUMBER,
        former_names=st.lists(WORDS, max_size=3).map(tuple),
        address=MAYBE,
        phone=MAYBE,
    )
)
def test_places(place: fhir.Place) -> None:
    read = Organization.model_validate(fhir.organization(place))
    stands = Location.model_validate(fhir.location(place))

    assert read.name == place.name
    assert read.active is place.active
    assert (read.partOf is None) == (place.part_of is None)
    assert stands.managingOrganization.reference == f"Organization/{place.number}"


@given(NUMBER, WORDS, st.sampled_from(["male", "female", "unknown"]), st.booleans())
def test_people(number: int, name: str, sex: str, active: bool) -> None:
    read = Practitioner.model_validate(
        fhir.practitioner(fhir.Professional(number, name, sex, active))
    )

    assert (read.name[0].text, read.gender) == (name, sex)


@given(st.none() | NUMBER, st.none() | NUMBER, MAYBE, MAYBE, DAY, st.integers(1, 2000))
def test_postings(
    worker: int | None, host: int | None, title: str, department: str, day: date, days: int
) -> None:
    post = fhir.Post(
        7, worker, "甲", host, "乙县医院", title, department, day, day + timedelta(days), True
    )

    read = PractitionerRole.model_validate(fhir.practitioner_role(post))

    assert (read.period.end - read.period.start).days == days - 1
    assert (read.practitioner.reference is None) == (worker is None)
    assert (read.location is None) == (host is None)


@given(NUMBER, WORDS, NUMBER, st.booleans())
def test_services(number: int, name: str, provider: int, active: bool) -> None:
    read = HealthcareService.model_validate(
        fhir.healthcare_service(fhir.Service(number, name, provider, active))
    )

    assert read.providedBy.reference == f"Organization/{provider}"


def test_refusals() -> None:
    read = OperationOutcome.model_validate(fhir.outcome("not-found", "没有这条记录。"))

    assert read.issue[0].details.text == "没有这条记录。"
