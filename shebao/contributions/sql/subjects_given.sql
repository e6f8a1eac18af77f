    -- Subjects as they were handed in.
    select given.*
    from unnest(
        %(persons)s::bigint[], %(employers)s::bigint[], %(contracts)s::bigint[], %(schemes)s::varchar[],
        %(months)s::integer[], %(wages)s::bigint[], %(categories)s::varchar[]
    ) as given (person_id, employer_id, contract_id, scheme, month, wage_fen, payer_category)
