-- Of one month: what is owed by coverage, wage and law of now, beside the sum of what was entered; where they differ.
-- Says what later_entries.sql of contributions would enter, and what it would only tell as refundable.
insert into reconcile_difference
with
    owed as (
        {assess}
    ),
    entered as (
        select
            charge.employer_id,
            charge.person_id,
            charge.scheme,
            sum(charge.employer_fen) as employer_fen,
            sum(charge.personal_fen) as personal_fen,
            coalesce(sum(charge.employer_fen) filter (where notice.paid_on is null), 0) as unpaid_employer_fen,
            coalesce(sum(charge.personal_fen) filter (where notice.paid_on is null), 0) as unpaid_personal_fen,
            max(
                array[charge.entry, charge.contract_id, charge.wage_fen, charge.base, charge.tariff_id]::bigint[]
            ) as last
        from contributions_charge as charge
        join contributions_notice as notice on notice.id = charge.notice_id
        where charge.month = %(month)s
            and (%(employer)s::bigint is null or charge.employer_id = %(employer)s::bigint)
        group by charge.employer_id, charge.person_id, charge.scheme
    )
select
    %(month)s::integer,
    coalesce(owed.employer_id, entered.employer_id),
    coalesce(owed.person_id, entered.person_id),
    coalesce(owed.contract_id, entered.last[2]),
    coalesce(owed.scheme, entered.scheme),
    owed.person_id is not null,
    entered.person_id is not null,
    owed.missing,
    owed.wage_fen, entered.last[3],
    owed.base, entered.last[4]::integer,
    owed.tariff_id, entered.last[5]::integer,
    coalesce(owed.employer_fen + owed.personal_fen, 0),
    coalesce(entered.employer_fen + entered.personal_fen, 0),
    coalesce(entered.unpaid_employer_fen + entered.unpaid_personal_fen, 0),
    coalesce(
        entered.employer_fen + entered.personal_fen - entered.unpaid_employer_fen - entered.unpaid_personal_fen, 0
    ),
    entering.employer_fen + entering.personal_fen,
    greatest(0, -gap.employer_fen - gap.unpaid_employer_fen) + greatest(0, -gap.personal_fen - gap.unpaid_personal_fen),
    entering.employer_fen <> 0 or entering.personal_fen <> 0
from owed
full join entered
    on entered.person_id = owed.person_id
    and entered.employer_id = owed.employer_id
    and entered.scheme = owed.scheme
cross join lateral (
    select
        coalesce(owed.employer_fen, 0) - coalesce(entered.employer_fen, 0) as employer_fen,
        coalesce(owed.personal_fen, 0) - coalesce(entered.personal_fen, 0) as personal_fen,
        coalesce(entered.unpaid_employer_fen, 0) as unpaid_employer_fen,
        coalesce(entered.unpaid_personal_fen, 0) as unpaid_personal_fen
) as gap
cross join lateral (
    select
        greatest(gap.employer_fen, -gap.unpaid_employer_fen) as employer_fen,
        greatest(gap.personal_fen, -gap.unpaid_personal_fen) as personal_fen
) as entering
where owed.missing is not null
    or (owed.person_id is not null and entered.person_id is null)
    or gap.employer_fen <> 0
    or gap.personal_fen <> 0
