"""社保减员: ending an employment, and with it insurance and contributions (services.md §2)."""
