-- Put the outcome on the lines: where each stands, what it replaces, what it changes.
update bases_wageline as line
set
    state = outcome.state,
    contract_id = outcome.contract_id,
    person_id = outcome.person_id,
    from_month = outcome.from_month,
    replaces = outcome.replaces,
    wage_before_fen = outcome.wage_before_fen,
    bases = outcome.bases,
    employer_before_fen = outcome.employer_before_fen,
    employer_after_fen = outcome.employer_after_fen,
    personal_before_fen = outcome.personal_before_fen,
    personal_after_fen = outcome.personal_after_fen
from bases_outcome as outcome
where line.declaration_id = %(declaration)s
    and line.line_no = outcome.line_no
