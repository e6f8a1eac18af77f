-- What the wanted months come to, by the SQL that also posts, less what stands entered for them already; and the late fee
-- if that were paid on the day of the check. Of what the law has no numbers for nothing can be made up.
with
    term as (
        select * from unnest(%(months)s::integer[], %(days)s::integer[], %(ppms)s::integer[], %(caps)s::boolean[])
            as term (month, days, ppm, capped)
    ),
    entered as (
        select
            charge.person_id,
            charge.scheme,
            charge.month,
            sum(charge.employer_fen) as employer_fen,
            sum(charge.personal_fen) as personal_fen
        from contributions_charge as charge
        where charge.month = any (%(months)s::integer[])
            and charge.employer_id = %(employer)s
            and charge.person_id in (select preview.person_id from preview_now as preview)
        group by charge.person_id, charge.scheme, charge.month
    ),
    owed as (
        select
            preview.*,
            greatest(preview.employer_fen - coalesce(entered.employer_fen, 0), 0) as employer_left,
            greatest(preview.personal_fen - coalesce(entered.personal_fen, 0), 0) as personal_left,
            term.days,
            term.ppm,
            term.capped
        from preview_now as preview
        join term
            on term.month = preview.month
        left join entered
            on entered.person_id = preview.person_id
            and entered.scheme = preview.scheme
            and entered.month = preview.month
    )
update supplements_supplementitem as item
set
    state = case when owed.missing is null then 'chosen' else 'refused' end,
    code = case when owed.missing is null then '' else 'no_law' end,
    detail = owed.missing_law,
    base = owed.base,
    employer_fen = owed.employer_left,
    personal_fen = owed.personal_left,
    tariff_id = owed.tariff_id,
    deferred = owed.deferred,
    late_days = owed.days,
    late_fen = coalesce(
        (
            select sum(
                case
                    when owed.capped then least(share.fen, (share.fen * owed.ppm * owed.days + 500000) / 1000000)
                    else (share.fen * owed.ppm * owed.days + 500000) / 1000000
                end
            )
            from (
                values (case when owed.deferred then 0 else owed.employer_left end), (owed.personal_left)
            ) as share (fen)
        ), 0
    )
from owed
where item.declaration_id = %(declaration)s
    and item.wanted
    and item.state = 'open'
    and item.person_id = owed.person_id
    and item.contract_id = owed.contract_id
    and item.month = owed.month
    and item.scheme = owed.scheme
    and item.wage_fen = owed.wage_fen
