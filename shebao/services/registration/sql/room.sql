-- Rows of 100,000 persons on their way into the tables, and what the triggers look at, in memory instead of on disk.
set local work_mem = '256MB'
