"""A patient's own record: read from a FHIR bundle, dated, and found in for one question."""
