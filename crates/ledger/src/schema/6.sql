-- Version 6: how sure it is who said something, by which words the report names them, what sort of
-- speaker it is, and who else it may be (JSON). Rows of older programs know none of it.

ALTER TABLE quotations ADD COLUMN sort TEXT;
ALTER TABLE quotations ADD COLUMN mention TEXT;
ALTER TABLE quotations ADD COLUMN confidence REAL;
ALTER TABLE quotations ADD COLUMN candidates TEXT;
