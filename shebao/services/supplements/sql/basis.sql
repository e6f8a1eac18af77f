-- A digest of what the wanted months of a filing rest on now: each contract, the coverage and wages in these months here,
-- the papers handed in, and the kind of payer that the employer is. Nothing that the employer may not see.
select
    coalesce(
        md5(
            string_agg(
                concat_ws(
                    '/', line.line_no, line.state, line.household_registration, contracts.facts, spells.facts, wages.facts
                ),
                ';' order by line.line_no
            )
            || coalesce(
                (
                    select string_agg(concat_ws('/', file.line_no, file.purpose, file.sha256), ';' order by file.id)
                    from documents_storedfile as file
                    where file.declaration_id = %(declaration)s
                        and file.removed_at is null
                        and file.purpose <> 'workbook'
                ), ''
            )
            || (
                select concat_ws('/', employer.injury_class, employer.injury_band, employer.size_class, employer.industry)
                from employers_employer as employer
                where employer.id = min(line.employer_id)
            )
        ),
        'nothing'
    )
from supplements_supplementline as line
left join lateral (
    select string_agg(concat_ws(',', contract.id, contract.starts_on, contract.ended_on), ' ' order by contract.id) as facts
    from employment_contract as contract
    where contract.person_id = line.person_id
        and contract.employer_id = line.employer_id
        and not contract.voided
) as contracts on true
left join lateral (
    select string_agg(
        concat_ws(',', coverage.scheme, coverage.from_month, coverage.to_month),
        ' ' order by coverage.scheme, coverage.from_month
    ) as facts
    from employment_coverage as coverage
    where coverage.person_id = line.person_id
        and coverage.employer_id = line.employer_id
        and not coverage.voided
        and coverage.from_month <= line.last_month
        and coalesce(coverage.to_month, 999999) >= line.first_month
) as spells on true
left join lateral (
    select string_agg(
        concat_ws(',', wage.id, wage.from_month, wage.to_month, wage.wage_fen, wage.payer_category), ' ' order by wage.id
    ) as facts
    from contributions_wage as wage
    where wage.employer_id = line.employer_id
        and wage.contract_id in (
            select contract.id
            from employment_contract as contract
            where contract.person_id = line.person_id
                and contract.employer_id = line.employer_id
        )
        and not wage.voided
        and wage.from_month <= line.last_month
        and coalesce(wage.to_month, 999999) >= line.first_month
) as wages on true
where line.declaration_id = %(declaration)s
