from django.urls import path

from .views import certificates, clinics, public_experts, verifying

urlpatterns = [
    path("certificates/", certificates.certificate_list, name="certificate_list"),
    path("certificates/ready/", certificates.ready_list, name="ready_list"),
    path("certificates/forms/", certificates.form_list, name="form_list"),
    path("certificates/<int:pk>/", certificates.certificate, name="certificate"),
    path("certificates/<int:pk>/paper.pdf", certificates.certificate_paper, name="paper"),
    path("certificates/<int:pk>/revoke/", certificates.revoke_certificate, name="revoke"),
    path("certificates/issue/", certificates.issue_several, name="issue_several"),
    path("certificates/issue/<int:pk>/", certificates.issue_certificate, name="issue_certificate"),
    path(
        "certificates/forms/<int:pk>.pdf",
        certificates.registration_paper,
        name="registration_paper",
    ),
    path("clinics/", clinics.clinics, name="clinics"),
    path("clinics/renew/", clinics.renew_calendar, name="renew_calendar"),
    path("clinics/<int:pk>/open/", clinics.open_roster, name="open_roster"),
    path("clinics/<int:pk>/close/", clinics.close_roster, name="close_roster"),
    path("clinics/<int:pk>/poster.pdf", clinics.poster, name="poster"),
    # Without an account:
    path("verify/", verifying.verify, name="verify"),
    path("verify/<str:code>/", verifying.verified, name="verified"),
    path("calendar/<str:secret>.ics", clinics.calendar, name="calendar"),
    path("experts/", public_experts.public_experts_list, name="public_experts_list"),
    path("experts/<str:code>/", public_experts.public_experts, name="public_experts"),
]
