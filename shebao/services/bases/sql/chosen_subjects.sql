    -- The persons of the lines that take effect now, in the schemes that cover them, with the new wage.
    select
        coverage.person_id,
        coverage.employer_id,
        chosen.contract_id,
        coverage.scheme,
        chosen.from_month as month,
        chosen.wage_fen,
        coalesce(wage.payer_category, '') as payer_category
    from bases_now as chosen
    join employment_coverage as coverage
        on coverage.employer_id = %(employer)s
        and coverage.contract_id = chosen.contract_id
        and not coverage.voided
        and coverage.scheme in ('110', '120', '210', '410')
        and coverage.from_month <= chosen.from_month
        and coalesce(coverage.to_month, 999999) >= chosen.from_month
    left join contributions_wage as wage on wage.id = chosen.replaces
