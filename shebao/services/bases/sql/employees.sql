-- Everybody under contract with the wage that counts in a month; for who came later, the first one.
select
    person.name,
    person.document_type,
    person.document_number,
    wage.wage_fen
from employment_contract as contract
join persons_person as person
    on person.id = contract.person_id
left join (
    select distinct on (declared.contract_id)
        declared.contract_id,
        declared.wage_fen
    from contributions_wage as declared
    where declared.employer_id = %(employer)s
        and not declared.voided
        and coalesce(declared.to_month, 999999) >= %(month)s
    order by declared.contract_id, declared.from_month
) as wage
    on wage.contract_id = contract.id
where contract.employer_id = %(employer)s
    and contract.ended_on is null
    and not contract.voided
order by contract.id desc
