-- Entries stand on a notice that is not there, or is of another employer or month.
-- Cause: written otherwise than by assessing.
-- Closes: repair_record
select
    'notice:' || entries.notice_id as subject,
    entries.month,
    entries.employer_id,
    entries.fen
from (
    select charge.notice_id, charge.month, charge.employer_id, sum(charge.employer_fen + charge.personal_fen) as fen
    from contributions_charge as charge
    where %(month)s::integer is null
        or charge.month = %(month)s::integer
    group by charge.notice_id, charge.month, charge.employer_id
) as entries
left join contributions_notice as notice on notice.id = entries.notice_id
where (notice.month, notice.employer_id) is distinct from (entries.month, entries.employer_id)
