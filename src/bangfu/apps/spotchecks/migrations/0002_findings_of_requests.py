"""A finding names its programme itself, and may come from a public request instead of a check."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_programmes(apps, schema_editor):
    Finding = apps.get_model("spotchecks", "Finding")
    Check = apps.get_model("spotchecks", "Check")
    drawn = Check.objects.filter(pk=OuterRef("check_made")).values("draw__programme")[:1]
    Finding.objects.update(programme=Subquery(drawn))


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0003_frozen_editions"),
        ("spotchecks", "0001_initial"),
        ("voice", "0002_ties_and_reviews"),
    ]

    operations = [
        migrations.AddField(
            model_name="finding",
            name="programme",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="spot_findings",
                to="programmes.programme",
                verbose_name="项目",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="request",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="spot_finding",
                to="voice.publicrequest",
                verbose_name="群众需求",
            ),
        ),
        migrations.AlterField(
            model_name="finding",
            name="check_made",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="spotchecks.check",
                verbose_name="抽查",
            ),
        ),
        migrations.RunPython(name_programmes, migrations.RunPython.noop),
    ]
