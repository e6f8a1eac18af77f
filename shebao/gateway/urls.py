"""Addresses of the gateway, below /gateway/."""

from django.urls import path

from shebao.gateway import views

urlpatterns = [
    path("health", views.health, name="gateway-health"),
    path("metrics", views.measured, name="gateway-metrics"),
    path("<str:counterparty>", views.feedback, name="gateway-feedback"),
]
