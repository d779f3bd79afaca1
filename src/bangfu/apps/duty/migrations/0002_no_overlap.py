from django.db import migrations

from ._no_overlap import install, remove


class Migration(migrations.Migration):
    dependencies = [("duty", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
