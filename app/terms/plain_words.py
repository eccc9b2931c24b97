"""Words that stand where the name of something is looked for, and name nothing.

From memory, reviewed by nobody yet.
"""

from typing import Final

from app.terms.wording import words

NO_ALLERGEN: Final = words(
    "food drug severe mild known any other the seasonal suspected previous immediate delayed "
    "acute no non with has had and his her my for type their this true confirmed reported history "
    "contact multiple skin respiratory nasal serious alleged heat cold exercise patient of from "
    "in it them medicines medication medicine drugs substances ingredients active idiopathic "
    "after treat treating adult biphasic refractory children recurrent possible general minor "
    "local orthostatic activity carbohydrate"
)
"""Words before `allergy` that tell no cause of it."""
NO_ILLNESS: Final = words(
    "adults adult children patients people long much week weeks days months years hours example "
    "general practice clinic hospital pregnancy pregnant women men elderly them this that these "
    "time best first oral taking tablet tablets injection infusion weight dose doses dosing night "
    "morning bedtime daily twice once maintenance loading maximum starting life short term effect "
    "effects levels level blood human humans mice kidney renal liver hepatic failure impairment "
    "function dialysis something someone somebody anyone good better than other others home work "
    "going travel trip holiday surgery operation breastfeeding feeding lactation milk food meals "
    "empty stomach combination place addition your mine ours baby newborn infants case cases use "
    "used therapy treatment prevention prophylaxis monitoring review follow emergency theatre "
    "resus intensive care ward total full high low risk previous history relief really there body "
    "moment minutes today"
)
"""Words in the place of an illness (`for adults`) that are none."""
NO_NAME: Final = words(
    "this that which what whose other severe mild moderate acute chronic active primary secondary "
    "underlying known existing pre-existing renal kidney liver hepatic early late advanced stable "
    "unstable serious same with from have your their some such rare common inherited genetic "
    "recurrent residual minimal complicated metastatic localised localized invasive progressive "
    "symptomatic concomitant related associated suspected proven confirmed infectious malignant "
    "benign inflammatory current previous treated untreated against without heart lung skin bone "
    "blood brain high low no after during before when into about cause causes causing disease "
    "disorder syndrome the any developing end-stage prevent treat treating preventing adult "
    "childhood these those its one clinical type stage mental psychiatric neurological "
    "cardiovascular respiratory gastrointestinal endocrine metabolic autoimmune solid organ "
    "nutritional"
)
"""Words before `disease` or `syndrome` that do not make a name of them."""
NO_PARTNER: Final = words(
    "caution care water dose doses dosing daily other others medicine medicines medication "
    "medications drugs tablets tablet treatment therapy interactions interaction interact effect "
    "effects side safely safe monitoring levels level impairment failure kidney kidneys liver "
    "renal hepatic function heart disease pressure blood weight weights everything nothing "
    "something anything these those there where which together again still after before during "
    "about breast milk antibiotics surgery caffeine warning stopping starting diet exercise sleep "
    "night morning driving holiday travel allergy reduced severe normal elderly patient patients "
    "people someone injection first second third prescribed husband years months weeks days hours "
    "mg/day history problem problems issue inhaler once twice another regular"
)
"""Words beside a medicine (`with caution`) that are nothing taken with it."""
