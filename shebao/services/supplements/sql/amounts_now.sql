-- Lines whose amounts are not those that were shown: what was, and what is now, both shares of all months.
with
    entered as (
        select
            charge.person_id,
            charge.scheme,
            charge.month,
            sum(charge.employer_fen) as employer_fen,
            sum(charge.personal_fen) as personal_fen
        from contributions_charge as charge
        where charge.month = any (%(months)s::integer[])
            and charge.employer_id = %(employer)s
            and charge.person_id in (select preview.person_id from preview_now as preview)
        group by charge.person_id, charge.scheme, charge.month
    ),
    compared as (
        select
            item.line_no,
            item.employer_fen + item.personal_fen as was,
            greatest(preview.employer_fen - coalesce(entered.employer_fen, 0), 0)
            + greatest(preview.personal_fen - coalesce(entered.personal_fen, 0), 0) as now,
            item.employer_fen = greatest(preview.employer_fen - coalesce(entered.employer_fen, 0), 0)
            and item.personal_fen = greatest(preview.personal_fen - coalesce(entered.personal_fen, 0), 0)
            and item.deferred = preview.deferred as same
        from supplement_now as chosen
        join supplements_supplementitem as item
            on item.declaration_id = %(declaration)s
            and item.line_no = chosen.line_no
            and item.state = 'chosen'
        left join preview_now as preview
            on preview.person_id = item.person_id
            and preview.contract_id = item.contract_id
            and preview.scheme = item.scheme
            and preview.month = item.month
        left join entered
            on entered.person_id = item.person_id
            and entered.scheme = item.scheme
            and entered.month = item.month
    )
select compared.line_no, sum(compared.was)::bigint, coalesce(sum(compared.now), 0)::bigint
from compared
group by compared.line_no
having bool_or(compared.same is not true)
order by compared.line_no
