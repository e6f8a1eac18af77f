select
    assessed.contract_id, assessed.month, assessed.scheme,
    assessed.refundable_employer_fen, assessed.refundable_personal_fen
from assessed_now as assessed
where assessed.missing is null
    and (assessed.refundable_employer_fen > 0 or assessed.refundable_personal_fen > 0)
order by assessed.contract_id, assessed.month, assessed.scheme
