-- What is on record for contracts since a month, paid and unpaid apart. `notice_id` is the last notice of each.
select
    charge.contract_id, charge.month, charge.scheme,
    sum(charge.employer_fen), sum(charge.personal_fen),
    notice.paid_on is not null as paid,
    max(charge.notice_id)
from contributions_charge as charge
join contributions_notice as notice on notice.id = charge.notice_id
where charge.month >= %(since)s
    and (charge.employer_id, charge.person_id) in (
        select contract.employer_id, contract.person_id
        from employment_contract as contract
        where contract.id = any (%(contracts)s)
    )
    and charge.contract_id = any (%(contracts)s)
group by charge.contract_id, charge.month, charge.scheme, notice.paid_on is not null
having sum(charge.employer_fen) <> 0
    or sum(charge.personal_fen) <> 0
order by charge.contract_id, charge.month, charge.scheme, paid
