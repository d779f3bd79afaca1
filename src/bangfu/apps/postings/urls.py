from django.urls import path

from .views import exports, needs, offers, postings, steps, swapping

urlpatterns = [
    path("needs/", needs.need_list, name="need_list"),
    path("needs/export/", exports.export_needs, name="export_needs"),
    path("needs/<int:pk>/", needs.need, name="need"),
    path("offers/", offers.offer_list, name="offer_list"),
    path("offers/new/", offers.new_offer, name="new_offer"),
    path("offers/agree/", offers.agree, name="agree_offers"),
    path("offers/appoint/", offers.appoint, name="appoint_offers"),
    path("offers/<int:pk>/", offers.offer, name="offer"),
    path("offers/<int:pk>/decline/", offers.decline, name="decline_offer"),
    path("offers/<int:pk>/substitute/", offers.substitute, name="substitute_offer"),
    path("offers/<int:pk>/allow/", offers.allow, name="allow_offer"),
    path("postings/", postings.posting_list, name="posting_list"),
    path("postings/export/", exports.export_postings, name="export_postings"),
    path("postings/new/", postings.new_posting, name="new_posting"),
    path("postings/<int:pk>/", postings.posting, name="posting"),
    path("postings/<int:pk>/replace/", postings.replace_posting, name="replace_posting"),
    path("postings/<int:pk>/swap/", swapping.swap_posting, name="swap_posting"),
    path("postings/<int:pk>/<slug:step>/", steps.take_step, name="take_step"),
]
