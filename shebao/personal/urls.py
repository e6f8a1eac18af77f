"""Addresses of the insured persons' door, under personal/."""

from django.urls import path

from shebao.personal.views import cards, certificates, contributions, coverage, data, filings, home, looks, verification

urlpatterns = [
    path("", home.home, name="personal-home"),
    path("data/", data.data, name="my-data"),
    path("data/shown/", data.shown, name="my-data-shown"),
    path("coverage/", coverage.coverage, name="my-coverage"),
    path("contributions/", contributions.contributions, name="my-contributions"),
    path("contributions/<int:month>/<int:employer_id>/<str:scheme>/", contributions.amount, name="my-amount"),
    path("filings/", filings.filings, name="my-filings"),
    path("looks/", looks.looks, name="my-looks"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/<str:number>/", certificates.certificate, name="certificate"),
    path("certificates/<str:number>/certificate.pdf", certificates.paper, name="certificate-paper"),
    path("cards/", cards.overview, name="my-cards"),
    path("cards/new/", cards.apply_for, name="my-card-new"),
    path("cards/photo/", cards.photo, name="my-card-photo"),
    path("cards/confirm/", cards.confirm, name="my-card-confirm"),
    path("cards/<str:number>/", cards.application, name="my-card"),
    path("cards/<str:number>/picture.jpg", cards.picture, name="my-card-picture"),
    path("verify/", verification.verify, name="verify-certificate"),
]
