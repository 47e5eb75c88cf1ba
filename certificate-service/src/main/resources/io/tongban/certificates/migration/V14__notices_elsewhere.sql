-- Notices are kept in access control's outbox, for every kind of event.
DROP TABLE ${schema}.presentation_notice;
