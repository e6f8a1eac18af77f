-- The order of a card, as a message about the person; in the transaction in which the photo was found good. The photo
-- itself is put in when the message is sent: here stands which file it is, and its digest.
with ordered as (
    update cards_application as application
    set
        state = 'ordered',
        -- Made of what the message is about: unique, and the same whenever it is made.
        key = (lpad(to_hex(application.id), 16, '0') || 'c000000000000001')::uuid
    where application.id = any (%(applications)s)
    returning
        application.id, application.key, application.person_id, application.number, application.kind,
        application.district, application.picture_id, application.employer_id, application.declaration_id,
        application.line_no
)
insert into outbox_message (
    key, system, kind, person_id, sequence, previous, employer_id, declaration_id, line_no, payload,
    state, attempts, last_error, failure_kind, answer_code, answer_text, chased, action_id
)
select
    ordered.key, 'card_maker', 'make', ordered.person_id, coalesce(before.sequence, 0) + 1, before.key,
    coalesce(ordered.employer_id, 0), coalesce(ordered.declaration_id, 0), coalesce(ordered.line_no, 0),
    jsonb_build_object(
        'order', ordered.number,
        'card', ordered.kind,
        'name', person.name,
        'document_type', person.document_type,
        'document_number', person.document_number,
        'social_security_number', person.social_security_number,
        'sex', person.sex,
        'birth', person.birth_date,
        'district', ordered.district,
        'photo', jsonb_build_object('path', stored.path, 'sha256', stored.sha256)
    ),
    'waiting', 0, '', '', '', '', 0, (select shebao_action())
from ordered
join persons_person as person on person.id = ordered.person_id
join documents_storedfile as stored on stored.id = ordered.picture_id
left join lateral (
    select earlier.key, earlier.sequence
    from outbox_message as earlier
    where earlier.system = 'card_maker'
        and earlier.person_id = ordered.person_id
    order by earlier.id desc
    limit 1
) as before on true
order by ordered.person_id
