"""fhir.resources as its own documentation uses it: the other side of `bench record`. The only file
of the evaluation that imports it."""


def validated(bundle: bytes) -> int:
    """Validate a whole Bundle by the R4B models, in one call; gives the number of its entries.

    Raises:
        ValueError: it is no valid Bundle.
    """
    from fhir.resources.R4B.bundle import Bundle

    return len(Bundle.model_validate_json(bundle).entry or ())
