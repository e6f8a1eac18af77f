-- The employers and what kind of payer each is, for assess.sql.
drop table if exists payer_now;
create temporary table payer_now as
select employer.id as employer_id, kind.profile, null::bigint as notice_id
from employers_employer as employer
join payer_kind as kind
    on kind.injury_class = employer.injury_class
    and kind.injury_band = (employer.injury_band * 100)::integer
    and kind.size = employer.size_class
    and kind.industry = employer.industry
where %(employer)s::bigint is null
    or employer.id = %(employer)s::bigint;
analyze payer_now
