-- Rows of 50,000 persons on their way into the tables in memory instead of on disk.
set local work_mem = '256MB'
