"""How real records spell units of one kind each, with exact factors.

The factors stand here because the registry of `app.terms.ucum` takes a second to load; a test holds
every one against it.
"""

from fractions import Fraction
from typing import Final, NamedTuple


class Atom(NamedTuple):
    """A unit of one kind: its UCUM code, what it measures, and how many base units it has."""

    code: str
    kind: str
    factor: Fraction


def _atom(code: str, kind: str, factor: str, spellings: str) -> dict[str, Atom]:
    one = Atom(code, kind, Fraction(factor))
    return dict.fromkeys((code.lower(), *spellings.split(",")), one)


ATOMS: Final = {
    **_atom("fg", "mass", "1e-15", ""),
    **_atom("pg", "mass", "1e-12", "picogram,picograms"),
    **_atom("ng", "mass", "1e-9", "nanogram,nanograms"),
    **_atom("ug", "mass", "1e-6", "mcg,mcgm,microg,microgram,micrograms,microgrammes"),
    **_atom("mg", "mass", "1e-3", "mgs,mgm,milligram,milligrams,milligrammes"),
    **_atom("g", "mass", "1", "gm,gms,gr,gram,grams,gramme,grammes"),
    **_atom("kg", "mass", "1e3", "kgs,kilo,kilos,kilogram,kilograms,kilogrammes"),
    **_atom("[lb_av]", "mass", "453.59237", "lb,lbs,lb_av,lb.,lbs.,pound,pounds,[lb_us]"),
    **_atom("[oz_av]", "mass", "28.349523125", "oz,oz_av,ounce,ounces"),
    **_atom("[stone_av]", "mass", "6350.29318", "st,stone,stones"),
    **_atom("fmol", "substance", "1e-15", ""),
    **_atom("pmol", "substance", "1e-12", "picomole,picomoles,pmols"),
    **_atom("nmol", "substance", "1e-9", "nanomole,nanomoles,nmols,nmoles"),
    **_atom("umol", "substance", "1e-6", "mcmol,micromol,micromole,micromoles,umols,umoles"),
    **_atom("mmol", "substance", "1e-3", "millimole,millimoles,mmols,mmole,mmoles"),
    **_atom("mol", "substance", "1", "mole,moles"),
    **_atom("ueq", "equivalents", "1e-6", "mceq"),
    **_atom("meq", "equivalents", "1e-3", "meqs,mval,milliequivalent,milliequivalents"),
    **_atom("eq", "equivalents", "1", ""),
    **_atom("mosm", "osmoles", "1e-3", "mosmol,mosmole,mosm."),
    **_atom("fL", "volume", "1e-15", "femtoliter,femtoliters,femtolitre,cuum,um3"),
    **_atom("nL", "volume", "1e-9", ""),
    **_atom("uL", "volume", "1e-6", "mcl,microliter,microliters,microlitre,mm3,cmm,cumm"),
    **_atom("mL", "volume", "1e-3", "mls,cc,cm3,milliliter,milliliters,millilitre,millilitres"),
    **_atom("cL", "volume", "1e-2", ""),
    **_atom("dL", "volume", "1e-1", "deciliter,deciliters,decilitre"),
    **_atom("L", "volume", "1", "liter,liters,litre,litres,lt,ltr"),
    **_atom("ms", "time", "1e-3", "msec,msecs,millisecond,milliseconds"),
    **_atom("s", "time", "1", "sec,secs,second,seconds"),
    **_atom("min", "time", "60", "mins,minute,minutes"),
    **_atom("h", "time", "3600", "hr,hrs,hour,hours"),
    **_atom("d", "time", "86400", "day,days"),
    **_atom("wk", "time", "604800", "wks,week,weeks"),
    **_atom("mo", "time", "2629800", "mos,month,months"),
    **_atom("a", "time", "31557600", "yr,yrs,year,years"),
    **_atom("um", "length", "1e-6", "micron,microns"),
    **_atom("mm", "length", "1e-3", "millimeter,millimeters,millimetre,millimetres"),
    **_atom("dm", "length", "1e-1", ""),
    **_atom("cm", "length", "1e-2", "cms,centimeter,centimeters,centimetre,centimetres"),
    **_atom("m", "length", "1", "meter,meters,metre,metres"),
    **_atom("[in_i]", "length", "0.0254", "in,in.,inch,inches,in_i,[in_us]"),
    **_atom("[ft_i]", "length", "0.3048", "ft,foot,feet,ft_i"),
    **_atom("m2", "area", "1", "sqm,m^2,m*2,meter2,metre2"),
    **_atom("cm2", "area", "1e-4", "cm^2"),
    **_atom("mm[Hg]", "pressure", "1", "mmhg,torr,mm_hg"),
    **_atom("Pa", "pressure", "1000000000/133322387415", ""),
    **_atom("hPa", "pressure", "100000000000/133322387415", "mbar"),
    **_atom("kPa", "pressure", "1000000000000/133322387415", "kilopascal,kilopascals"),
    **_atom("[iU]", "activity", "1", "iu,i.u.,u,unit,units,[iu],[u],eu"),
    **_atom("m[iU]", "activity", "1e-3", "miu,mu,m[iu],milliunits"),
    **_atom("u[iU]", "activity", "1e-6", "uiu,uu,mciu,mcu,u[iu],microunits"),
    **_atom("k[iU]", "activity", "1e3", "kiu,ku,k[iu]"),
    **_atom("nkat", "catalysis", "1e-9", ""),
    **_atom("ukat", "catalysis", "1e-6", "mckat"),
    **_atom("10*3", "", "1e3", "k,thou,thousand,thousands,10e3,1000,x1000,tsd"),
    **_atom("10*6", "", "1e6", "mil,mill,million,millions,10e6"),
    **_atom("10*9", "", "1e9", "10e9,giga"),
    **_atom("10*12", "", "1e12", "10e12,tera"),
    **_atom("%", "", "1e-2", "percent,pct,per_cent,%[hba1c],percentage"),
    **_atom("1", "", "1", "ratio,fraction,[ph],ph,ph units,inr,index,score,{inr}"),
    **_atom("{cells}", "", "1", "cells,cell,#,{#},count,{cell},{cells}"),
    **_atom("{beats}", "", "1", "beats,beat,{beat}"),
    **_atom("{breaths}", "", "1", "breaths,breath,respirations,{breath},{resp}"),
    **_atom("{copies}", "", "1", "copies,copy,{copy}"),
}  # fmt: skip
WHOLE: Final = {
    "bpm": "{beats}/min", "beats per min": "{beats}/min", "beats per minute": "{beats}/min",
    "beat/min": "{beats}/min", "rpm": "{breaths}/min", "per min": "/min", "/minute": "/min",
    "mm/hr": "mm/h", "mm hg": "mm[Hg]", "mm of hg": "mm[Hg]", "millimeter of mercury": "mm[Hg]",
    "millimeters of mercury": "mm[Hg]", "mmhg": "mm[Hg]", "mmm[hg]": "mm[Hg]", "g%": "g/dL",
    "gm%": "g/dL", "gms%": "g/dL", "mg%": "mg/dL", "mg/100 ml": "mg/dL", "mg/100ml": "mg/dL",
    "g/100 ml": "g/dL", "g/100ml": "g/dL", "% hb": "%", "%hb": "%", "%{hb}": "%", "vol%": "%",
    "% of total hgb": "%", "% of total hemoglobin": "%", "l/l": "1", "%{vol}": "%", "% ngsp": "%",
    "% (ngsp)": "%", "% dcct": "%", "sq m": "m2", "square meter": "m2", "square metre": "m2",
    "kg/sq m": "kg/m2", "kg/sq. m": "kg/m2", "kg/m^2": "kg/m2", "no unit": "1",
}  # fmt: skip
"""What is not put together of its parts."""
CELSIUS: Final = frozenset(
    {"cel", "c", "\u00b0c", "\u00b0 c", "degc", "deg c", "degrees c", "celsius", "degree celsius",
     "degrees celsius", "[degc]", "centigrade", "oc"}
)  # fmt: skip
FAHRENHEIT: Final = frozenset(
    {"[degf]", "f", "\u00b0f", "\u00b0 f", "degf", "deg f", "degrees f", "fahrenheit", "of",
     "degree fahrenheit", "degrees fahrenheit"}
)  # fmt: skip
