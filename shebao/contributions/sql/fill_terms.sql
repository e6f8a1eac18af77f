-- The terms that hold now, by kind of payer; `tariff_id` null with `missing` where the law data have no value.
drop table if exists tariff_now;
create temporary table tariff_now as
select
    offer.month, offer.scheme::varchar(3), offer.category::varchar(16), offer.profile,
    offer.tariff as tariff_id, offer.lower, offer.upper, offer.employer_ppm, offer.personal_ppm,
    coalesce(offer.deferred, false) as deferred,
    offer.missing
from jsonb_to_recordset(%(offers)s::jsonb) as offer (
    profile integer, category text, month integer, scheme text, tariff integer, lower integer, upper integer,
    employer_ppm integer, personal_ppm integer, deferred boolean, missing text
);
analyze tariff_now
