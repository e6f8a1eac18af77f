update outbox_queue
set
    failures = %(failures)s,
    not_before = %(not_before)s,
    last_error = %(error)s,
    paused_at = %(paused_at)s
where system = %(system)s
