from django.apps import AppConfig


class PersonalConfig(AppConfig):
    """The insured persons' door."""

    name = "shebao.personal"
    label = "personal"
    verbose_name = "参保人个人服务"

    def ready(self) -> None:
        """Tell the page kit what stands around our pages."""
        # Models are not loaded when this module is imported, and the page kit needs them.
        from shebao.personal.navigation import navigation  # noqa: PLC0415
        from shebao.web.frames import Surroundings, surround  # noqa: PLC0415

        surround("personal", Surroundings(navigation, home="personal-home"))
