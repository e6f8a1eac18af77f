-- I5: a refund stands elsewhere than its orders to the bank, more than one of them stands, or one is for another sum.
select 'refund:' || refund.id as subject
from refunds_refund as refund
left join lateral (
    select
        count(*) filter (where payout.state in ('ordered', 'disputed')) as open,
        count(*) filter (where payout.state = 'paid') as paid,
        bool_and(payout.amount_fen = refund.amount_fen and payout.employer_id = refund.employer_id) as fits
    from refunds_payout as payout
    where payout.refund_id = refund.id
) as ordered on true
where (refund.state, ordered.open, ordered.paid) not in (
        ('paying', 1, 0),
        ('rejected', 0, 0),
        ('paid', 0, 1)
    )
    or not ordered.fits
