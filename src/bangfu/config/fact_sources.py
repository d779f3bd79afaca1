"""Which apps hand facts over to indicators and measures to appraisals.

A source reads whole months as they are known on a day; see ``bangfu.apps.indicators.sources``. Its
name is carried by its rows. Measures are of apps that stand above appraisal.
"""

from bangfu.apps.activities.queries.indicator_facts import entry_facts, work_facts
from bangfu.apps.appraisal.queries.indicator_facts import appraisal_facts
from bangfu.apps.capacity.queries.indicator_facts import lasting_facts
from bangfu.apps.completion.queries.indicator_facts import handover_facts
from bangfu.apps.documents.queries.appraisal_measures import MEASURES as OF_DOCUMENTS
from bangfu.apps.duty.queries.indicator_facts import duty_facts
from bangfu.apps.indicators.queries.indicator_facts import statistic_facts
from bangfu.apps.indicators.queries.spot_check_facts import spot_check_facts
from bangfu.apps.indicators.sources import Source
from bangfu.apps.supervision.queries.indicator_facts import task_facts
from bangfu.apps.targets.queries.indicator_facts import place_facts, target_facts
from bangfu.apps.voice.queries.indicator_facts import voice_facts

SOURCES = (
    Source("duty", duty_facts),
    Source("places", place_facts),
    Source("work", work_facts),
    Source("entries", entry_facts),
    Source("capacity", lasting_facts),
    Source("tasks", task_facts),
    Source("targets", target_facts),
    Source("spotchecks", spot_check_facts),
    Source("requests", voice_facts),
    Source("appraisals", appraisal_facts),
    Source("handovers", handover_facts),
    Source("statistics", statistic_facts),
)

MEASURES = (*OF_DOCUMENTS,)
