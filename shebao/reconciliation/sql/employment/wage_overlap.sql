-- Two declared wages of one contract count for the same month.
-- Cause: written otherwise than by a declaration; `verify` calls it broken too (wages_do_not_overlap).
-- Closes: repair_record
select 'wage:' || declared.id as subject, declared.next_from as month, declared.employer_id, null::bigint as fen
from (
    select
        wage.id,
        wage.employer_id,
        coalesce(wage.to_month, 999999) as to_month,
        lead(wage.from_month) over one as next_from
    from contributions_wage as wage
    where not wage.voided
    window one as (partition by wage.employer_id, wage.contract_id order by wage.from_month, wage.id)
) as declared
where declared.to_month >= declared.next_from
