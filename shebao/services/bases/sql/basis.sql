-- A digest of what the good lines of a filing rest on now: each contract, and the wage that counts from its month.
select
    coalesce(
        md5(
            string_agg(
                concat_ws('/', line.line_no, contract.ended_on, contract.voided, wage.id, wage.wage_fen, wage.to_month),
                ';' order by line.line_no
            )
        ),
        'nothing'
    )
from bases_wageline as line
join employment_contract as contract
    on contract.id = line.contract_id
left join contributions_wage as wage
    on wage.employer_id = line.employer_id
    and wage.contract_id = line.contract_id
    and not wage.voided
    and wage.from_month <= line.from_month
    and coalesce(wage.to_month, 999999) >= line.from_month
where line.declaration_id = %(declaration)s
    and line.state = 'good'
