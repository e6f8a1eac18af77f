-- I14: an officer decided on a photo of herself, of an application that she entered, or of an employer whose clerk she is.
select 'photo_decision:' || decision.id as subject
from cards_decision as decision
where shebao_tie_to_application(decision.officer_id, decision.application_id) <> ''
