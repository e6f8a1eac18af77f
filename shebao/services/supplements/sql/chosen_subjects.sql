    -- The months of the lines that take effect now.
    select
        item.person_id,
        item.employer_id,
        item.contract_id,
        item.scheme,
        item.month,
        item.wage_fen,
        item.payer_category
    from supplement_now as chosen
    join supplements_supplementitem as item
        on item.declaration_id = %(declaration)s
        and item.line_no = chosen.line_no
        and item.state = 'chosen'
