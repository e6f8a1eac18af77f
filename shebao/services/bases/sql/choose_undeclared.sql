-- Everybody covered in the year's first month whose wage was declared for an earlier month, with the share of the base
-- charged last that counts from now on; where nothing was charged in the month before, the same share of the wage.
create temporary table bases_undeclared on commit drop as
select
    contract.id as contract_id,
    contract.employer_id,
    contract.person_id,
    wage.id as replaces,
    wage.to_month,
    wage.payer_category,
    %(month)s::integer as from_month,
    %(month_before)s::integer as month_before,
    -- of a base in whole yuan a percent is a whole fen; of a wage in fen it is rounded half up
    coalesce(charged.base * %(percent)s::bigint, (wage.wage_fen * %(percent)s + 50) / 100) as wage_fen
from contributions_wage as wage
join employment_contract as contract
    on contract.id = wage.contract_id
    and not contract.voided
    and (contract.ended_on is null or contract.ended_on >= to_date(%(month)s::text, 'YYYYMM'))
left join lateral (
    select last.base
    from (
        -- the last entry of each scheme says which base holds
        select distinct on (charge.scheme)
            charge.scheme,
            charge.base
        from contributions_charge as charge
        where charge.month = %(month_before)s
            and charge.employer_id = wage.employer_id
            and charge.person_id = wage.person_id
        order by charge.scheme, charge.entry desc
    ) as last
    where last.base > 0
    order by last.scheme  -- pension first
    limit 1
) as charged on true
where wage.employer_id = any (%(employers)s::bigint[])
    and not wage.voided
    and wage.from_month < %(month)s
    and coalesce(wage.to_month, 999999) >= %(month)s
