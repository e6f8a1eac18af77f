-- The entries of employers for whom nothing has been entered in the month yet: whatever is owed.
drop table if exists assessed_now;
create temporary table assessed_now on commit drop as
select
    assessed.*,
    1::smallint as entry,
    '10'::varchar(2) as kind,
    0::bigint as refundable_employer_fen,
    0::bigint as refundable_personal_fen
from (
    {assess}
) as assessed
