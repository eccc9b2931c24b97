"""The one file that speaks to fhir.resources; R4 is read by its R4B models, which differ from R4 in
no resource that is read here."""

from fhir.resources.R4B.bundle import Bundle as Bundle
