"""Where somebody may look, said once in Python and once in SQL."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangfu.apps.journal.models import Entry
from bangfu.web.scope import Scope

CODES = st.sampled_from(
    ["37", "3705", "370523", "370523101", "3706", "38", "65", "652302", "4", "99"]
)
INSTITUTIONS = st.sampled_from(["A", "B", "C"])
SCOPES = st.builds(
    Scope,
    areas=st.lists(CODES | st.just(""), max_size=3).map(tuple),
    institutions=st.lists(INSTITUTIONS, max_size=2).map(tuple),
)


@pytest.mark.django_db
class TestScope:
    @given(scope=SCOPES, area=CODES, institution=INSTITUTIONS)
    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_says_the_same_in_python_and_in_sql(
        self, scope: Scope, area: str, institution: str
    ) -> None:
        Entry.objects.all().delete()
        Entry.objects.create(
            number=1, at="2025-03-17T00:00Z", area_code=area, institution_code=institution
        )

        found = Entry.objects.filter(
            scope.filter(area="area_code", institution="institution_code")
        ).exists()

        assert found == scope.covers(area=area, institution=institution)

    def test_of_nobody_is_nothing(self) -> None:
        Entry.objects.create(number=1, at="2025-03-17T00:00Z", area_code="37")

        assert not Entry.objects.filter(Scope().filter(area="area_code")).exists()
        assert Scope().is_empty

    def test_reaches_own_rows_only_through_their_owner(self) -> None:
        Entry.objects.create(number=1, at="2025-03-17T00:00Z", actor_id=7)
        Entry.objects.create(number=2, at="2025-03-17T00:00Z", actor_id=8)

        found = Entry.objects.filter(Scope(own=7).filter(area="area_code", owner="actor_id"))

        assert [entry.number for entry in found] == [1]
