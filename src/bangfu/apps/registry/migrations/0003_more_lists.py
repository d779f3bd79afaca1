from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_uploads")]

    operations = [
        migrations.AlterField(
            model_name="upload",
            name="kind",
            field=models.CharField(max_length=32, verbose_name="内容"),
        ),
    ]
