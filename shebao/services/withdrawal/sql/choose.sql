-- The lines that end a contract now.
create temporary table end_now on commit drop as
select
    line.line_no,
    line.document_type,
    line.document_number,
    line.name,
    line.contract_id,
    line.ended_on,
    line.end_reason,
    line.stop_reason,
    line.last_month,
    line.void,
    line.generate,
    line.employer_fen,
    line.personal_fen,
    line.cancelled_fen,
    line.refundable_fen,
    null::bigint as person_id
from withdrawal_withdrawalline as line
where line.declaration_id = %(declaration)s
    and line.state = 'good'
