from django.urls import path

from .views import absences, leaves, oversight, passbooks, reviewing, weeks

urlpatterns = [
    path("duty/week/", weeks.week, name="week"),
    path("duty/exceptions/<int:pk>/withdraw/", weeks.withdraw_exception, name="withdraw_exception"),
    path("duty/rosters/<int:pk>/", weeks.roster, name="roster"),
    path("duty/passbook/", passbooks.passbook, name="passbook"),
    path("duty/passbooks/<int:pk>/", passbooks.passbook_of, name="passbook_of"),
    path("duty/corrections/new/", passbooks.ask_correction, name="ask_correction"),
    path(
        "duty/corrections/<int:pk>/answer/", oversight.answer_correction, name="answer_correction"
    ),
    path(
        "duty/corrections/<int:pk>/finish/", oversight.finish_correction, name="finish_correction"
    ),
    path("duty/leave/new/", leaves.ask_leave, name="ask_leave"),
    path("duty/leave/enter/", absences.enter_leave, name="enter_leave"),
    path("duty/leave/<int:pk>/back/", absences.enter_return, name="enter_return"),
    path("duty/leave/<int:pk>/substitute/", absences.name_substitute, name="name_substitute"),
    path("duty/leave/<int:pk>/withdraw/", leaves.withdraw_leave, name="withdraw_leave"),
    path("duty/leave/<int:pk>/return/", leaves.report_back, name="report_back"),
    path("duty/leave/<int:pk>/approve/", leaves.approve_leave, name="approve_leave"),
    path("duty/leave/<int:pk>/refuse/", leaves.refuse_leave, name="refuse_leave"),
    path("duty/sent/", leaves.sent_duty, name="sent_duty"),
    path("duty/sent/given/", leaves.sent_given, name="sent_given"),
    path("duty/watch/", oversight.watch, name="oversight"),
    path("duty/progress/", oversight.progress, name="progress"),
    path("duty/pointers/", reviewing.pointer_list, name="pointers"),
    path("duty/pointers/check/", reviewing.check_pointer, name="check_pointer"),
    path("duty/occasions/", reviewing.occasion_list, name="occasions"),
    path("duty/occasions/decide/", reviewing.decide_occasion, name="decide_occasion"),
    path(
        "duty/decisions/<int:pk>/withdraw/", reviewing.withdraw_decision, name="withdraw_decision"
    ),
    path(
        "duty/passbooks/<int:pk>/earlier/",
        passbooks.enter_earlier_service,
        name="enter_earlier_service",
    ),
    path(
        "duty/earlier/<int:pk>/withdraw/",
        passbooks.withdraw_earlier_service,
        name="withdraw_earlier_service",
    ),
    path("duty/months/<slug:code>/close/", oversight.close_month, name="close_month"),
]
