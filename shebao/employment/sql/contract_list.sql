-- One page of an employer's contracts, newest first, with what the medical side said and the schemes covered.
-- The page is cut before anything is joined to it, so its cost does not grow with the number of schemes or messages.
with page as (
    select
        contract.id,
        contract.person_id,
        contract.declaration_id,
        contract.line_no,
        contract.end_declaration_id,
        contract.end_line_no,
        contract.starts_on,
        contract.ends_on,
        contract.ended_on,
        contract.occupation,
        contract.insured_from,
        person.name,
        person.document_type,
        person.document_number
    from employment_contract as contract
    join persons_person as person on person.id = contract.person_id
    -- Written as a range so that the order by both columns counts: with `=` the planner drops the employer from it and
    -- may walk the contracts of everybody else backwards by their primary key until it meets one of this employer.
    where contract.employer_id >= %(employer_id)s
        and contract.employer_id <= %(employer_id)s
        and not contract.voided
        and {running}
        and {search}
        and {keyset}
    order by contract.employer_id {employer_order}, contract.id {order}
    limit %(size)s
)
select
    page.*,
    coalesce(coverage.schemes, '{{}}') as schemes,
    medical.state as medical_state,
    medical.answer_text as medical_answer,
    medical.failure_kind as medical_failure
from page
left join lateral (
    select array_agg(distinct spell.scheme order by spell.scheme) as schemes
    from employment_coverage as spell
    where spell.contract_id = page.id
        and not spell.voided
) as coverage on true
left join lateral (
    select
        message.state,
        message.answer_text,
        message.failure_kind
    from outbox_message as message
    where message.declaration_id = coalesce(page.end_declaration_id, page.declaration_id)
        and message.line_no = coalesce(page.end_line_no, page.line_no)
        and message.system = 'medical'
    order by message.id desc
    limit 1
) as medical on true
order by page.id desc
