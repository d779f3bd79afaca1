from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.apps.programmes import world
from tests.apps.programmes.world import SIXTH, TODAY, Places

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.models import Entry
from bangfu.apps.programmes import actions
from bangfu.apps.programmes.models import Edition, Pairing, Party, Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.core.programmes import DefinitionRefused, load_all, shipped

NEXT_YEAR = SIXTH.replace("edition = 2026", "edition = 2027").replace("港湾区驻村", "港湾新区驻村")


class TestAdoptEdition:
    def test_founds_a_programme_nobody_wrote_code_for(self, clerk: User) -> None:
        edition = actions.adopt_edition(text=SIXTH, by=clerk, on=TODAY)

        programme = edition.programme
        assert programme.code == "harbour_village_doctors"
        assert (programme.title_zh, programme.area_code) == ("港湾区驻村医师", "3705")
        assert (programme.starts_on, programme.ends_before) == (TODAY, date(2027, 3, 1))
        assert definition_of(programme).dispatch is not None

    @pytest.mark.parametrize("code", load_all(shipped()))
    def test_adopts_each_shipped_programme(self, code: str, db: None) -> None:
        text = (shipped() / f"{code}.toml").read_text()

        edition = actions.adopt_edition(text=text, by=None, on=TODAY)

        assert definition_of(edition.programme) == load_all(shipped())[code]

    def test_the_same_text_again_changes_nothing(self, clerk: User) -> None:
        first = actions.adopt_edition(text=SIXTH, by=clerk, on=TODAY)

        again = actions.adopt_edition(
            text=SIXTH.replace("\n", "\r\n"), by=clerk, on=date(2026, 4, 1)
        )

        assert again == first
        assert again.adopted_on == TODAY
        assert Entry.objects.filter(verb="edition.adopted").count() == 1

    def test_a_newer_edition_follows_and_the_older_stays(self, clerk: User) -> None:
        actions.adopt_edition(text=SIXTH, by=clerk, on=TODAY)

        newer = actions.adopt_edition(text=NEXT_YEAR, by=clerk, on=TODAY, note="更名")

        programme = newer.programme
        assert programme.title_zh == "港湾新区驻村医师"
        assert [edition.number for edition in programme.editions.all()] == [2027, 2026]
        assert definition_of(programme).edition == 2027

    def test_refuses_an_older_edition(self, clerk: User) -> None:
        actions.adopt_edition(text=NEXT_YEAR, by=clerk, on=TODAY)

        with pytest.raises(actions.EditionNotNewer, match="2027"):
            actions.adopt_edition(text=SIXTH, by=clerk, on=TODAY)

    def test_refuses_another_text_under_the_same_number(self, clerk: User) -> None:
        actions.adopt_edition(text=SIXTH, by=clerk, on=TODAY)

        with pytest.raises(actions.EditionDiffers):
            actions.adopt_edition(text=SIXTH.replace("驻村医师", "驻点医师"), by=clerk, on=TODAY)

    def test_a_text_with_mistakes_leaves_nothing_behind(self, clerk: User) -> None:
        with pytest.raises(DefinitionRefused, match=r"notice\.toml.*editoin"):
            actions.adopt_edition(
                text=SIXTH.replace("edition", "editoin"), by=clerk, on=TODAY, file="notice.toml"
            )

        assert not Programme.objects.exists()
        assert not Entry.objects.exists()

    def test_refuses_a_programme_of_another_area(self, stranger: User) -> None:
        with pytest.raises(actions.OutsideYourArea):
            actions.adopt_edition(text=SIXTH, by=stranger, on=TODAY)

        assert not Programme.objects.exists()

    def test_nobody_takes_over_another_areas_programme(self, clerk: User, stranger: User) -> None:
        """Moving a programme to one's own area in the text is no way in."""
        actions.adopt_edition(text=SIXTH, by=clerk, on=TODAY)

        with pytest.raises(actions.OutsideYourArea):
            actions.adopt_edition(text=NEXT_YEAR.replace('"3705"', '"6501"'), by=stranger, on=TODAY)

        assert Programme.objects.get().area_code == "3705"

    def test_writes_one_entry_with_the_digest(self, clerk: User) -> None:
        edition = actions.adopt_edition(text=SIXTH, by=clerk, on=TODAY)

        entry = Entry.objects.get(verb="edition.adopted")
        assert entry.facts["digest"] == edition.digest
        assert (entry.area_code, entry.programme) == ("3705", "harbour_village_doctors")

    def test_an_adopted_edition_cannot_be_altered_even_past_the_actions(self, clerk: User) -> None:
        edition = actions.adopt_edition(text=SIXTH, by=clerk, on=TODAY)

        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(text="code = 'other'")

        assert Edition.objects.get().text == edition.text


