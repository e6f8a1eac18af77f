set local enable_nestloop = on;
set local enable_sort = on
