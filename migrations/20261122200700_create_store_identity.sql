-- Tells one database from another: an index built from a database that is gone must not be
-- followed on with the numbers of a new one.
CREATE TABLE store_identity (
    id      uuid NOT NULL,
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only)
);

INSERT INTO store_identity (id) VALUES (gen_random_uuid());
