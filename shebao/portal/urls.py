"""Addresses of the employers' door."""

from django.urls import path

from shebao.portal.views import (
    batch,
    contracts,
    files,
    filings,
    home,
    lines,
    medical,
    notices,
    proofs,
    registration,
    single,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("registration/", registration.registration, name="registration"),
    path("registration/single/", single.new, name="single"),
    path("registration/batch/", batch.new, name="batch"),
    path("registration/batch/template.xlsx", batch.template, name="template"),
    path("registration/autosave/", single.autosave, name="autosave"),
    path("contracts/", contracts.contracts, name="contracts"),
    path("contracts/<int:contract_id>/", contracts.contract, name="contract"),
    path("contracts/<int:contract_id>/reveal/", contracts.reveal, name="reveal"),
    path("filings/", filings.filings, name="filings"),
    path("filings/drafts/", filings.drafts, name="drafts"),
    path("filings/medical/", medical.medical, name="medical"),
    path("filings/medical/failures.xlsx", medical.export, name="medical-export"),
    path("filings/<str:number>/", filings.filing, name="filing"),
    path("filings/<str:number>/confirm/", filings.confirm, name="confirm"),
    path("filings/<str:number>/cancel/", filings.cancel, name="cancel"),
    path("filings/<str:number>/edit/", single.edit, name="edit"),
    path("filings/<str:number>/register/", single.register, name="register"),
    path("filings/<str:number>/recheck/", filings.recheck, name="recheck"),
    path("filings/<str:number>/workbook/", batch.repaired, name="workbook"),
    path("filings/<str:number>/marked.xlsx", batch.marked, name="marked"),
    path("filings/<str:number>/findings/", lines.findings, name="findings"),
    path("filings/<str:number>/lines/", lines.lines, name="lines"),
    path("filings/<str:number>/failures.xlsx", lines.failures, name="failures"),
    path("filings/<str:number>/proofs/", proofs.proofs, name="proofs"),
    path("filings/<str:number>/files/<int:file_id>/", files.open_file, name="file"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="read-notices"),
    path("notices/<int:notice_id>/read/", notices.read, name="read-notice"),
]
