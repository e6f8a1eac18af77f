-- I6: two running spells of one person in one kind of scheme share a month (work injury: at one employer).
-- Looked for without the constraint that forbids it.
select 'coverage:' || earlier.id || ' and coverage:' || later.id as subject
from employment_coverage as earlier
join employment_coverage as later
    on later.person_id = earlier.person_id
    and left(later.scheme, 1) = left(earlier.scheme, 1)
    and later.id > earlier.id
    and (later.scheme <> '410' or later.employer_id = earlier.employer_id)
    and not later.voided
    and later.from_month <= coalesce(earlier.to_month, 999999)
    and earlier.from_month <= coalesce(later.to_month, 999999)
where not earlier.voided
