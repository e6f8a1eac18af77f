-- How many contracts run, and for how many of them a wage was declared from the month on, or who came later.
select
    count(*),
    count(*) filter (
        where exists (
            select
            from contributions_wage as wage
            where wage.employer_id = contract.employer_id
                and wage.contract_id = contract.id
                and not wage.voided
                and wage.origin in ('declared', 'corrected')
                and wage.from_month >= %(month)s
        )
    )
from employment_contract as contract
where contract.employer_id = %(employer)s
    and contract.ended_on is null
    and not contract.voided
