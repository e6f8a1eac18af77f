-- Between two declared wages of a contract there are months for which none counts.
-- Cause: a declaration in between was withdrawn.
-- Closes: declare_wage
select
    'contract:' || declared.contract_id as subject,
    declared.missing as month,
    declared.employer_id,
    null::bigint as fen
from (
    select
        wage.contract_id,
        wage.employer_id,
        case when wage.to_month %% 100 = 12 then wage.to_month + 89 else wage.to_month + 1 end as missing,
        lead(wage.from_month) over one as next_from
    from contributions_wage as wage
    where not wage.voided
    window one as (partition by wage.employer_id, wage.contract_id order by wage.from_month)
) as declared
where declared.missing < declared.next_from
