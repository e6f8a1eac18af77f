"""The stage of the exchange, and its settings."""

from shebao.exchange.tests.conftest import gateway_url, keys, one_database, one_sandbox, stage, transactional_db

__all__ = ["gateway_url", "keys", "one_database", "one_sandbox", "stage", "transactional_db"]
