"""Every finding has its programme, and one origin.

Apart from 0002: PostgreSQL alters no table that the same transaction has just filled.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0003_frozen_editions"),
        ("spotchecks", "0002_findings_of_requests"),
    ]

    operations = [
        migrations.AlterField(
            model_name="finding",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="spot_findings",
                to="programmes.programme",
                verbose_name="项目",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("check_made__isnull", False), ("request__isnull", True)),
                    models.Q(("check_made__isnull", True), ("request__isnull", False)),
                    _connector="OR",
                ),
                name="finding_of_a_check_or_a_request",
            ),
        ),
    ]
