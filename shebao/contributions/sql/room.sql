-- A chunk of some ten thousand persons in memory instead of on disk.
set local work_mem = '256MB'
