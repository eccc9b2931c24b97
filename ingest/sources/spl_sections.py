"""The sections of a drug label: their LOINC code, openFDA's name for them, a readable heading.

Source: FDA/openfda, `openfda/spl/data/sections.csv`, which has every code but five. Four of these
are named so by label files themselves (lactation, renal and hepatic impairment, clinical trials
experience); 77291-3 was written from memory and looked up nowhere. A section whose code is not
listed is headed by the name its file gives.
"""

import re
from typing import Final, NamedTuple


class LabelSection(NamedTuple):
    """`code` is empty where openFDA has a second name for a section."""

    code: str
    key: str
    heading: str


BOXED_WARNING: Final = "34066-1"
BOXED_KEY: Final = "boxed_warning"
DOSAGE: Final = "34068-7"
DOSAGE_KEY: Final = "dosage_and_administration"
LEAD_INS: Final = {
    "50570-1": "do_not_use",
    "50569-3": "ask_doctor",
    "50568-5": "ask_doctor_or_pharmacist",
    "50567-7": "when_using",
    "50566-9": "stop_use",
}
"""Sections of an over-the-counter label whose title begins the sentence that their text ends: "Do
not use" / "with other drugs". Without it the text says the reverse, so it is read as text too."""
UNCLASSIFIED: Final = "42229-5"
PACKAGE_LABEL: Final = "51945-4"
PRODUCT_DATA: Final = "spl_product_data_elements"

