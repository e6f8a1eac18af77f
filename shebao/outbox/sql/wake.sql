-- After a statement that wrote messages or answers: wake the workers that deliver and take in, at commit.
create function outbox_wake() returns trigger
language plpgsql as $$
begin
    perform pg_notify('shebao_outbox', '');
    return null;
end
$$;

create trigger outbox_wake after insert on outbox_message
for each statement execute function outbox_wake();

create trigger outbox_wake after insert on outbox_feedback
for each statement execute function outbox_wake();
