"""Filling a database with the synthetic city: any number of persons by COPY, the demonstration's cast and stories."""

DEMO_PASSWORD = "shebao-demo"  # noqa: S105 (of the demonstration's invented accounts; printed at every start)
