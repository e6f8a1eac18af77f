-- I11: a declared wage is of another person or employer than its contract, or counts from a month outside of it.
select 'wage:' || wage.id as subject
from contributions_wage as wage
left join employment_contract as contract
    on contract.id = wage.contract_id
where not wage.voided
    and (
        contract.id is null
        or contract.person_id <> wage.person_id
        or contract.employer_id <> wage.employer_id
        or wage.from_month < case wage.origin
            -- what is made up lies between the beginning of the employment and that of its insurance
            when 'supplement' then least(to_char(contract.starts_on, 'YYYYMM')::integer, contract.insured_from)
            else contract.insured_from
        end
        or wage.from_month > to_char(contract.ended_on, 'YYYYMM')::integer
    )
