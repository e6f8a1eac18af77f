-- I8: a certificate or a card that was asked for at the insured persons' door is another person's.
select 'certificate:' || certificate.id as subject
from certificates_certificate as certificate
left join persons_person as person on person.id = certificate.person_id
left join audit_action as action on action.id = certificate.action_id
left join access_user as account on account.id = action.user_id and account.kind = 'person'
where coalesce(
    upper(account.identity_number) not in (
        person.social_security_number, certificate.content ->> 'social_security_number'
    ),
    true
)
union all
select 'card_application:' || application.id
from cards_application as application
left join persons_person as person on person.id = application.person_id
left join access_user as account on account.id = application.asked_by and account.kind = 'person'
where application.source = 'person'
    and coalesce(upper(account.identity_number) <> person.social_security_number, true)
    and not exists ( -- her number then, changed since
        select
        from persons_valuechange as change
        where change.person_id = application.person_id
            and change.field = 'social_security_number'
            and change.old_value = upper(account.identity_number)
            and change.recorded_at > application.asked_at
    )
