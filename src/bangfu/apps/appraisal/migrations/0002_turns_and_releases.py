import tomllib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def tell_turns(apps, schema_editor):
    """Whose turn sheets of open rounds are at, by what their tables say now."""
    rounds = apps.get_model("appraisal", "Round").objects.filter(state="open")
    subjects = apps.get_model("appraisal", "Subject").objects
    for held in rounds.select_related("edition"):
        levels = tomllib.loads(held.edition.text)["levels"]
        for place, level in enumerate(levels):
            usual = "own" if place == 0 and len(levels) > 1 else "authority"
            turn = level.get("reviewer", usual)
            subjects.filter(round=held, level=place).update(turn=turn)


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="exemption",
            name="ended_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="撤销原因"),
        ),
        migrations.AddField(
            model_name="subject",
            name="turn",
            field=models.CharField(blank=True, max_length=10, verbose_name="待办方"),
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ladder",
                    models.CharField(
                        choices=[("grades", "等次"), ("stars", "星级")],
                        max_length=10,
                        verbose_name="公开内容",
                    ),
                ),
                ("lowest", models.CharField(max_length=64, verbose_name="公开到哪一级")),
                ("at", models.DateTimeField(verbose_name="公开时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="撤下时间")),
                (
                    "ended_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="撤下原因"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="公开人",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="appraisal.round",
                        verbose_name="考核",
                    ),
                ),
            ],
            options={
                "verbose_name": "结果公开",
                "verbose_name_plural": "结果公开",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("round",),
                        name="release_standing_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            models.Q(("ended_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="release_taken_back_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunPython(tell_turns, migrations.RunPython.noop),
    ]
