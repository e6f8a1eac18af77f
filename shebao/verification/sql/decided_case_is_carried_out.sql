-- I11: a case is decided without a decision, decided and not handed to the worker, or waits with no declaration in review.
select 'case:' || reviewed.id as subject
from review_case as reviewed
join declarations_declaration as declaration
    on declaration.id = reviewed.declaration_id
where (
        reviewed.state in ('decided', 'closed')
        and not exists (select from review_decision as decision where decision.case_id = reviewed.id)
        and reviewed.content_version = declaration.content_version
    )
    or (
        reviewed.state = 'open'
        and exists (select from review_decision as decision where decision.case_id = reviewed.id)
    )
    or (reviewed.state = 'decided' and declaration.next_step is null)
    or (
        reviewed.state = 'open'
        and declaration.next_step is null
        and declaration.state in ('effective', 'partly', 'failed', 'rejected', 'cancelled')
    )
