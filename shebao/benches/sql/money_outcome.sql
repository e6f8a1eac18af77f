-- What months made up, bills and refunds have come to, and how much of it is missing, double or not as it should be.
with
    made_up as (
        select item.*, charge.entries, charge.employer as employer_entered, charge.personal as personal_entered
        from supplements_supplementitem as item
        left join lateral (
            select count(*) as entries, sum(entry.employer_fen) as employer, sum(entry.personal_fen) as personal
            from contributions_charge as entry
            where entry.person_id = item.person_id
                and entry.employer_id = item.employer_id
                and entry.month = item.month
                and entry.scheme = item.scheme
        ) as charge on true
        where item.state = 'effective'
    ),
    asked as (
        select bill.id, bill.kind, bill.state, bill.principal_fen, bill.late_fee_fen, paid.notices, paid.payments, paid.fen
        from collection_bill as bill
        cross join lateral (
            select
                count(distinct item.notice_id) as notices,
                count(payment.id) as payments,
                coalesce(sum(payment.principal_fen), 0) as fen
            from collection_billitem as item
            left join collection_payment as payment on payment.notice_id = item.notice_id
            where item.bill_id = bill.id
        ) as paid
    ),
    given_back as (
        select
            refund.*,
            (select count(*) from refunds_payout as payout where payout.refund_id = refund.id) as orders,
            (
                select sum(entry.employer_fen + entry.personal_fen)
                from refunds_refunditem as item
                join contributions_charge as entry
                    on entry.person_id = item.person_id
                    and entry.employer_id = item.employer_id
                    and entry.month = item.month
                    and entry.scheme = item.scheme
                where item.declaration_id = refund.declaration_id
            ) as left_fen,
            (
                select sum(entry.employer_fen + entry.personal_fen)
                from refunds_refunditem as item
                join contributions_charge as entry
                    on entry.person_id = item.person_id
                    and entry.employer_id = item.employer_id
                    and entry.month = item.month
                    and entry.scheme = item.scheme
                    and entry.entry = 1
                where item.declaration_id = refund.declaration_id
            ) as paid_fen
        from refunds_refund as refund
    )
select jsonb_build_object(
    'filings', (
        select jsonb_object_agg(told.service, told.filings)
        from (
            select declaration.service, count(*) as filings
            from declarations_declaration as declaration
            where declaration.service in ('supplements', 'arrears', 'refunds')
                and declaration.state = 'effective'
            group by declaration.service
        ) as told
    ),
    'lines_made_up', (select count(*) from supplements_supplementline as line where line.state = 'effective'),
    'months_made_up', (select count(*) from made_up),
    'months_not_entered_once', (
        select count(*)
        from made_up
        where (made_up.entries, made_up.employer_entered, made_up.personal_entered)
            is distinct from (1, made_up.employer_fen, made_up.personal_fen)
    ),
    -- Every round asks for the same at the same wages, so every round comes to the same.
    'months_of_other_amounts', (
        select count(*)
        from (
            select
            from made_up
            group by made_up.line_no, made_up.month, made_up.scheme
            having count(distinct (made_up.employer_fen, made_up.personal_fen)) > 1
        ) as differing
    ),
    'bills_paid', (select count(*) from asked where asked.state = 'paid'),
    'bills_not_paid_once', (
        select count(*)
        from asked
        where asked.state <> 'paid'
            or asked.notices <> asked.payments
            or asked.fen <> asked.principal_fen
    ),
    'bills_fen', (select coalesce(sum(asked.principal_fen + asked.late_fee_fen), 0) from asked),
    'payments_astray', (select count(*) from collection_mismatch),
    'refunds_paid', (select count(*) from given_back where given_back.state = 'paid'),
    'refunds_not_paid_once', (
        select count(*)
        from given_back
        where given_back.state <> 'paid'
            or given_back.orders <> 1
            or given_back.left_fen <> 0
            or given_back.amount_fen <> given_back.paid_fen
    ),
    'refunds_fen', (select coalesce(sum(given_back.amount_fen), 0) from given_back)
)
