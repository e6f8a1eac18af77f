-- The way to a counterparty, if it is open and nobody else is sending on it.
select queue.failures
from outbox_queue as queue
where queue.system = %(system)s
    and queue.paused_at is null
    and queue.not_before <= %(now)s
for update skip locked
