-- I8: a name or a document was changed, and one of the other authorities has no message about it.
select 'change_line:' || line.id as subject
from person_changes_changeline as line
cross join unnest(array['medical', 'national_pension', 'tax']) as recipient (system)
where line.state = 'effective'
    and line.other_id is null
    and exists (
        select
        from person_changes_changeitem as item
        where item.declaration_id = line.declaration_id
            and item.line_no = line.line_no
            and item.item in ('name', 'document_type', 'document_number')
    )
    and not exists (
        select
        from outbox_message as message
        where message.declaration_id = line.declaration_id
            and message.line_no = line.line_no
            and message.system = recipient.system
            and message.kind = 'person_changed'
    )
