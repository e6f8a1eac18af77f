-- What has to be entered beside what is on record: the difference between what is owed now and the sum of entries.
-- A negative difference is entered as far as it is unpaid; what was paid too much is refundable, and only told.
drop table if exists assessed_now;
create temporary table assessed_now on commit drop as
with
    owed as (
        {assess}
    ),
    entered as (
        select
            charge.person_id,
            charge.employer_id,
            charge.scheme,
            sum(charge.employer_fen) as employer_fen,
            sum(charge.personal_fen) as personal_fen,
            -- A deferred share was not paid with its notice.
            coalesce(sum(charge.employer_fen) filter (where notice.paid_on is null or tariff.deferred), 0)
                as unpaid_employer_fen,
            coalesce(sum(charge.personal_fen) filter (where notice.paid_on is null), 0) as unpaid_personal_fen,
            -- Only one series has anything unpaid of it: the one of the last unpaid entry, as further ones follow there.
            -- A refund asks for nothing, also where it gave back what was paid of a deferred month.
            (array_agg(notice.series order by charge.entry desc) filter (
                where notice.purpose <> 'refund'
                    and (notice.paid_on is null or tariff.deferred)
            ))[1] as unpaid_series,
            max(charge.entry) as entry,
            (array_agg(charge.contract_id order by charge.entry desc))[1] as contract_id,
            (array_agg(charge.wage_fen order by charge.entry desc))[1] as wage_fen,
            (array_agg(charge.base order by charge.entry desc))[1] as base,
            (array_agg(charge.tariff_id order by charge.entry desc))[1] as tariff_id,
            (array_agg(charge.kind order by charge.entry desc))[1] as kind
        from contributions_charge as charge
        join contributions_notice as notice on notice.id = charge.notice_id
        join contributions_tariff as tariff on tariff.id = charge.tariff_id
        where charge.month = %(month)s
            and {charges}
        group by charge.person_id, charge.employer_id, charge.scheme
    ),
    difference as (
        select
            coalesce(owed.person_id, entered.person_id) as person_id,
            coalesce(owed.employer_id, entered.employer_id) as employer_id,
            coalesce(owed.contract_id, entered.contract_id) as contract_id,
            coalesce(owed.scheme, entered.scheme) as scheme,
            %(month)s::integer as month,
            coalesce(owed.wage_fen, entered.wage_fen) as wage_fen,
            owed.payer_category,
            coalesce(owed.base, entered.base) as base,
            coalesce(owed.employer_fen, 0) - coalesce(entered.employer_fen, 0) as employer_fen,
            coalesce(owed.personal_fen, 0) - coalesce(entered.personal_fen, 0) as personal_fen,
            coalesce(entered.unpaid_employer_fen, 0) as unpaid_employer_fen,
            coalesce(entered.unpaid_personal_fen, 0) as unpaid_personal_fen,
            case
                when entered.unpaid_employer_fen <> 0 or entered.unpaid_personal_fen <> 0 then entered.unpaid_series
                else %(series)s::bigint
            end as series,
            coalesce(owed.tariff_id, entered.tariff_id) as tariff_id,
            coalesce(owed.deferred, false) as deferred,
            owed.missing,
            coalesce(owed.missing_law, '') as missing_law,
            coalesce(entered.entry, 0) as last_entry,
            case
                when entered.entry is null then %(kind)s
                when owed.person_id is null then '20'
                when entered.kind = '20' then %(kind)s
                when owed.base <> entered.base then '34'
                else '35'
            end as kind
        from owed
        full join entered
            on entered.person_id = owed.person_id
            and entered.employer_id = owed.employer_id
            and entered.scheme = owed.scheme
    )
select
    difference.person_id,
    difference.employer_id,
    difference.contract_id,
    difference.scheme,
    difference.month,
    difference.wage_fen,
    difference.payer_category,
    difference.base,
    greatest(difference.employer_fen, -difference.unpaid_employer_fen)::integer as employer_fen,
    greatest(difference.personal_fen, -difference.unpaid_personal_fen)::integer as personal_fen,
    difference.tariff_id,
    difference.deferred,
    difference.missing,
    difference.missing_law,
    difference.series,
    (difference.last_entry + 1)::smallint as entry,
    difference.kind::varchar(2) as kind,
    greatest(0, -difference.employer_fen - difference.unpaid_employer_fen) as refundable_employer_fen,
    greatest(0, -difference.personal_fen - difference.unpaid_personal_fen) as refundable_personal_fen
from difference
where difference.missing is not null
    or difference.last_entry = 0
    or difference.employer_fen <> 0
    or difference.personal_fen <> 0
