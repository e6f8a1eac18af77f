"""Pages of the insured persons' door."""
