"""What every package of Shebao leans on: months, money, identifiers, names, findings, errors. No Django here."""
