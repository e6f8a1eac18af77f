-- Lines whose amounts a month are not those that were shown: what was, and what is now.
select
    line.line_no,
    coalesce(line.employer_after_fen, 0),
    coalesce(line.personal_after_fen, 0),
    now.employer_fen,
    now.personal_fen
from bases_now as chosen
join bases_wageline as line
    on line.declaration_id = %(declaration)s
    and line.line_no = chosen.line_no
cross join lateral (
    select
        coalesce(sum(preview.employer_fen), 0)::bigint as employer_fen,
        coalesce(sum(preview.personal_fen), 0)::bigint as personal_fen
    from preview_now as preview
    where preview.contract_id = chosen.contract_id
) as now
where (coalesce(line.employer_after_fen, 0), coalesce(line.personal_after_fen, 0)) is distinct from (now.employer_fen, now.personal_fen)
order by line.line_no
