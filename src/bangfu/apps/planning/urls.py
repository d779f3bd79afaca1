from django.urls import path

from . import views

urlpatterns = [
    path("planning/", views.run_list, name="run_list"),
    path("planning/new/", views.new_run, name="new_run"),
    path("planning/<int:pk>/", views.run, name="run"),
    path("planning/<int:pk>/progress/", views.run_progress, name="run_progress"),
    path("planning/<int:pk>/stop/", views.stop_run, name="stop_run"),
    path("planning/<int:pk>/posts/<str:post>/", views.post_reasons, name="post_reasons"),
    path("planning/<int:pk>/compare/", views.run_comparison, name="run_comparison"),
    path("planning/<int:pk>/decide/<str:kind>/", views.decide, name="decide"),
    path("planning/<int:pk>/swap/", views.swap, name="swap"),
    path("planning/<int:pk>/again/", views.replan, name="replan"),
    path("planning/<int:pk>/send/", views.send_run, name="send_run"),
    path("planning/<int:pk>/publish/", views.publish_run, name="publish_run"),
    path("planning/<int:pk>/problem.json", views.problem_file, name="problem_file"),
    path("planning/<int:pk>/plan.json", views.plan_file, name="plan_file"),
    path("planning/decisions/<int:pk>/undo/", views.undo_decision, name="undo_decision"),
]