class TestAddParty:
    def test_takes_part_from_a_day(self, programme: Programme, places: Places) -> None:
        party = Party.objects.get(programme=programme, institution=places.north)

        assert (party.role, party.party_code, party.starts_on) == ("host", "hosts", TODAY)
        assert Entry.objects.filter(verb="party.added").count() == 4

    def test_refuses_the_same_role_twice_in_the_same_days(
        self, programme: Programme, places: Places
    ) -> None:
        with pytest.raises(actions.PartyRepeated, match="北港镇卫生院"):
            actions.add_party(
                programme=programme,
                institution=places.north,
                role="host",
                starts_on=date(2026, 6, 1),
                by=None,
            )

    def test_may_return_after_leaving(self, programme: Programme, places: Places) -> None:
        party = Party.objects.get(programme=programme, institution=places.north)
        actions.end_party(party=party, ends_before=date(2026, 6, 1), by=None)

        back = actions.add_party(
            programme=programme,
            institution=places.north,
            role="host",
            starts_on=date(2026, 6, 1),
            by=None,
        )

        assert not back.overlaps(Party.objects.get(pk=party.pk))

    @pytest.mark.parametrize(
        ("role", "code"), [("hosts", ""), ("host", "senders"), ("host", "nobody")]
    )
    def test_refuses_a_role_or_party_the_definition_does_not_know(
        self, programme: Programme, places: Places, role: str, code: str
    ) -> None:
        with pytest.raises(actions.PartyUnknown):
            actions.add_party(
                programme=programme,
                institution=places.far,
                role=role,
                party_code=code,
                starts_on=TODAY,
                by=None,
            )

    def test_refuses_a_closed_institution(self, programme: Programme, places: Places) -> None:
        places.far.valid_to = date(2020, 1, 1)
        places.far.save()

        with pytest.raises(actions.InstitutionClosed):
            actions.add_party(
                programme=programme,
                institution=places.far,
                role="sender",
                starts_on=TODAY,
                by=None,
            )

    def test_nobody_leaves_while_paired(self, programme: Programme, places: Places) -> None:
        open_pairing(programme, places.east, places.north)
        party = Party.objects.get(programme=programme, institution=places.north)

        with pytest.raises(actions.StillPaired):
            actions.end_party(party=party, ends_before=date(2026, 6, 1), by=None)


def open_pairing(
    programme: Programme, sender: object, host: object, starts_on: date = TODAY
) -> Pairing:
    return actions.open_pairing(
        programme=programme,
        sender=sender,  # type: ignore[arg-type]
        host=host,  # type: ignore[arg-type]
        starts_on=starts_on,
        by=None,
    )


