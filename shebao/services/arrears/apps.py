from django.apps import AppConfig


class ArrearsConfig(AppConfig):
    name = "shebao.services.arrears"
    label = "arrears"
    verbose_name = "单位欠缴社保费处理"

    def ready(self) -> None:
        """Whatever was paid by a bill of ours is passed on."""
        from shebao.collection.signals import bill_paid, paid_alone  # noqa: PLC0415 models are ready only now
        from shebao.services.arrears import paying  # noqa: PLC0415 as above

        bill_paid.connect(paying.on_bill_paid, dispatch_uid="arrears pass on what was paid")
        paid_alone.connect(paying.on_paid_alone, dispatch_uid="arrears pass on what was paid alone")
