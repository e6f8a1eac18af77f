-- Of one month: what the entries come to by notice and scheme, with those of the notices whose place it took.
insert into reconcile_sum
with recursive
    part as (
        select
            charge.notice_id,
            charge.scheme,
            sum(charge.employer_fen) as employer_fen,
            sum(charge.personal_fen) as personal_fen,
            coalesce(sum(charge.employer_fen) filter (where tariff.deferred), 0) as deferred_fen
        from contributions_charge as charge
        join contributions_tariff as tariff on tariff.id = charge.tariff_id
        where charge.month = %(month)s
            and (%(employer)s::bigint is null or charge.employer_id = %(employer)s::bigint)
        group by charge.notice_id, charge.scheme
    ),
    chain as (
        select notice.id as notice_id, notice.id as part_id, notice.replaces
        from contributions_notice as notice
        where notice.month = %(month)s
        union all
        select chain.notice_id, earlier.id, earlier.replaces
        from chain
        join contributions_notice as earlier on earlier.id = chain.replaces
    )
select
    chain.notice_id, part.scheme, sum(part.employer_fen), sum(part.personal_fen), sum(part.deferred_fen)
from chain
join part on part.notice_id = chain.part_id
group by chain.notice_id, part.scheme
