-- For whom and which months the notices of a bill are paid: whoever has something left on them when all entries count.
drop table if exists paid_for_now;
create temporary table paid_for_now on commit drop as
with recursive chain as (
    select chosen.notice_id, chosen.notice_id as part_id, chosen.month, notice.replaces
    from unnest(%(notices)s::bigint[], %(months)s::integer[]) as chosen (notice_id, month)
    join contributions_notice as notice on notice.id = chosen.notice_id
    union all
    select chain.notice_id, earlier.id, chain.month, earlier.replaces
    from chain
    join contributions_notice as earlier on earlier.id = chain.replaces
),
paid as (
    select charge.person_id, charge.month
    from chain
    join contributions_charge as charge
        on charge.month = chain.month
        and charge.month = any (%(months)s::integer[])
        and charge.employer_id = %(employer)s
        and charge.notice_id = chain.part_id
    group by charge.person_id, charge.month
    having sum(charge.employer_fen) + sum(charge.personal_fen) > 0
)
select paid.person_id, jsonb_agg(paid.month order by paid.month) as months, min(paid.month) as first_month
from paid
group by paid.person_id;
analyze paid_for_now
