"""Addresses of supervision."""

from django.urls import path

from .views import accounts, checks, contacts, flags, ledger, problems, tasks

urlpatterns = [
    path("tasks/", ledger.task_ledger, name="task_ledger"),
    path("tasks/export/", ledger.export_ledger, name="export_ledger"),
    path("tasks/open/", ledger.ledgers_to_open, name="ledgers_to_open"),
    path("tasks/open/<slug:code>/", ledger.open_ledger, name="open_ledger"),
    path("tasks/show/<slug:code>/", ledger.show_ledger, name="show_ledger"),
    path("tasks/new/", ledger.new_task, name="new_task"),
    path("tasks/checks/", checks.check_tasks, name="check_tasks"),
    path("tasks/contacts/", contacts.contact_list, name="contact_list"),
    path("tasks/contacts/<int:pk>/", contacts.answer_contact, name="answer_contact"),
    path("tasks/problems/", problems.problem_list, name="problem_list"),
    path("tasks/problems/new/", problems.new_problem, name="new_problem"),
    path("tasks/problems/<int:pk>/", problems.problem, name="problem"),
    path("tasks/accounts/", accounts.hand_in_list, name="hand_in_list"),
    path("tasks/accounts/new/<slug:code>/", accounts.hand_in, name="hand_in"),
    path("tasks/accounts/<int:pk>/", accounts.handed_in, name="handed_in"),
    path("tasks/flag/", flags.flag, name="flag"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/<slug:step>/", tasks.take_task_step, name="take_task_step"),
    path(
        "tasks/<int:pk>/acceptances/<int:acceptance>/files/<int:file>/",
        tasks.acceptance_file,
        name="acceptance_file",
    ),
]
