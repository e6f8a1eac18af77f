from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "shebao.collection"
    label = "collection"
    verbose_name = "征收与到账"

    def ready(self) -> None:
        """Tax is told of every notice in the transaction that issues it, and of the bills that it changes."""
        from shebao.collection import bills, telling  # noqa: PLC0415 models are ready only now
        from shebao.contributions.signals import notices_changed, notices_issued  # noqa: PLC0415

        notices_issued.connect(telling.on_notices_issued, dispatch_uid="collection tells tax")
        notices_changed.connect(bills.on_notices_changed, dispatch_uid="collection renews bills")
