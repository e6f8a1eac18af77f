    -- The wanted months that can be made up, with the wage of each.
    select
        item.person_id,
        item.employer_id,
        item.contract_id,
        item.scheme,
        item.month,
        item.wage_fen,
        item.payer_category
    from supplements_supplementitem as item
    where item.declaration_id = %(declaration)s
        and item.wanted
        and item.state = 'open'
        and item.wage_fen > 0
