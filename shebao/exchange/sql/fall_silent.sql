-- Messages that were asked after as often as we do without an answer: from now on operators and clerks see them.
update outbox_message as message
set
    failure_kind = 'silent',
    last_error = 'silent'
where message.system = %(system)s
    and message.state = 'sent'
    and message.failure_kind = ''
    and message.next_attempt_at <= %(now)s
    and message.chased >= %(asks)s
returning message.declaration_id
