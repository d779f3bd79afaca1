from django.urls import path

from .views import closing, evaluations, handovers, voice

urlpatterns = [
    path("leaving/", handovers.leaving, name="leaving"),
    path("leaving/<int:pk>/", handovers.handover, name="handover"),
    path("leaving/<int:pk>/sheet/", handovers.handover_sheet, name="handover_sheet"),
    path("leaving/<int:pk>/arrange/", handovers.arrange, name="arrange_handover"),
    path("leaving/<int:pk>/items/", handovers.add_item, name="add_handover_item"),
    path("leaving/<int:pk>/paper/", handovers.sign_on_paper, name="sign_on_paper"),
    path("leaving/<int:pk>/finish/", handovers.finish, name="finish_handover"),
    path("leaving/<int:pk>/reopen/", handovers.reopen, name="reopen_handover"),
    path("leaving/<int:pk>/evaluation/", evaluations.evaluate, name="evaluate"),
    path("leaving/<int:pk>/notes/", voice.leave_note, name="leave_note"),
    path("closing/", closing.closing, name="closing"),
    path("closing/ready/", closing.close_ready, name="close_ready"),
    path("closing/<int:pk>/", closing.close, name="close_posting"),
    path("voice/", voice.voice, name="voice"),
    path("voice/ratings/", voice.ratings, name="ratings"),
    path("voice/sums/", voice.sums, name="sums"),
    path("voice/<int:pk>/heard/", voice.hear_note, name="hear_note"),
]
