"""The words by which a sentence recommends a medicine, warns of it, or only speaks of it.

Our own writing, from memory, reviewed by nobody yet; English. Each pattern is searched in a clause
or in a window of `REACH` characters around one name, so its time is bounded.
"""

import re
from functools import partial
from typing import Final

_compiled = partial(re.compile, flags=re.IGNORECASE)

REACH: Final = 240
"""Characters before and after a name that are read for it."""


BREAK: Final = _compiled(
    r"[;()\u2014]|\s[\u2013-]\s|:\s|(?<=[a-z\d])\.\s|\b(?:but(?! not\b)|however|whereas|while|"
    r"although|though|"
    r"because|otherwise|alternatively|nevertheless|before|prior to|after which|so that|in order "
    r"to|"
    r"if|when|whenever|unless|until|since|"
    r"where(?! necessary| appropriate| possible))\b|"
    r",\s*(?:and |or |then |so |please |instead )*(?=(?:do not|don't|avoid|use|give|take|"
    r"prescribe|"
    r"start|offer|stop|switch|choose|consider|try|never|continue|withhold|it|they|this|which|he|"
    r"she|add|begin|administer|treat|discontinue|you should|change|resume)\b)|"
    r"\b(?:and|or|then)\s(?=(?:then |instead |please |also )*(?:do not|don't|avoid|use|give|take|"
    r"prescribe|start|offer|stop|switch|choose|never|continue|withhold|treat|discontinue|change|"
    r"restart|resume)\b)"
)
"""Parts the clauses of a sentence."""
SUPPOSING: Final = _compiled(
    r"^(?:if|when|whenever|unless|until|where|since|because|although|though|while|whereas)\b",
)
"""Opens a clause that supposes something and advises nothing by itself."""
LEADING: Final = _compiled(r"^(?:if|when|whenever|where|in|for|during|unless)\b")
"""Opens a sentence whose advice comes behind its first comma."""

NOT: Final = _compiled(
    r"(?:\b(?:not|never|no|neither|nor|cannot|without|hardly|no longer|nobody|none|against|avoid|"
    r"little|lack of|insufficient)|n['\u2019]t|\bdont|\bcant)\b(?! (?:only|just|merely|doubt|"
    r"matter|more))"
    r"(?:\s+(?!(?:and|but|or|then)\b)[\w'\u2019-]+){0,4}\s*$",
)
"""Before a word of advice: it is turned."""
NOT_NEXT: Final = _compiled(r"\s+(?:not|never)\b")
"""Right behind a word of advice: `is best not used`."""
LIMIT: Final = _compiled(
    r"^[^.;]{0,60}?\b(?:more than|in excess|above|over|exceed\w*|longer|beyond|for more|at the "
    r"same "
    r"time|within|abruptly|suddenly|without (?:first|asking|talking|checking|advice|medical|"
    r"supervision|consulting)|too (?:much|many|long|quickly)|double|(?:with|on) (?:an? "
    r")?(?:food|milk|"
    r"dairy|meals?|alcohol|grapefruit\w*|antacids?|empty stomach)|lying|crushed|chewed|twice "
    r"(?!daily|a "
    r"day)|extra|another)\b",
)
"""After denied advice: only the manner is denied."""

AGAINST: Final = _compiled(
    r"\b(?:contra-?\s?indicat\w+|avoid(?:ed|ing|s|ance)?|discontinu\w+|withh[eo]ld\w*|stop(?:s|"
    r"ped|ping)?|"
    r"withdraw\w*|ceas(?:e|es|ed|ing)|omit(?:ted|ting)?|refrain\w*|steer clear|stay away|"
    r"keep away|(?:caution(?:s|ed|ing)?|warn(?:s|ed|ing)?|recommend(?:s|ed|ing|ation)?|"
    r"advis(?:e|es|ed|ing)|"
    r"decision|advice|guidance) against|prohibited|forbidden|banned|inadvisable|discouraged|"
    r"precluded?|"
    r"unsuitable|unsafe|inappropriate|unacceptable|dangerous|harmful|hazardous|teratogenic|"
    r"fetotoxic|foetotoxic|ineffective|useless|no (?:place|role) for|out of the question|off "
    r"limits|"
    r"(?:be|is|are) (?:held|paused|suspended|replaced)|replace|swap|ruled? out|say no to|"
    r"hold(?: off)?|spare|deprescrib\w+|wean\w* off|come off|taper\w* off|phase out)\b"
)
"""Words against a medicine, whether it stands before or behind."""
DOING_AWAY: Final = _compiled(
    r"^(?:avoid(?:ing|ance)|stop(?:ping)|discontinu(?:ing|ation)|withh[eo]lding|withdraw(?:ing|"
    r"al)|"
    r"ceas(?:ing)|omitting)$",
)
"""Of these, names of an act that may be denied in its turn: `stopping it is not recommended`."""

