-- The lines that are left, with what their sender was shown.
select
    chosen.line_no,
    chosen.contract_id,
    chosen.last_month,
    chosen.generate,
    chosen.employer_fen,
    chosen.personal_fen,
    chosen.cancelled_fen,
    chosen.refundable_fen
from end_now as chosen
order by chosen.contract_id