class TestOpenPairing:
    def test_ties_a_sender_to_a_host(self, programme: Programme, places: Places) -> None:
        pairing = open_pairing(programme, places.east, places.north)

        assert str(pairing) == "城东医院 → 北港镇卫生院"
        assert Entry.objects.get(verb="pairing.opened").institution_code == "NORTH"

    def test_refuses_the_same_two_again(self, programme: Programme, places: Places) -> None:
        open_pairing(programme, places.east, places.north)

        with pytest.raises(actions.PairingOverlaps):
            open_pairing(programme, places.east, places.north, date(2026, 5, 1))

    def test_one_to_one_refuses_a_second_partner(
        self, programme: Programme, places: Places
    ) -> None:
        open_pairing(programme, places.east, places.north)

        with pytest.raises(actions.PartnerTaken, match="城东医院"):
            open_pairing(programme, places.east, places.south)
        with pytest.raises(actions.PartnerTaken, match="北港镇卫生院"):
            open_pairing(programme, places.west, places.north)

    def test_refuses_who_does_not_take_part(self, programme: Programme, places: Places) -> None:
        with pytest.raises(actions.NotAParty, match="远山县医院"):
            open_pairing(programme, places.far, places.north)
        with pytest.raises(actions.NotAParty, match="城东医院"):
            open_pairing(programme, places.west, places.east)

    def test_refuses_before_they_take_part(self, programme: Programme, places: Places) -> None:
        with pytest.raises(actions.NotAParty):
            open_pairing(programme, places.east, places.north, date(2026, 2, 28))

    def test_several_are_opened_together_or_not_at_all(
        self, programme: Programme, places: Places
    ) -> None:
        rows = [
            Pairing(programme=programme, sender=sender, host=host, starts_on=TODAY)
            for sender, host in ((places.east, places.north), (places.east, places.south))
        ]

        with pytest.raises(actions.PartnerTaken):
            actions.open_pairings(pairings=rows, by=None)

        assert not Pairing.objects.exists()


class TestEndAndReplacePairing:
    def test_a_replacement_leaves_no_gap_and_is_kept_as_successor(
        self, programme: Programme, places: Places
    ) -> None:
        pairing = open_pairing(programme, places.east, places.north)

        newer = actions.replace_pairing(
            pairing=pairing, sender=places.west, on=date(2026, 9, 1), by=None
        )

        pairing.refresh_from_db()
        assert (pairing.ends_before, pairing.replaced_by) == (date(2026, 9, 1), newer)
        assert newer.starts_on == date(2026, 9, 1)
        assert Pairing.objects.on(date(2026, 8, 31)).get() == pairing
        assert Pairing.objects.on(date(2026, 9, 1)).get() == newer

    def test_a_replacement_that_is_refused_ends_nothing(
        self, programme: Programme, places: Places
    ) -> None:
        pairing = open_pairing(programme, places.east, places.north)

        with pytest.raises(actions.NotAParty):
            actions.replace_pairing(
                pairing=pairing, sender=places.far, on=date(2026, 9, 1), by=None
            )

        pairing.refresh_from_db()
        assert pairing.ends_before is None

    def test_a_successor_may_not_begin_later(self, programme: Programme, places: Places) -> None:
        pairing = open_pairing(programme, places.east, places.north)
        later = open_pairing(programme, places.west, places.south, date(2026, 10, 1))

        with pytest.raises(actions.GapBetweenPairings):
            actions.end_pairing(
                pairing=pairing, ends_before=date(2026, 9, 1), successor=later, by=None
            )

    def test_refuses_to_end_twice_or_before_it_began(
        self, programme: Programme, places: Places
    ) -> None:
        pairing = open_pairing(programme, places.east, places.north)
        with pytest.raises(actions.DaysReversed):
            actions.end_pairing(pairing=pairing, ends_before=TODAY, by=None)
        actions.end_pairing(pairing=pairing, ends_before=date(2026, 9, 1), by=None)

        with pytest.raises(actions.PairingEnded):
            actions.end_pairing(pairing=pairing, ends_before=date(2026, 9, 1), by=None)


class TestPairDepartments:
    def test_pairs_a_department_once(self, programme: Programme, places: Places) -> None:
        pairing = open_pairing(programme, places.east, places.north)
        cardiology = world.department(places.east, "心内科")
        medicine = world.department(places.north, "内科")

        for _again in range(2):
            actions.pair_departments(
                pairing=pairing, sender_department=cardiology, host_department=medicine, by=None
            )

        assert pairing.departments.count() == 1
        assert Entry.objects.filter(verb="pairing.departments").count() == 1

    def test_refuses_a_department_of_somebody_else(
        self, programme: Programme, places: Places
    ) -> None:
        pairing = open_pairing(programme, places.east, places.north)
        elsewhere = world.department(places.west, "心内科")
        medicine = world.department(places.north, "内科")

        with pytest.raises(actions.DepartmentElsewhere):
            actions.pair_departments(
                pairing=pairing, sender_department=elsewhere, host_department=medicine, by=None
            )
