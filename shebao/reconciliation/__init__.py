"""Reconciliation (对账): what differs between contracts, coverage, wages, charges, notices, payments and counterparties."""
