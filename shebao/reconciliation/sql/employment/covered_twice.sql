-- Two spells of a person in one kind of scheme share a month (work injury is exempt).
-- Cause: written otherwise than by a filing; `verify` calls it broken too (coverage_once).
-- Closes: file_withdrawal
select
    'coverage:' || earlier.id || ' and coverage:' || later.id as subject,
    greatest(earlier.from_month, later.from_month) as month,
    earlier.employer_id,
    null::bigint as fen
from employment_coverage as earlier
join employment_coverage as later
    on later.person_id = earlier.person_id
    and left(later.scheme, 1) = left(earlier.scheme, 1)
    and later.id > earlier.id
    and later.scheme <> '410'
    and not later.voided
    and later.from_month <= coalesce(earlier.to_month, 999999)
    and earlier.from_month <= coalesce(later.to_month, 999999)
where earlier.scheme <> '410'
    and not earlier.voided
