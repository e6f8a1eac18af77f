-- A person is charged in one kind of scheme at two employers in one month (work injury is exempt).
-- Cause: an employer has withdrawn the person too late, or one enrolled somebody whom another still covers.
-- Closes: file_withdrawal
select
    'person:' || doubled.person_id || ' ' || doubled.scheme as subject,
    doubled.month,
    doubled.employer_id,
    doubled.fen
from (
    select
        standing.month,
        standing.person_id,
        min(standing.scheme) as scheme,
        coalesce(
            max(standing.employer_id) filter (where standing.employer_id = %(employer)s::bigint),
            min(standing.employer_id)
        ) as employer_id,
        min(standing.fen) as fen
    from (
        select
            charge.month,
            charge.person_id,
            charge.employer_id,
            charge.scheme,
            sum(charge.employer_fen + charge.personal_fen) as fen
        from contributions_charge as charge
        where charge.scheme <> '410'
            and (%(month)s::integer is null or charge.month = %(month)s::integer)
        group by charge.month, charge.person_id, charge.employer_id, charge.scheme
        having sum(charge.employer_fen + charge.personal_fen) <> 0
    ) as standing
    group by standing.month, standing.person_id, left(standing.scheme, 1)
    having count(*) > 1
) as doubled
