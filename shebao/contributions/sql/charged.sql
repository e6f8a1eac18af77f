-- What is on record for contracts since a month, paid and unpaid apart; a deferred share is not paid with its notice.
-- What stands for somebody in a month and scheme counts for the contract that covers it, whichever it was entered for.
-- `notice_id` is the last notice of each.
with
    share as (
        select
            coalesce(covering.contract_id, charge.contract_id) as contract_id,
            charge.month,
            charge.scheme,
            charge.notice_id,
            one.employer_fen,
            one.personal_fen,
            one.paid
        from contributions_charge as charge
        join contributions_notice as notice on notice.id = charge.notice_id
        join contributions_tariff as tariff on tariff.id = charge.tariff_id
        left join lateral (
            select coverage.contract_id
            from employment_coverage as coverage
            where coverage.person_id = charge.person_id
                and coverage.employer_id = charge.employer_id
                and coverage.scheme = charge.scheme
                and not coverage.voided
                and coverage.from_month <= charge.month
                and coalesce(coverage.to_month, 999999) >= charge.month
            limit 1
        ) as covering on true
        cross join lateral (
            values
                (charge.employer_fen, 0, notice.paid_on is not null and not tariff.deferred),
                (0, charge.personal_fen, notice.paid_on is not null)
        ) as one (employer_fen, personal_fen, paid)
        where charge.month >= %(since)s
            and (charge.employer_id, charge.person_id) in (
                select contract.employer_id, contract.person_id
                from employment_contract as contract
                where contract.id = any (%(contracts)s)
            )
    )
select
    share.contract_id, share.month, share.scheme,
    sum(share.employer_fen), sum(share.personal_fen),
    share.paid,
    max(share.notice_id)
from share
where share.contract_id = any (%(contracts)s)
group by share.contract_id, share.month, share.scheme, share.paid
having sum(share.employer_fen) <> 0
    or sum(share.personal_fen) <> 0
order by share.contract_id, share.month, share.scheme, share.paid
