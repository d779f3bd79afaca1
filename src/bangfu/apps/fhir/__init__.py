"""The directory of counterpart assistance, read by programs as FHIR R4."""
