-- Those of the employers that have no notice of the month: what kind of payer each is, and the key that its notice is
-- going to have.
drop table if exists payer_now;
create temporary table payer_now as
select
    employer.id as employer_id,
    kind.profile,
    nextval(pg_get_serial_sequence('contributions_notice', 'id')) as notice_id
from employers_employer as employer
join payer_kind as kind
    on kind.injury_class = employer.injury_class
    and kind.injury_band = (employer.injury_band * 100)::integer
    and kind.size = employer.size_class
    and kind.industry = employer.industry
where employer.id = any (%(employers)s::bigint[])
    and not exists (
        select
        from contributions_notice as notice
        where notice.employer_id = employer.id
            and notice.month = %(month)s
    )
order by employer.id;
analyze payer_now
