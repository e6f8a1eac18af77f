from django.apps import AppConfig


class SupplementsConfig(AppConfig):
    name = "shebao.services.supplements"
    label = "supplements"
    verbose_name = "单位申报个人补缴申请"

    def ready(self) -> None:
        """What was paid is passed on to the other authorities: nobody has to remember."""
        from shebao.collection.signals import bill_paid  # noqa: PLC0415 models are ready only now
        from shebao.services.supplements import passing  # noqa: PLC0415

        bill_paid.connect(passing.on_bill_paid, dispatch_uid="supplements are passed on when paid")
