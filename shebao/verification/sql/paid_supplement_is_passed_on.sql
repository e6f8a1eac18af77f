-- I8: months that were made up are paid for, and the national pension system was not told though pension is among them.
select 'supplement_line:' || line.id as subject
from supplements_supplementline as line
where line.paid_on is not null
    and exists (
        select
        from supplements_supplementitem as item
        where item.declaration_id = line.declaration_id
            and item.line_no = line.line_no
            and item.state = 'effective'
            and item.scheme = '110'
    )
    and not exists (
        select
        from outbox_message as message
        where message.declaration_id = line.declaration_id
            and message.line_no = line.line_no
            and message.system = 'national_pension'
            and message.kind = 'supplemented'
    )
