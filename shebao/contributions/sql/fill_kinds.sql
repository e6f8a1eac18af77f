-- The kinds of payer by number, for this session.
drop table if exists payer_kind;
create temporary table payer_kind as
select
    kind.profile::integer, kind.injury_class::smallint, kind.injury_band::integer, kind.size, kind.industry
from jsonb_to_recordset(%(kinds)s::jsonb) as kind (
    profile integer, injury_class integer, injury_band integer, size text, industry text
)
