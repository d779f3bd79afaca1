from django.db import migrations

from ._frozen_editions import install, remove


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_department_pairs")]

    operations = [migrations.RunPython(install, remove)]
