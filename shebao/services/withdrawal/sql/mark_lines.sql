-- Put the outcome of the rules on the lines: where they stand, and what they will do to contract and charges.
update withdrawal_withdrawalline as line
set
    state = outcome.state,
    contract_id = outcome.contract_id,
    generate = outcome.generate,
    employer_fen = outcome.employer_fen,
    personal_fen = outcome.personal_fen,
    cancelled_fen = outcome.cancelled_fen,
    refundable_fen = outcome.refundable_fen
from unnest(
    %(line_nos)s::int[], %(states)s::text[], %(contracts)s::bigint[], %(generate)s::bool[], %(employer)s::bigint[],
    %(personal)s::bigint[], %(cancelled)s::bigint[], %(refundable)s::bigint[]
) as outcome (line_no, state, contract_id, generate, employer_fen, personal_fen, cancelled_fen, refundable_fen)
where line.declaration_id = %(declaration)s
    and line.line_no = outcome.line_no
