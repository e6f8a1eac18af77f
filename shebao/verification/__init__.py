"""The invariants of the data: each a query that answers what breaks it; on sound data none answers anything."""
