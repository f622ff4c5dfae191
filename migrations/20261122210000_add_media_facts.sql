-- What a file says about itself, redacted as the transcript is, and its sound as a picture.
ALTER TABLE transcripts
    -- Bits a second of the sound, where known.
    ADD COLUMN bit_rate       bigint,
    -- [{"kind": "title", "text": "…"}], redacted.
    ADD COLUMN tags           jsonb NOT NULL DEFAULT '[]',
    -- How the channels were heard.
    ADD COLUMN channels_heard text,
    -- A byte an interval: its loudest sample, 255 being full scale.
    ADD COLUMN peaks          bytea,
    ADD COLUMN peak_ms        integer CHECK (peak_ms > 0);