_GIVING: Final = (
    r"use|uses|using|give|gives|giving|take|takes|taking|prescribe|prescribing|offer|offering|"
    r"administer|administering|start|starting|started|commence|commencing|initiate|initiating|"
    r"begin|"
    r"beginning|try|trying|choose|choosing|opt for|go for|go with|consider|considering|"
    r"continue|continuing|keep|keep taking|carry on with|resume|resuming|restart|"
    r"restarting|switch\w* to|chang\w+ to|chang\w+ \w+ to|mov\w+ to|"
    r"convert\w* to|recommend|recommends|recommended|"
    r"advise|advises|advised|suggest|suggests|suggested|prefer|prefers|propose|substitute|"
    r"inject|apply|"
    r"swallow|supply|dispense|order|request|rely on|get|have|need|needs|receive|receives|"
    r"requires?|add|"
    r"adding|supplement with|infuse|combine|combining|mix|mixing|co-?administer|pair|pick|stick "
    r"(?:to|with)|favou?rs?"
)
GIVING: Final = _compiled(
    rf"\b(?:{_GIVING}|(?:treat|treated|treating|treatment|treatments|therapy|managed?|covered?|"
    r"prophylaxis|prophylactically|regimens?|started|begin|eradication|monotherapy|options?|"
    r"loaded|"
    r"put|begun|induction|course|courses|doses?|replaced|anticoagulat\w+|sedated?|"
    r"rate control|resuscitat\w+|immunis\w+)"
    r" (?:\w+ ){0,3}?(?:with|on|of|by|using)|"
    r"(?:options?|alternatives?|choices?|regimens?|treatments?|agents?|drugs?|antibiotics?|"
    r"therapy|"
    r"medicines?|substitutes?|recommendations?|first[ -]line|second[ -]line|third[ -]line|"
    r"mainstay|"
    r"prophylaxis|analgesics?)(?: \w+){0,6}? (?:include|includes|is|are|would be|remains?|being|"
    r"may be|can be|consists? of|comprises?)|"
    r"(?:drug|treatment|agent|antibiotic|medicine|therapy|analgesic) of (?:first |second "
    r")?choice|first"
    r"[- ](?:line|choice)|second[- ](?:line|choice)|third[- ]line|respon\w+ (?:well )?to|"
    r"treatable with|"
    r"(?:should|must|may|can|could|might|will|to|please) (?:\w+ )?be (?:given|offered|prescribed|"
    r"administered|put on|switched to)|on(?=\s*$))\b"
)
"""Words that give the medicine behind them."""
GIVEN: Final = _compiled(
    r"\b(?:(?:(?:is|are|can|could|should|must|wo|would|need)n['\u2019]t|cannot|"
    r"is|are|remains?|would|may|can|should|could|must|will|might|shall|has to|have to|needs? to|"
    r"ought to|appears?|seems?|to)"
    r"(?: \w+ly| also| not| never| always| still| now| then| usually| often| sometimes| both|"
    r" all| only| "
    r"first|"
    r" both| be| been| be \w+ly| considered| thought to be| regarded as| deemed| as){0,5} "
    r"(?:recommended|advised|indicated|safe|suitable|appropriate|preferred|preferable|"
    r"compatible|acceptable|"
    r"effective|used|given|taken|prescribed|offered|administered|started|considered|initiated|"
    r"first[- ](?:line|choice)|second[- ](?:line|choice)|fine|ok|okay|allowed|permitted|"
    r"licen[sc]ed|"
    r"approved|best|ideal|enough|continued|added|tried|standard|routine|usual|useful|safest|"
    r"favou?red|"
    r"reasonable|good|better|titrated|all right|alright|tolerated|chosen|combined|co-?administered|"
    r"injected|"
    r"applied|resumed|restarted|commenced|begun|substituted|necessary|needed|required|essential|"
    r"work|help|do|cure|clear|treat|suffice|enough|reserved|"
    r"(?:a|an|the|your|her|his|my)(?: \w+){0,3} (?:options?|choices?|alternatives?|mainstay|pick|"
    r"answer|bet|go-to|substitute)|"
    r"(?:the|your|a good|a suitable|a safe|a reasonable)(?: \w+){0,2} (?:treatment|drug|"
    r"antibiotic|"
    r"agent|therapy|analgesic|painkiller))|"
    r"(?:works?|treats?|cures?|clears?|helps?|suffices?)(?! (?:\w+ ){0,2}(?:by|through|via)\b)|"
    r"safe (?:in|during|for|to)|"
    r"(?:the )?(?:drug|treatment|agent|antibiotic|medicine) of choice|"
    r"(?:is|are|remains?) (?:usually |often |still )?(?:the |a )?first "
    r"(?:drug|treatment|agent|antibiotic|medicine|therapy|painkiller)s? "
    r"(?:for|to (?:use|give|try|offer|take)|in (?:most |all |many )?(?:adults|children|people|"
    r"patients|wom[ae]n|men|pregnancy))\b|"
    r"first[- ](?:line|choice)|second[- ](?:line|choice)|"
    r"recommended|preferred|is for|are for|as an? (?:alternative|option)|instead)\b"
)
"""Words that give the medicine before them."""
FIRM: Final = _compiled(
    r"\b(?:recommend\w*|advis\w+|should|must|first[- ](?:line|choice)|of choice|indicated|use|"
    r"give|"
    r"take|prescribe|offer|start|prefer\w*|consider|administer|continue|switch)\b",
)
"""Of the words that give, those that advise even in the report of a study."""

