-- The order to pay, as a message about the employer; in the transaction in which it was decided.
insert into outbox_message (
    key, system, kind, sequence, previous, employer_id, declaration_id, line_no, payload,
    state, attempts, last_error, failure_kind, answer_code, answer_text, chased, action_id
)
select
    payout.key, 'bank', 'pay', coalesce(before.sequence, 0) + 1, before.key, payout.employer_id, %(declaration)s, 1,
    jsonb_build_object(
        'order', payout.number,
        'refund', refund.number,
        'employer_code', employer.credit_code,
        'bank_name', payout.bank_name,
        'account_name', payout.account_name,
        'account_number', payout.account_number,
        'amount_fen', payout.amount_fen,
        'purpose', '社会保险费退费'
    ),
    'waiting', 0, '', '', '', '', 0, (select shebao_action())
from refunds_payout as payout
join refunds_refund as refund on refund.id = payout.refund_id
join employers_employer as employer on employer.id = payout.employer_id
left join lateral (
    select earlier.key, earlier.sequence
    from outbox_message as earlier
    where earlier.person_id is null
        and earlier.employer_id = payout.employer_id
        and earlier.system = 'bank'
    order by earlier.id desc
    limit 1
) as before on true
where payout.id = %(payout)s
