-- The employers at hand, what kind of payer each is, and its open notice of the month, if there is one.
drop table if exists payer_now;
create temporary table payer_now as
select employer.id as employer_id, kind.profile, notice.id as notice_id
from employers_employer as employer
join payer_kind as kind
    on kind.injury_class = employer.injury_class
    and kind.injury_band = (employer.injury_band * 100)::integer
    and kind.size = employer.size_class
    and kind.industry = employer.industry
left join contributions_notice as notice
    on notice.employer_id = employer.id
    and notice.month = %(month)s
    and notice.series = 0
    and notice.state = 'open'
where employer.id = any (%(employers)s::bigint[]);
analyze payer_now
