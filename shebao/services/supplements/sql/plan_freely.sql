-- As before.
set local enable_nestloop = on
