"""The worker: checks, applies and decides declarations, and talks to the counterparties. It alone makes effects."""
