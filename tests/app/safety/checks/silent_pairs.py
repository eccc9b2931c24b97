"""Common pairs of medicines for which labels and the ONC list state nothing: a medicine, and those
that it is taken with. From general knowledge, reviewed by nobody yet; local forms and food stand at
the end."""

SILENT: dict[str, str] = {
    "paracetamol": "amoxicillin, ibuprofen, naproxen, aspirin, lisinopril, amlodipine, metformin,"
    " levothyroxine, omeprazole, simvastatin, atorvastatin, sertraline, citalopram, salbutamol,"
    " prednisolone, furosemide, bisoprolol, ramipril, losartan, codeine, morphine, gabapentin,"
    " pregabalin, apixaban, clopidogrel, doxycycline, nitrofurantoin, cetirizine, loratadine,"
    " fluticasone, insulin glargine, gliclazide, allopurinol, hydroxychloroquine, digoxin",
    "cetirizine": "amoxicillin, lisinopril, metformin, levothyroxine, omeprazole, atorvastatin,"
    " sertraline, salbutamol, amlodipine, ibuprofen, prednisolone, bisoprolol, ramipril, warfarin,"
    " apixaban, doxycycline, gliclazide, insulin aspart, tamsulosin, finasteride",
    "loratadine": "amoxicillin, lisinopril, metformin, levothyroxine, omeprazole, atorvastatin,"
    " salbutamol, ibuprofen, prednisolone, ramipril",
    "amoxicillin": "lisinopril, amlodipine, metformin, levothyroxine, omeprazole, atorvastatin,"
    " sertraline, salbutamol, ibuprofen, prednisolone, bisoprolol, ramipril, losartan, gabapentin,"
    " insulin glargine, gliclazide, digoxin, tamsulosin, furosemide, clopidogrel, apixaban,"
    " clavulanic acid, metronidazole, clarithromycin, pantoprazole",
    "cefalexin": "lisinopril, amlodipine, levothyroxine, omeprazole, atorvastatin, sertraline,"
    " ibuprofen, prednisolone, bisoprolol, ramipril, losartan, gabapentin, apixaban",
    "nitrofurantoin": "lisinopril, amlodipine, metformin, levothyroxine, omeprazole, atorvastatin,"
    " sertraline, ibuprofen, bisoprolol, ramipril, apixaban, mirabegron, solifenacin",
    "levothyroxine": "lisinopril, amlodipine, metformin, atorvastatin, simvastatin, bisoprolol,"
    " ramipril, losartan, gabapentin, apixaban, salbutamol, citalopram, mirtazapine, tamsulosin,"
    " paroxetine, naproxen, hydrochlorothiazide, insulin glargine, vitamin d, folic acid",
    "metformin": "lisinopril, amlodipine, atorvastatin, simvastatin, bisoprolol, ramipril,"
    " losartan, omeprazole, gliclazide, sitagliptin, empagliflozin, insulin glargine, sertraline,"
    " aspirin, clopidogrel, tamsulosin, gabapentin, allopurinol, pioglitazone, liraglutide",
    "atorvastatin": "lisinopril, bisoprolol, ramipril, losartan, aspirin, clopidogrel, sertraline,"
    " omeprazole, gabapentin, tamsulosin, ezetimibe, furosemide, allopurinol, sitagliptin,"
    " apixaban, isosorbide mononitrate, amlodipine, hydrochlorothiazide, mirtazapine",
    "pravastatin": "clarithromycin, verapamil, diltiazem, amiodarone, itraconazole, grapefruit,"
    " amlodipine, warfarin, ramipril",
    "rosuvastatin": "clarithromycin, amlodipine, lisinopril, metformin, bisoprolol, ketoconazole",
    "omeprazole": "lisinopril, amlodipine, bisoprolol, ramipril, losartan, aspirin, sertraline,"
    " ibuprofen, naproxen, prednisolone, furosemide, tamsulosin, prasugrel, apixaban, gabapentin",
    "pantoprazole": "clopidogrel, citalopram, escitalopram, aspirin, amlodipine, furosemide",
    "famotidine": "clopidogrel, metformin, warfarin, amlodipine, sertraline, amiodarone",
    "bisoprolol": "ramipril, lisinopril, amlodipine, furosemide, spironolactone, apixaban, aspirin,"
    " sertraline, gabapentin, tamsulosin, isosorbide mononitrate, paroxetine, fluoxetine",
    "ramipril": "amlodipine, aspirin, furosemide, bendroflumethiazide, tamsulosin, gabapentin,"
    " sertraline, mirtazapine, apixaban, doxazosin, indapamide",
    "losartan": "amlodipine, hydrochlorothiazide, aspirin, bisoprolol, tamsulosin, sertraline,"
    " apixaban, gabapentin, doxazosin",
    "amlodipine": "sertraline, aspirin, tamsulosin, furosemide, gabapentin, apixaban, allopurinol,"
    " doxazosin, indapamide, azithromycin, ibuprofen, naproxen",
    "sertraline": "salbutamol, gabapentin, pregabalin, lamotrigine, clonazepam, zopiclone,"
    " tamsulosin, montelukast, levonorgestrel, quetiapine",
    "gabapentin": "sumatriptan, tamsulosin, duloxetine, amitriptyline, baclofen, meloxicam,"
    " celecoxib, lamotrigine, prednisolone",
    "montelukast": "salbutamol, fluticasone, cetirizine, prednisolone, amoxicillin, omeprazole",
    "salbutamol": "fluticasone, tiotropium, salmeterol, amoxicillin, lisinopril, metformin",
    "tamsulosin": "finasteride, dutasteride, solifenacin, mirabegron, apixaban, furosemide",
    "allopurinol": "colchicine, amlodipine, losartan, metformin, bisoprolol, omeprazole, naproxen",
    "insulin glargine": "insulin aspart, ramipril, atorvastatin, bisoprolol, sitagliptin",
    "sumatriptan": "naproxen, propranolol, ondansetron, metoclopramide, topiramate, candesartan",
    "levetiracetam": "lamotrigine, valproate, apixaban, warfarin, ethinylestradiol, clobazam",
    "warfarin": "paracetamol, bisoprolol, ramipril, furosemide, digoxin, nystatin, pantoprazole,"
    " insulin glargine, gabapentin, salbutamol, cetirizine, losartan, amlodipine",
    "apixaban": "bisoprolol, digoxin, furosemide, pravastatin, azithromycin, terbinafine,"
    " lisinopril, spironolactone, pantoprazole",
    "folic acid": "levetiracetam, metformin, lisinopril, methotrexate, aspirin",
    "vitamin d": "amlodipine, atorvastatin, alendronate, metformin, ramipril",
    "mirtazapine": "amlodipine, omeprazole, quetiapine, bisoprolol, apixaban",
    "methotrexate": "folic acid, hydroxychloroquine, prednisolone, paracetamol, adalimumab",
    "azithromycin": "simvastatin, carbamazepine, theophylline, tacrolimus, apixaban, midazolam",
    "valproate": "quetiapine, levothyroxine, bisoprolol",
    "sildenafil": "finasteride, metformin, ramipril, bisoprolol, atorvastatin, losartan",
    "warfarin 3 mg tablets": "hydrocortisone cream, betamethasone ointment, ketoconazole shampoo,"
    " erythromycin gel, ciprofloxacin eye drops, clotrimazole cream, prednisolone eye drops,"
    " diclofenac gel, ibuprofen gel, fluticasone inhaler, metronidazole gel",
    "lithium carbonate tablets": "ibuprofen gel, hydrocortisone cream, ketorolac eye drops",
    "digoxin tablets": "erythromycin ointment, tetracycline eye ointment",
    "simvastatin tablets": "ketoconazole cream, fusidic acid cream, erythromycin lotion",
    "apixaban tablets": "ketoconazole shampoo, diclofenac gel, ketorolac eye drops",
    "levothyroxine tablets": "calcium in milk, iron levels, calcium channel blockers",
}

PAIRS = tuple(
    {
        frozenset((one, other.strip())): (one, other.strip())
        for one, others in SILENT.items()
        for other in others.split(",")
    }.values()
)
