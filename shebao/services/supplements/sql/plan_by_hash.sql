-- For the next statements: rows that were written a moment ago are many, and statistics know nothing of them yet.
set local enable_nestloop = off
