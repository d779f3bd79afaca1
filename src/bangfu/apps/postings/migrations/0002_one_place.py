from django.db import migrations

from ._one_place import install, remove


class Migration(migrations.Migration):
    dependencies = [("postings", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
