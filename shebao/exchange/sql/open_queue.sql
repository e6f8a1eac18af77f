insert into outbox_queue (system, failures, last_error)
values (%(system)s, 0, '')
on conflict (system) do nothing
