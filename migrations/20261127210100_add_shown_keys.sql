-- What may be shown of a key: `key` is what the object is fetched by and may hold personal data.
-- Rows of before are shown as they were until `earmark verify --fix` or a new version redacts them.
ALTER TABLE recordings ADD COLUMN shown_key text;
UPDATE recordings SET shown_key = key;
ALTER TABLE recordings ALTER COLUMN shown_key SET NOT NULL;
