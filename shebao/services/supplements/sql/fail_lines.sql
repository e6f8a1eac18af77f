-- Lines whose amounts are not those that were confirmed.
with
    withdrawn as (
        delete from supplement_now as chosen
        where chosen.line_no = any (%(line_nos)s::int[])
    )
update supplements_supplementline as line
set state = 'failed'
where line.declaration_id = %(declaration)s
    and line.line_no = any (%(line_nos)s::int[])
