"""Reconciliation (对账): what differs between contracts, coverage, charges, notices, payments and counterparties."""
