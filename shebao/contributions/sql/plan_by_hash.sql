-- For tens of thousands of persons, of whom the planner, counting conditions that say the same twice, expects a handful.
set local enable_nestloop = off;
set local enable_sort = off;
set local work_mem = '256MB'
