-- Everything that a month says, without keys and moments: the same for two months under the same law and facts.
select md5(string_agg(one.content, e'\n' order by one.content))
from (
    select concat_ws(
        ' ', 'entry', charge.employer_id, charge.person_id, charge.contract_id, charge.scheme, charge.entry, charge.kind,
        charge.wage_fen, charge.base, charge.employer_fen, charge.personal_fen,
        tariff.lower, tariff.upper, tariff.employer_ppm, tariff.personal_ppm, notice.seq
    ) as content
    from contributions_charge as charge
    join contributions_tariff as tariff on tariff.id = charge.tariff_id
    join contributions_notice as notice on notice.id = charge.notice_id
    where charge.month = %(month)s
    union all
    select concat_ws(
        ' ', 'notice', notice.employer_id, notice.seq, notice.state, notice.mode, notice.persons, notice.employer_fen,
        notice.personal_fen, notice.deferred_fen
    )
    from contributions_notice as notice
    where notice.month = %(month)s
    union all
    select concat_ws(
        ' ', 'line', notice.employer_id, notice.seq, line.scheme, line.persons, line.base_sum, line.employer_fen,
        line.personal_fen, line.deferred_fen
    )
    from contributions_noticeline as line
    join contributions_notice as notice on notice.id = line.notice_id
    where notice.month = %(month)s
) as one
