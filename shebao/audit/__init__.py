"""Who did what, when, for whom: actions, the changes each made, and every look at personal data."""
