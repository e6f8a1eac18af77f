-- How many persons of each filing a counterparty answered with failure, could not be told of, or was silent about.
select
    message.declaration_id,
    declaration.employer_id,
    declaration.number,
    message.system,
    case
        when message.state = 'failed' then 'failed'
        when message.state = 'stuck' then 'stuck'
        else 'silent'
    end as trouble,
    count(*) as persons
from outbox_message as message
join declarations_declaration as declaration on declaration.id = message.declaration_id
where message.declaration_id = any (%(declarations)s)
    and (message.state in ('failed', 'stuck') or (message.state = 'sent' and message.failure_kind = 'silent'))
group by
    message.declaration_id, declaration.employer_id, declaration.number, message.system, trouble
order by message.declaration_id
