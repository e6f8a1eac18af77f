-- I8: a declaration waits for the worker for too long, and no worker is at it (its lock is not held).
select 'declaration:' || declaration.id || ' ' || declaration.next_step as subject
from declarations_declaration as declaration
where declaration.next_step is not null
    and coalesce(declaration.not_before, declaration.step_since, declaration.saved_at) < now() - %(step_limit)s::interval
    and not exists (
        select
        from pg_locks as held
        where held.locktype = 'advisory'
            and held.database = (select oid from pg_database where datname = current_database())
            and held.classid::bigint = %(step_lock_space)s
            and held.objid::bigint = declaration.id %% 2147483648
            and held.granted
    )
