-- The entries themselves, on the open notices.
insert into contributions_charge (
    person_id, employer_id, contract_id, notice_id, run_id, wage_fen, action_id,
    month, base, employer_fen, personal_fen, tariff_id, entry, scheme, kind
)
select
    assessed.person_id, assessed.employer_id, assessed.contract_id,
    notice.id,
    %(run)s, assessed.wage_fen, (select shebao_action()),
    assessed.month, assessed.base, assessed.employer_fen, assessed.personal_fen, assessed.tariff_id, assessed.entry,
    assessed.scheme, assessed.kind
from assessed_now as assessed
join contributions_notice as notice
    on notice.employer_id = assessed.employer_id
    and notice.month = assessed.month
    and notice.series = assessed.series
    and notice.state = 'open'
where assessed.missing is null
    and (assessed.entry = 1 or assessed.employer_fen <> 0 or assessed.personal_fen <> 0)
