-- Issue notices whose entries have all just been made.
update contributions_notice as notice
set
    persons = total.persons,
    employer_fen = total.employer_fen,
    personal_fen = total.personal_fen,
    deferred_fen = total.deferred_fen,
    state = case
        when total.employer_fen + total.personal_fen = 0 then 'void'
        when notice.mode = 'assessed_by_agency' then 'issued'
        else 'to_declare'
    end,
    issued_at = %(now)s,
    due_on = %(due_on)s
from (
    select
        assessed.notice_id,
        count(distinct assessed.person_id) as persons,
        sum(assessed.employer_fen) as employer_fen,
        sum(assessed.personal_fen) as personal_fen,
        coalesce(sum(assessed.employer_fen) filter (where assessed.deferred), 0) as deferred_fen
    from assessed_now as assessed
    where assessed.missing is null
    group by assessed.notice_id
) as total
where total.notice_id = notice.id
    and notice.state = 'open'
