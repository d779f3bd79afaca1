from django.db import migrations
from django.db.models import F
from django.utils import timezone


def take_begun_for_arrived(apps, schema_editor):
    """Postings that began before arrivals were on record count as arrived on their first day."""
    postings = apps.get_model("postings", "Posting").objects
    begun = postings.filter(starts_on__lte=timezone.localdate(), ends_before__gt=F("starts_on"))
    begun.update(arrived_on=F("starts_on"))


class Migration(migrations.Migration):
    dependencies = [("postings", "0003_course")]

    operations = [migrations.RunPython(take_begun_for_arrived, migrations.RunPython.noop)]
