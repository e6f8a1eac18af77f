"""Settings, addresses and wiring. Nothing imports this package; Django loads it by name."""
