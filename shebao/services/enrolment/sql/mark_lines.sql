-- Put the outcome of the rules on the lines that do not simply pass.
update enrolment_enrolmentline as line
set
    state = outcome.state,
    needs_review = outcome.needs_review
from unnest(%(line_nos)s::int[], %(states)s::text[], %(reviews)s::bool[]) as outcome (line_no, state, needs_review)
where line.declaration_id = %(declaration)s
    and line.line_no = outcome.line_no
