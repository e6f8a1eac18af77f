-- The terms that hold now, by kind of payer; `tariff_id` null with `missing` where the law data have no value.
drop table if exists tariff_now;
create temporary table tariff_now as
select
    offer.month, offer.scheme::varchar(3), offer.category::varchar(16), offer.profile,
    tariff.id as tariff_id, tariff.lower, tariff.upper, tariff.employer_ppm, tariff.personal_ppm,
    coalesce(tariff.deferred, false) as deferred,
    offer.missing
from jsonb_to_recordset(%(offers)s::jsonb) as offer (
    profile integer, category text, month integer, scheme text, tariff bigint, missing text
)
left join contributions_tariff as tariff on tariff.id = offer.tariff;
analyze tariff_now
