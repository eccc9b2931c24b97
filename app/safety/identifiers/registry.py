"""Every recogniser by its name, one file each."""

from collections.abc import Mapping
from typing import Final

from app.safety.identifiers.recognisers.addresses import addresses
from app.safety.identifiers.recognisers.ages import ages
from app.safety.identifiers.recognisers.cards import card_numbers
from app.safety.identifiers.recognisers.chi_number import chi_numbers
from app.safety.identifiers.recognisers.dates import dates
from app.safety.identifiers.recognisers.devices import devices
from app.safety.identifiers.recognisers.driving_licences import driving_licences
from app.safety.identifiers.recognisers.emails import emails
from app.safety.identifiers.recognisers.iban import ibans
from app.safety.identifiers.recognisers.labelled import labelled_numbers
from app.safety.identifiers.recognisers.listed_names import listed_names
from app.safety.identifiers.recognisers.medicare import medicare_identifiers
from app.safety.identifiers.recognisers.names import introduced_names
from app.safety.identifiers.recognisers.network import network_addresses
from app.safety.identifiers.recognisers.nhs_number import nhs_numbers
from app.safety.identifiers.recognisers.phones import phone_numbers
from app.safety.identifiers.recognisers.postcodes import postcodes
from app.safety.identifiers.recognisers.prescribers import prescriber_numbers
from app.safety.identifiers.recognisers.social_security import social_security_numbers
from app.safety.identifiers.recognisers.vehicles import vehicles
from app.safety.identifiers.recognisers.web import web_addresses
from app.safety.identifiers.sighting import Recogniser

RECOGNISERS: Final[Mapping[str, Recogniser]] = {
    one.__name__: one
    for one in (
        addresses,
        ages,
        card_numbers,
        chi_numbers,
        dates,
        devices,
        driving_licences,
        emails,
        ibans,
        introduced_names,
        labelled_numbers,
        listed_names,
        medicare_identifiers,
        network_addresses,
        nhs_numbers,
        phone_numbers,
        postcodes,
        prescriber_numbers,
        social_security_numbers,
        vehicles,
        web_addresses,
    )
}
