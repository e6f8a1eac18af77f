    -- The persons of the good lines in each scheme, with the wage before and the one after.
    select distinct
        outcome.person_id,
        %(employer)s::bigint as employer_id,
        outcome.contract_id,
        covered.scheme,
        outcome.from_month as month,
        wage.fen as wage_fen,
        outcome.payer_category
    from bases_outcome as outcome
    cross join lateral unnest(string_to_array(outcome.schemes, ',')) as covered (scheme)
    cross join lateral (values (outcome.wage_before_fen), (outcome.wage_after_fen)) as wage (fen)
    where outcome.state = 'good'
        and wage.fen is not null
