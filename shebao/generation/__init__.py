"""Filling a database with the synthetic city: any number of persons by COPY, the demonstration's cast and stories."""
