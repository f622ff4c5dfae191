-- What a transcript says of itself: which model heard it, and what it doubts.
ALTER TABLE transcripts
    -- The SHA-256 of the model's file in hexadecimal; empty where it has none or it was not noted.
    ADD COLUMN model_sha256   text NOT NULL DEFAULT '',
    -- {"beam": "5"}: the settings that may change what is heard.
    ADD COLUMN model_settings jsonb NOT NULL DEFAULT '{}';

ALTER TABLE segments
    -- Why its words may not have been said, where that is doubtful.
    ADD COLUMN suspect text CHECK (suspect IN ('no_speech', 'unsure', 'repetitive'));
