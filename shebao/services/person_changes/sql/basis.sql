-- Everything of ours that decides what a filing does: the values on record of what it changes, and its papers.
select concat_ws(
    ' ',
    (
        select md5(string_agg(
            concat_ws(':', item.line_no, item.item, coalesce(to_jsonb(person) ->> item.item, '')), ','
            order by item.line_no, item.item
        ))
        from person_changes_changeitem as item
        join persons_person as person on person.id = item.person_id
        where item.declaration_id = %(declaration)s
    ),
    (
        select string_agg(concat_ws(':', stored.line_no, stored.id), ',' order by stored.line_no, stored.id)
        from documents_storedfile as stored
        where stored.declaration_id = %(declaration)s
            and stored.line_no is not null
            and stored.removed_at is null
    )
)
