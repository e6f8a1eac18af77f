    -- Everybody covered in the month, with the wage that counts then.
    select
        coverage.person_id,
        coverage.employer_id,
        coverage.contract_id,
        coverage.scheme,
        %(month)s::integer as month,
        wage.wage_fen,
        coalesce(wage.payer_category, '') as payer_category
    from employment_coverage as coverage
    left join contributions_wage as wage
        on wage.employer_id = coverage.employer_id
        and wage.contract_id = coverage.contract_id
        and not wage.voided
        and wage.from_month <= %(month)s
        and coalesce(wage.to_month, 999999) >= %(month)s
        and {wages}
    where {coverage}
        and not coverage.voided
        and coverage.scheme in ('110', '120', '210', '410')
        and coverage.from_month <= %(month)s
        and coalesce(coverage.to_month, 999999) >= %(month)s