SECTIONS: Final = tuple(
    LabelSection(*row)
    for row in (
        (BOXED_WARNING, BOXED_KEY, "Boxed Warning"),
        ("43683-2", "recent_major_changes", "Recent Major Changes"),
        ("55106-9", "active_ingredient", "Active Ingredient"),
        ("55105-1", "purpose", "Purpose"),
        ("34067-9", "indications_and_usage", "Indications and Usage"),
        ("60560-0", "intended_use_of_the_device", "Intended Use of the Device"),
        ("50745-9", "veterinary_indications", "Veterinary Indications"),
        (DOSAGE, DOSAGE_KEY, "Dosage and Administration"),
        (
            "60562-6",
            "route_method_and_frequency_of_administration",
            "Route, Method and Frequency of Administration",
        ),
        ("43678-2", "dosage_forms_and_strengths", "Dosage Forms and Strengths"),
        ("34070-3", "contraindications", "Contraindications"),
        ("43685-7", "warnings_and_cautions", "Warnings and Precautions"),
        ("", "warnings_and_precautions", "Warnings and Precautions"),
        ("34071-1", "warnings", "Warnings"),
        ("54433-8", "user_safety_warnings", "User Safety Warnings"),
        ("50570-1", "do_not_use", "Do Not Use"),
        ("50569-3", "ask_doctor", "Ask a Doctor"),
        ("50568-5", "ask_doctor_or_pharmacist", "Ask a Doctor or Pharmacist"),
        ("50567-7", "when_using", "When Using"),
        ("50566-9", "stop_use", "Stop Use"),
        ("53414-9", "pregnancy_or_breast_feeding", "Pregnancy or Breast Feeding"),
        ("50565-1", "keep_out_of_reach_of_children", "Keep Out of Reach of Children"),
        ("42232-9", "precautions", "Precautions"),
        ("34072-9", "general_precautions", "General Precautions"),
        ("34075-2", "laboratory_tests", "Laboratory Tests"),
        ("69759-9", "risks", "Risks"),
        ("60561-8", "other_safety_information", "Other Safety Information"),
        ("34084-4", "adverse_reactions", "Adverse Reactions"),
        ("90374-0", "clinical_trials_experience", "Clinical Trials Experience"),
        ("34073-7", "drug_interactions", "Drug Interactions"),
        (
            "34074-5",
            "drug_and_or_laboratory_test_interactions",
            "Drug and Laboratory Test Interactions",
        ),
        ("43684-0", "use_in_specific_populations", "Use in Specific Populations"),
        ("42228-7", "pregnancy", "Pregnancy"),
        ("34077-8", "teratogenic_effects", "Teratogenic Effects"),
        ("34078-6", "nonteratogenic_effects", "Nonteratogenic Effects"),
        ("34079-4", "labor_and_delivery", "Labor and Delivery"),
        ("34080-2", "nursing_mothers", "Nursing Mothers"),
        ("77290-5", "lactation", "Lactation"),
        (
            "77291-3",
            "females_and_males_of_reproductive_potential",
            "Females and Males of Reproductive Potential",
        ),
        ("34081-0", "pediatric_use", "Pediatric Use"),
        ("34082-8", "geriatric_use", "Geriatric Use"),
        ("88828-9", "renal_impairment", "Renal Impairment"),
        ("88829-7", "hepatic_impairment", "Hepatic Impairment"),
        ("42227-9", "drug_abuse_and_dependence", "Drug Abuse and Dependence"),
        ("34085-1", "controlled_substance", "Controlled Substance"),
        ("34086-9", "abuse", "Abuse"),
        ("34087-7", "dependence", "Dependence"),
        ("34088-5", "overdosage", "Overdosage"),
        ("34089-3", "description", "Description"),
        ("51727-6", "inactive_ingredient", "Inactive Ingredients"),
        ("34090-1", "clinical_pharmacology", "Clinical Pharmacology"),
        ("43679-0", "mechanism_of_action", "Mechanism of Action"),
        ("43681-6", "pharmacodynamics", "Pharmacodynamics"),
        ("43682-4", "pharmacokinetics", "Pharmacokinetics"),
        ("66106-6", "pharmacogenomics", "Pharmacogenomics"),
        ("49489-8", "microbiology", "Microbiology"),
        ("43680-8", "nonclinical_toxicology", "Nonclinical Toxicology"),
        (
            "34083-6",
            "carcinogenesis_and_mutagenesis_and_impairment_of_fertility",
            "Carcinogenesis, Mutagenesis, Impairment of Fertility",
        ),
        (
            "34091-9",
            "animal_pharmacology_and_or_toxicology",
            "Animal Pharmacology or Toxicology",
        ),
        ("34092-7", "clinical_studies", "Clinical Studies"),
        ("34093-5", "references", "References"),
        ("34069-5", "how_supplied", "How Supplied"),
        ("44425-7", "storage_and_handling", "Storage and Handling"),
        ("50741-8", "safe_handling_warning", "Safe Handling Warning"),
        ("71744-7", "health_care_provider_letter", "Health Care Provider Letter"),
        ("34076-0", "information_for_patients", "Information for Patients"),
        ("42231-1", "spl_medguide", "Medication Guide"),
        ("42230-3", "spl_patient_package_insert", "Patient Package Insert"),
        ("68498-5", "patient_medication_information", "Patient Medication Information"),
        ("59845-8", "instructions_for_use", "Instructions for Use"),
        ("53413-1", "questions", "Questions"),
        (UNCLASSIFIED, "spl_unclassified_section", "Other Information"),
        (PACKAGE_LABEL, "package_label_principal_display_panel", "Package Label"),
    )
)
"""In the order in which a label has them."""

_BY_CODE: Final = {section.code: section.heading for section in SECTIONS if section.code}
_BY_KEY: Final = {section.key: (at, section.heading) for at, section in enumerate(SECTIONS)}
_NAMELESS: Final = re.compile(r"(?:\bSPL\b|\b(?:SUB)?SECTION\b)", re.IGNORECASE)


def heading_of_code(code: str, shown: str) -> str | None:
    """The heading of a section that has no title; None where the label does not classify it.

    Args:
        shown: the name that the file gives to the code, for one that is not listed.
    """
    if code == UNCLASSIFIED:
        return None
    return _BY_CODE.get(code) or " ".join(_NAMELESS.sub(" ", shown).split()).capitalize() or None


def heading_of_key(key: str) -> str:
    """The heading of an openFDA field; one that is not listed keeps its own words."""
    known = _BY_KEY.get(key)
    return known[1] if known else key.replace("_", " ").strip().capitalize()


def place_of_key(key: str) -> int:
    """Where in a label the section stands, counted from 0; those not listed come last."""
    return _BY_KEY[key][0] if key in _BY_KEY else len(SECTIONS)
