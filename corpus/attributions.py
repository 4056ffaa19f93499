"""How programs for mail and forums say who wrote what is quoted: "Ann wrote:"."""

WROTE = (
    r"(?:wrote|writes|said|posted|schrieb|escribió|a écrit|ha scritto|escreveu|schreef|skrev|pisze|"
    r"yazdı|жазды|пише|написав|пишет|"
    r"пис[аи]л(?:\(а\)|а)?|написал(?:\(а\)|а)?|сказал(?:\(а\)|а)?)"
)
"""A regular expression, in the languages whose programs have fixed words for it."""
