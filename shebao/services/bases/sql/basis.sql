-- A digest of what the good lines of a filing rest on now: each contract, its coverage and the wage that counts from its
-- month, and the kind of payer that the employer is.
select
    coalesce(
        md5(
            string_agg(
                concat_ws(
                    '/', line.line_no, contract.ended_on, contract.voided, wage.id, wage.wage_fen, wage.to_month,
                    wage.payer_category, covered.schemes
                ),
                ';' order by line.line_no
            )
            || (
                select concat_ws('/', employer.injury_class, employer.injury_band, employer.size_class, employer.industry)
                from employers_employer as employer
                where employer.id = min(line.employer_id)
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
left join lateral (
    select string_agg(distinct coverage.scheme, ',') as schemes
    from employment_coverage as coverage
    where coverage.employer_id = line.employer_id
        and coverage.contract_id = contract.id
        and not coverage.voided
        and coverage.from_month <= line.from_month
        and coalesce(coverage.to_month, 999999) >= line.from_month
) as covered on true
where line.declaration_id = %(declaration)s
    and line.state = 'good'
