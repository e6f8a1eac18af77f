-- Which contracts make up which months, as which kind: once for all contracts that make up the same.
select made.kind, made.months, array_agg(made.contract_id order by made.contract_id)
from (
    select item.contract_id, chosen.kind, array_agg(distinct item.month) as months
    from supplement_now as chosen
    join supplements_supplementitem as item
        on item.declaration_id = %(declaration)s
        and item.line_no = chosen.line_no
        and item.state = 'chosen'
    group by item.contract_id, chosen.kind
) as made
group by made.kind, made.months
order by made.kind, made.months
