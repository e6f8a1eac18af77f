from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The door of the agency's officers and of the platform's operators."""

    name = "shebao.office"
    label = "office"
    verbose_name = "经办"

    def ready(self) -> None:
        """Tell the page kit what stands around our pages."""
        # Models are not loaded when this module is imported, and the page kit needs them.
        from shebao.office.navigation import navigation  # noqa: PLC0415
        from shebao.web.frames import Surroundings, surround  # noqa: PLC0415

        surround("office", Surroundings(navigation, home="office-home"))
