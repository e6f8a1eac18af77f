-- The term of a contract is over, and nobody has ended or prolonged it.
-- Cause: the employer has not filed the ending, or has not filed the new term.
-- Closes: file_withdrawal
select
    'contract:' || contract.id as subject,
    to_char(contract.ends_on, 'YYYYMM')::integer as month,
    contract.employer_id,
    null::bigint as fen
from employment_contract as contract
where contract.ended_on is null
    and not contract.voided
    and to_char(contract.ends_on, 'YYYYMM')::integer < to_char(%(today)s::date, 'YYYYMM')::integer
