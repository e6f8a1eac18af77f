-- I6: coverage or a declared wage outlasts the month in which its contract ended, or that of a void contract stands.
select 'contract:' || contract.id as subject
from employment_contract as contract
where (contract.ended_on is not null or contract.voided)
    and (
        exists (
            select
            from employment_coverage as coverage
            where coverage.contract_id = contract.id
                and coverage.employer_id = contract.employer_id
                and not coverage.voided
                and (
                    contract.voided
                    or coalesce(coverage.to_month, 999999) > to_char(contract.ended_on, 'YYYYMM')::int
                )
        )
        or exists (
            select
            from contributions_wage as wage
            where wage.contract_id = contract.id
                and wage.employer_id = contract.employer_id
                and not wage.voided
                and (
                    contract.voided
                    or coalesce(wage.to_month, 999999) > to_char(contract.ended_on, 'YYYYMM')::int
                )
        )
    )