NOT_THIS: Final = _compiled(
    r"\b(?:instead of|rather than|in place of|in lieu of|as opposed to|in preference to|(?:as "
    r")?an? "
    r"(?:\w+ )?alternatives? to|(?:as )?alternatives? to|as a substitute for|replac(?:e|es|ing|"
    r"ement (?:of|for))|swap(?:ping)?|"
    r"(?:switch|chang|mov|convert|transition)\w*(?: \w+){0,2} from|come off|and not|not)\s+"
    r"(?:(?:a|an|the|any|oral|other|her|his|your|with|using|giving)\s+){0,3}$",
)
"""Right before a name: another one is to be taken in its place."""
IN_ITS_PLACE: Final = _compiled(
    r"\b(?:replac\w+|swap\w*)\b[^.;]{1,80}\b(?:with|by|for)\s+(?:(?:a|an|oral)\s+){0,2}$",
)
"""Right before a name: it is taken in place of another."""
TOGETHER: Final = _compiled(r"\b(?:with|alongside|plus|and)\s+(?:(?:a|an|the|any|other)\s+){0,2}$")
"""Right before a name: it is the other of two that are taken together."""
BESIDE: Final = _compiled(
    r"\b(?:preferred (?:to|over)|superior to|inferior to|better than|safer than|(?:as|than) "
    r"effective "
    r"(?:as|than)|more effective than|compared (?:with|to)|comparable to|similar to|equivalent to|"
    r"than|versus|vs\.?|over|like|unlike|relative to)\s+(?:(?:a|an|the|any|oral|other)\s+){0,2}$",
)
"""Right before a name that is only compared with."""
TAKER: Final = _compiled(
    r"\b(?:(?:allergic|allergy|allergies|hypersensitiv\w+|intoleran\w+|sensitiv\w+|resistan\w+|"
    r"susceptib\w+|reactions?|anaphylaxis|exposure|exposed|responded|refractory|unresponsive|"
    r"addicted|dependence|dependent|adherence) (?:\w+ )?(?:to|from|on|of)|who (?:cannot|"
    r"can[\u2019']?t|do not|don[\u2019']?t) (?:take|tolerate|have|"
    r"receive|use)|"
    r"(?:(?:already|currently|also|now|concurrently|concomitantly|regularly|chronically) |"
    r"(?:who|patients?|women|men|people|those|anyone|children|adults|persons?|she|he|you|someone) "
    r"(?:who )?(?:are |is |were |was )?)(?:currently |already |also )?"
    r"(?:taking|takes?|receiving|received?|on|using|uses|prescribed|treated with|given|took)|"
    r"who (?:are |is )?(?:on|take|takes|use|uses)|(?:if|when|while|whilst) "
    r"(?:\w+ ){0,2}(?:taking|receiving|on|using|takes?)|history of|failed|failure (?:of|with|on)|"
    r"overdoses? (?:of|with)|poisoning (?:with|by)|intoxication with|toxicity (?:of|from|with)|"
    r"level(?:s)? of|concentrations? of|clearance of|metabolism of|absorption of|effects? of|"
    r"excretion of|activity of|exposure to|mechanism of|derivatives? of|because of|due to|"
    r"caused by|"
    r"induced by|addition to(?: the)?|monitor\w*|measur\w+|check)\s+"
    r"(?:(?:a|an|the|any|oral|other|their|her|his|your|long-term)\s+){0,2}$",
)
"""Right before a name: it is what the person has had, or something about it, no advice."""
HARM_OF: Final = _compiled(
    r"\b(?:risks?|dangers?|hazards?|harms?|toxicity|bleeding|haemorrhage|hemorrhage|side effects?|"
    r"adverse (?:effects?|events?|reactions?)|complications?|staining|discolou?ration|"
    r"teratogenicity|"
    r"damage|caution(?:ary)?|concerns?|problems?|worr\w+|care)\b[^,;.]{0,80}\b(?:with|from|of|"
    r"due to|"
    r"caused by|linked to|about|over)\s+(?:(?:a|an|the|any|use of|oral|other|giving|"
    r"using)\s+){0,3}$",
)
LESS: Final = _compiled(r"\b(?:reduc|lower|decreas|prevent|less|treat|manag|avoid|no )\w*")
"""With these before it a risk is what the medicine is for."""
NAME_ENDS: Final = _compiled(
    r"(?:[- ](?:allerg\w+|resistan\w+|induced|associated|related|sensitiv\w+|susceptib\w+|"
    r"intoleran\w+|hypersensitiv\w+|naive|free|treated|refractory|dependent|exposed|users?|"
    r"overdos\w+|toxicity|poisoning|levels?|concentrations?|resistant|challenge|metabolism|"
    r"exposure|"
    r"absorption|clearance|group|arm|withdrawal|failure))\b",
)
"""Right behind a name: something is said of it, no advice."""
TELLS: Final = _compiled(
    r"\b(?:(?:may|might|can|could|will|would|does|do|did|has|have|had|is|are|was|were|be|been|"
    r"being|"
    r"caus(?:e|es|ed|ing)|stains?|discolou?rs?|inhibits?|interacts?|interfer\w+|increas\w+|"
    r"decreas\w+|"
    r"reduc\w+|rais\w+|lowers?|lowered|enhanc\w+|potentiat\w+|prolongs?|affects?|leads?|results?|"
    r"produc\w+|induc\w+|crosses|cross|passes|pass|contains?|belongs?|binds?|blocks?|acts?|"
    r"metaboli[sz]\w+|accumulat\w+|appears?|seems?|remains?|"
    r"carr(?:y|ies)|show(?:s|ed|n)?|occur\w*|develop\w*|received|works? by)|"
    r"damag\w+|worsen\w*|trigger\w*|precipitat\w+|provok\w+|deposit\w*|harms?)\b",
)
"""Verbs of a sentence that tells something; one without any is a line of a list or of a regimen."""
DOSED: Final = _compiled(
    r"\b\d[\d.,]*(?:\s?[-\u2013]\s?\d[\d.,]*)?\s?(?:mg|mcg|g|grams?|micrograms?|ug|\u00b5g|ml|"
    r"units?|iu|mmol|"
    r"tablets?|capsules?|puffs?|drops?)\b|\b(?:once|twice|three times|four times|\d "
    r"times)\s(?:a day|"
    r"daily|weekly|a week)|\b(?:bd|tds|qds|bid|tid|qid|od|prn|po|iv|im)\b|\bfor \d+ (?:days?|"
    r"weeks?)|"
    r"\bevery \d+ hours\b",
)
DOUBTED: Final = _compiled(
    r"\b(?:no(?: \w+)? (?:evidence|data|proof|reason|indication)|not (?:known|clear|certain|"
    r"established|proven|"
    r"shown|been \w+)|unclear|unknown|uncertain|insufficient evidence|doubtful|unlikely)\b"
    r"[^.;]{0,40}\b(?:that|whether|if|to suggest|for)\b[^.;]{0,40}$",
)
"""Before a name: what is then said for it is not so."""
DENIED_BEHIND: Final = _compiled(
    r"^(?:\W{0,3}(?:is|are|should|must|can|may|do|does|will|would) ?(?:not|never|n['\u2019]t)\W*$|"
    r"\s*[:\u2013\u2014-]\s*(?:not?|never|don['\u2019]t|do not)\b(?! (?:more|only|longer|later))|"
    r"\s+(?:not|never)\W*$)",
)
"""Right behind a name: it is denied in few words."""
BRACKET: Final = _compiled(r"\s?\([^()]{0,80}\)")
"""Right behind a name: a dose or another name of it."""
RULED_OUT: Final = _compiled(
    r"\s?\((?:is |are )?(?:contra-?indicated|avoid|not (?:recommended|suitable|safe|advised)|"
    r"do not use|"
    r"unsafe)\)",
)
CITED: Final = _compiled(r"\bet al\b|\bdoi:|\bpmid\b")
"""In a line of a list of literature."""
APPOSED: Final = _compiled(r"^\s*(?::|-|\u2013|\u2014)\s")
"""Right behind a name: what follows is said of it."""
EXCEPTING: Final = _compiled(
    r"\b(?:except(?:ing|ion of)?(?: for)?|other than|apart from|aside from|excluding|but not|"
    r"with the exception of)\s+(?:(?:a|an|the|any|oral)\s+){0,2}$",
)
"""Right before a name: what is said of the others is not said of it."""
LISTED: Final = _compiled(
    r"^(?:[\s,/+&]|\b(?:and|or|nor|and/or|either|such as|including|e\.?g\.?|like|for example|eg|"
    r"especially|particularly|a|an|the|other|with|plus)\b|\(|\))*$",
)
"""Between two names of one list."""
EXCLUDES: Final = _compiled(
    r"\(?\b(?:(?:but |and )?not (?:to be used |for use |recommended |suitable |safe |licensed |"
    r"used |given |for |in |if |"
    r"during |when |while |to )|except (?:in|for|if|when|during|with)|excluding|unless|other "
    r"than in|"
    r"outside|non-?(?=pregnan|breast|lactat)|(?:contra-?indicated|avoid(?:ed)?|unsafe|unsuitable) "
    r"(?:in|during|for|if|when|with)\b|(?:should|must) not be (?:used|given|taken) (?:in|by|"
    r"during|if|"
    r"when|to)|(?:do not|don't|never) (?:use|give|take|prescribe) (?:it |this |them )?(?:in|to|"
    r"if|when|"
    r"during|for)\b|who (?:are|is) not|(?:is|are) not (?:recommended|suitable|safe|advised|"
    r"licensed) "
    r"(?:in|for|during|if|when)|if not|only (?:in|for|if)|without|no history of)[^.;)\n]{0,120}",
)
"""Words that take somebody out of what is recommended."""
OF_THE_SAME: Final = _compiled(
    r"^\W*(?:it|this|these|they|but|however|contra-?indicated|not|avoid|do not|don't|never|"
    r"unsuitable|"
    r"except|unless|caution)\b",
)
"""Opens a sentence that names no medicine and speaks of the one before."""
