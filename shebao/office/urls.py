"""Addresses of the office."""

from django.urls import path

from shebao.office.views import (
    cases,
    contributions,
    decisions,
    disputes,
    exchange,
    files,
    home,
    mismatches,
    reconciliation,
    runs,
    tasks,
    watch,
)

urlpatterns = [
    path("", home.home, name="office-home"),
    path("cases/", cases.cases, name="office-cases"),
    path("cases/decided/", cases.decided, name="office-decided"),
    path("cases/<int:case_id>/", cases.case, name="office-case"),
    path("cases/<int:case_id>/reveal/", cases.reveal, name="office-reveal"),
    path("cases/<int:case_id>/next/", decisions.skip, name="office-next"),
    path("cases/<int:case_id>/decide/", decisions.decide, name="office-decide"),
    path("cases/<int:case_id>/files/<int:file_id>/", files.open_file, name="office-file"),
    path("contributions/", contributions.notices, name="office-notices"),
    path("contributions/<str:number>/", contributions.notice, name="office-notice"),
    path("employers/<int:employer_id>/persons/<int:person_id>/", contributions.person, name="office-person"),
    path(
        "employers/<int:employer_id>/persons/<int:person_id>/<int:month>/<str:scheme>/",
        contributions.amount,
        name="office-amount",
    ),
    path("runs/", runs.runs, name="office-runs"),
    path("exchange/", exchange.exchange, name="office-exchange"),
    path("exchange/retry/", exchange.retry, name="office-retry-messages"),
    path("exchange/retry-all/", exchange.retry_all, name="office-retry-system"),
    path("exchange/resume/", exchange.resume, name="office-resume-system"),
    path("mismatches/", mismatches.mismatches, name="office-mismatches"),
    path("mismatches/<int:mismatch_id>/", mismatches.mismatch, name="office-mismatch"),
    path("disputes/", disputes.disputes, name="office-disputes"),
    path("disputes/<int:payout_id>/", disputes.dispute, name="office-dispute"),
    path("reconciliation/", reconciliation.overview, name="office-reconciliation"),
    path("reconciliation/<int:pk>/<str:kind>/", reconciliation.kind, name="office-reconciliation-kind"),
    path("tasks/", tasks.tasks, name="office-tasks"),
    path("tasks/<int:declaration_id>/retry/", tasks.retry, name="office-retry-task"),
    path("logins/", watch.logins, name="office-logins"),
    path("alarms/", watch.alarms, name="office-alarms"),
]
