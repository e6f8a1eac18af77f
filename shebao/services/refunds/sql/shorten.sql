-- The first piece keeps its spell; a spell of which nothing is left at its beginning is void, and its later pieces are
-- spells of their own.
update employment_coverage as coverage
set
    to_month = case when kept.spell is null then coverage.to_month else kept.last end,
    voided = kept.spell is null
from (
    select distinct spell.id
    from employment_coverage as spell
    join refunds_refunditem as item
        on item.person_id = spell.person_id
        and item.scheme = spell.scheme
        and item.month >= spell.from_month
        and item.month <= coalesce(spell.to_month, 999999)
    where item.declaration_id = %(declaration)s
        and item.code = ''
        and spell.employer_id = %(employer)s
        and spell.person_id = %(person)s
        and not spell.voided
) as touched
left join refund_cut as kept
    on kept.spell = touched.id
    and kept.place = 0
where coverage.id = touched.id
