-- I11: a finding is about a declaration or a line that does not exist.
select 'finding:' || finding.id as subject
from declarations_finding as finding
left join declarations_declaration as declaration
    on declaration.id = finding.declaration_id
where declaration.id is null
    or (
        finding.line_no <> 0
        and declaration.service in ('enrolment', 'withdrawal', 'registration')
        and not exists (
            select
            from enrolment_enrolmentline as line
            where line.declaration_id = finding.declaration_id
                and line.line_no = finding.line_no
        )
        and not exists (
            select
            from withdrawal_withdrawalline as line
            where line.declaration_id = finding.declaration_id
                and line.line_no = finding.line_no
        )
    )
    or (
        finding.line_no <> 0
        and declaration.service = 'bases'
        and not exists (
            select
            from bases_wageline as line
            where line.declaration_id = finding.declaration_id
                and line.line_no = finding.line_no
        )
    )
    or (
        finding.line_no <> 0
        and declaration.service = 'supplements'
        and not exists (
            select
            from supplements_supplementline as line
            where line.declaration_id = finding.declaration_id
                and line.line_no = finding.line_no
        )
    )
    or (
        finding.line_no <> 0
        and declaration.service = 'refunds'
        and not exists (
            select
            from refunds_refundline as line
            where line.declaration_id = finding.declaration_id
                and line.line_no = finding.line_no
        )
    )
    or (
        finding.line_no <> 0
        and declaration.service = 'arrears'
        and not exists (
            select
            from arrears_arrearline as line
            where line.declaration_id = finding.declaration_id
                and line.line_no = finding.line_no
        )
    )
    or (
        finding.line_no <> 0
        and declaration.service = 'cards'
        and not exists (
            select
            from cards_cardline as line
            where line.declaration_id = finding.declaration_id
                and line.line_no = finding.line_no
        )
    )
