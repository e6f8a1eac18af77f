-- A notice for every employer that has entries to come and none that is open; numbered on from the last of the month.
insert into contributions_notice (
    number, employer_id, month, run_id, seq, mode, state, replaces, persons, employer_fen, personal_fen, deferred_fen, action_id
)
select
    wanted.month::text || lpad(wanted.employer_id::text, 9, '0') || lpad(wanted.seq::text, 2, '0'),
    wanted.employer_id, wanted.month, %(run)s, wanted.seq, %(mode)s, 'open', null, 0, 0, 0, 0,
    (select shebao_action())
from (
    select
        employer.id as employer_id,
        %(month)s::integer as month,
        {seq}::smallint as seq
    from employers_employer as employer
    where {employers}
        and not exists (
            select
            from contributions_notice as notice
            where notice.employer_id = employer.id
                and notice.month = %(month)s
                and {standing}
        )
) as wanted
order by wanted.employer_id
on conflict do nothing
