"""measure"""
import re
from tests.apps.targets.conftest import *
from tests.apps.targets.test_views import *
from collections import Counter

@pytest.mark.django_db
def test_measure(client, clerk):
    client.force_login(clerk)
    here = city(senders=2, hosts=3)
    here.post("林知远"); here.did("lecture.times",2); here.did("referral_down.patients",2)
    from bangfu.apps.supervision.actions import open_task
    for path, asked in [*every_page(here), (f"/targets/matrix/county_support/2025-06-30/{here.hosts[0].pk}/0", {})]:
        with CaptureQueriesContext(connection) as found:
            a = client.get(path, asked)
        print("\n###", path, len(found), len(a.content))
        for q in found.captured_queries:
            s = q["sql"]
            tabs = re.findall(r'(?:FROM|JOIN|INTO|UPDATE) "(\w+)"', s)
            print("   ", s[:6], tabs[:6], len(s))
