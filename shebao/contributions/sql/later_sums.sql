-- Issue the open notices: their own entries, and those of the notices whose place they take.
with recursive
    chain as (
        select notice.id as notice_id, notice.id as part_id, notice.employer_id, notice.replaces
        from contributions_notice as notice
        where notice.month = %(month)s
            and notice.state = 'open'
            and {which}
            and {notices}
            and exists (
                select
                from contributions_charge as charge
                where charge.month = notice.month
                    and charge.employer_id = notice.employer_id
                    and charge.notice_id = notice.id
            )
        union all
        select chain.notice_id, earlier.id, earlier.employer_id, earlier.replaces
        from chain
        join contributions_notice as earlier on earlier.id = chain.replaces
    ),
    net as (
        select
            chain.notice_id,
            charge.scheme,
            charge.person_id,
            sum(charge.employer_fen) as employer_fen,
            sum(charge.personal_fen) as personal_fen,
            coalesce(sum(charge.employer_fen) filter (where tariff.deferred), 0) as deferred_fen,
            (array_agg(charge.base order by charge.entry desc))[1] as base,
            (array_agg(charge.kind order by charge.entry desc))[1] <> '20'
                or sum(charge.employer_fen) + sum(charge.personal_fen) <> 0 as stands
        from chain
        join contributions_charge as charge
            on charge.month = %(month)s
            and charge.employer_id = chain.employer_id
            and charge.notice_id = chain.part_id
        join contributions_tariff as tariff on tariff.id = charge.tariff_id
        group by chain.notice_id, charge.scheme, charge.person_id
    ),
    lines as (
        insert into contributions_noticeline (
            notice_id, scheme, persons, base_sum, employer_fen, personal_fen, deferred_fen, action_id
        )
        select
            net.notice_id, net.scheme, count(*) filter (where net.stands),
            coalesce(sum(net.base) filter (where net.stands), 0),
            sum(net.employer_fen), sum(net.personal_fen), sum(net.deferred_fen), (select shebao_action())
        from net
        group by net.notice_id, net.scheme
        order by net.notice_id, net.scheme
    ),
    total as (
        select
            chain.notice_id,
            count(distinct net.person_id) filter (where net.stands) as persons,
            coalesce(sum(net.employer_fen), 0) as employer_fen,
            coalesce(sum(net.personal_fen), 0) as personal_fen,
            coalesce(sum(net.deferred_fen), 0) as deferred_fen
        from (select distinct chain.notice_id from chain) as chain
        left join net on net.notice_id = chain.notice_id
        group by chain.notice_id
    ),
    replaced as (
        update contributions_notice as earlier
        set state = 'replaced'
        from chain
        where earlier.id = chain.part_id
            and chain.part_id <> chain.notice_id
            and earlier.state <> 'replaced'
    )
update contributions_notice as notice
set
    persons = total.persons,
    employer_fen = total.employer_fen,
    personal_fen = total.personal_fen,
    deferred_fen = total.deferred_fen,
    state = case
        when total.employer_fen + total.personal_fen = total.deferred_fen then 'void'
        -- Whoever asked to make up for months has declared them with that.
        when notice.mode = 'assessed_by_agency' or notice.purpose = 'supplement' then 'issued'
        else 'to_declare'
    end,
    issued_at = %(now)s,
    -- What takes an unpaid notice's place is due when that was; what is asked for beside what was paid is due like the
    -- month in which it is asked for; what is made up for was due with its month.
    due_on = case
        when notice.replaces is not null
            then (select earlier.due_on from contributions_notice as earlier where earlier.id = notice.replaces)
        when notice.purpose = 'regular'
            and exists (
                select
                from contributions_notice as earlier
                where earlier.employer_id = notice.employer_id
                    and earlier.month = notice.month
                    and earlier.purpose = 'regular'
                    and earlier.seq < notice.seq
            )
            then %(later_due_on)s
        else %(due_on)s
    end
from total
where total.notice_id = notice.id
