"""What a web page has around its text: menus, share buttons, notices, lone dots.

Furniture stays in canonical text, so that offsets and bytes agree with the file, but it is
neither ranked nor quoted. The rules look at one line; `layout` adds what needs its neighbours.
The phrases were collected from the most frequent lines of the 349 web pages of WiCE (Kamoi et
al. 2023) and written down in the other languages from common news sites; `docs/quality.md` says
how many true sentences they touch.
"""

import re

_START = r"^[\W\d_]*(?:%s)(?:(?<=:)|\b)"
_LONGEST_NOTICE = 14
"""Words; a longer line that begins like a notice is a sentence about subscribing or sharing."""

_LONGEST_IMPRINT = 40
"""Words; a longer line that holds "all rights reserved" is a paragraph with more to say."""

_OPENINGS = (
    # English
    r"subscribe(?: now| today| to| for)?|sign (?:up|in|out)|log ?(?:in|out)|register|"
    r"already a subscriber|want to read more|share(?: this| on)?$|tweet$|print$|e-?mail(?: this)?$|"
    r"follow us|read (?:more|next|also|other)|related (?:articles?|posts?|stories|topics)|"
    r"(?:latest|more|most popular|most read|most viewed|top) (?:posts|news|stories|articles)|"
    r"advertisements?$|advertise with|sponsored|skip (?:to|ad)|back to (?:top|home)|loading|"
    r"leave a (?:reply|comment)|post a comment|comments?$|join the conversation|"
    r"privacy policy|terms (?:of|and)|cookies?|we use cookies|get (?:our|the|one) .*"
    r"(?:newsletter|e-?mail|inbox)|click here|learn more|find out more|view all|see all|"
    r"(?:the )?(?:url|code|link) has been copied|no media source|last edited|top bottom|"
    r"(?:photos?|images?|illustrations?|video|graphic)(?: by| credit|:)|getty images|"
    r"copyright|powered by|contact us|about us|site (?:map|index)|search(?: for)?$|back$|next$|"
    r"previous$|menu$|home$|what's new$|width px|forgot password|remember me|"
    r"your email address|required fields|notify me of|authors?, please log|some rights",
    # Russian, Ukrainian, Kazakh
    r"подписаться|подпишитесь|подписывайтесь|войти|вход$|регистрация|поделиться|распечатать|"
    r"читайте (?:также|еще|ещё)|читать (?:далее|также|дальше)|реклама$|комментари(?:и|ев)$|"
    r"все права защищены|наверх$|фото:|источник фото|главная$|поиск$|меню$|"
    r"підписатися|підписуйтесь|увійти|поділитися|читайте також|читати далі|усі права захищені|"
    r"жазылу|бөлісу|кіру$|тіркелу|барлық құқықтар|толығырақ|пікірлер$|жарнама$",
    # Turkish
    r"abone ol|giriş yap|üye ol|paylaş$|devamını oku|tüm hakları|yorumlar$|reklam$|anasayfa|"
    r"ilgili haberler|fotoğraf:",
    # German, Spanish, French
    r"abonnieren|anmelden$|einloggen|teilen$|drucken$|weiterlesen|mehr zum thema|werbung$|"
    r"kommentare$|alle rechte vorbehalten|datenschutz|impressum|"
    r"suscr[ií]b\w*|inici(?:ar|e) sesión|compartir$|imprimir$|leer más|publicidad$|comentarios$|"
    r"todos los derechos|política de privacidad|"
    r"s'abonner|abonnez-vous|se connecter|partager$|imprimer$|lire (?:aussi|la suite)|"
    r"publicité$|commentaires$|tous droits réservés",
)
_NOTICE = re.compile(_START % "|".join(_OPENINGS), re.IGNORECASE)
_ANYWHERE = re.compile(
    r"\b(?:all|some) rights reserved\b|©\s*(?:19|20)\d\d|\(c\)\s*(?:19|20)\d\d|"
    r"\bcopied to (?:your )?clipboard\b|\bправа защищены\b|\btüm hakları\b|"
    r"\ball rights\b.{0,20}\breserved\b|\bplease log in\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"^\W*\d[\d.,\s]*[km]?\+? (?:shares?|likes?|views?|retweets?|reposts?|reactions?|replies|"
    r"просмотр\w*|репост\w*|лайк\w*|перегляд\w*|қаралым|paylaşım|beğeni|görüntülenme)\W*$",
    re.IGNORECASE,
)
_FILE_OR_LINK = re.compile(
    r"^(?:https?://\S+|www\.\S+|\S+\.(?:jpe?g|png|gif|webp|svg|mp[34]|pdf))$", re.IGNORECASE
)
_LETTER = re.compile(r"[^\W\d_]")
_ONLY_TIMES = re.compile(r"^[\d:.,/ \-–]+$")


def is_furniture(line: str) -> bool:
    """Tell whether a line, taken by itself, is page furniture."""
    if not _LETTER.search(line):
        return not re.search(r"\d", line) or bool(_ONLY_TIMES.match(line) and ":" in line)
    if _FILE_OR_LINK.match(line) or _COUNT.match(line):
        return True
    words = len(line.split())
    if words <= _LONGEST_IMPRINT and _ANYWHERE.search(line):
        return True
    return words <= _LONGEST_NOTICE and bool(_NOTICE.match(line))
