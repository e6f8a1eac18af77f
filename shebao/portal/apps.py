from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The employers' door."""

    name = "shebao.portal"
    label = "portal"
    verbose_name = "单位网上服务"

    def ready(self) -> None:
        """Tell the page kit what stands around our pages."""
        # Models are not loaded when this module is imported, and the page kit needs them.
        from shebao.portal.navigation import navigation  # noqa: PLC0415
        from shebao.web.frames import Surroundings, surround  # noqa: PLC0415

        surround("portal", Surroundings(navigation, home="home", notices="notices"))
